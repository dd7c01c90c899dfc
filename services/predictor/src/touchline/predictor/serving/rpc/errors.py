"""Problems as gRPC says them: a status, the same sentence, and the whole problem beside it."""

from collections.abc import Mapping
from typing import NoReturn

import grpc

from touchline.predictor.serving.problems import Problem, problem_of

CODES: Mapping[int, grpc.StatusCode] = {
    404: grpc.StatusCode.NOT_FOUND,
    422: grpc.StatusCode.INVALID_ARGUMENT,
    500: grpc.StatusCode.INTERNAL,
    503: grpc.StatusCode.UNAVAILABLE,
}
PROBLEM = "problem-bin"  # trailing metadata: the body that REST answers with


async def refuse(context: grpc.aio.ServicerContext, method: str, error: Exception) -> NoReturn:
    """End a call with what is wrong; a failure of ours is logged."""
    problem: Problem = problem_of(error, method)
    await context.abort(CODES[problem.status], problem.detail, ((PROBLEM, problem.body(method)),))
    raise AssertionError("abort raises")
