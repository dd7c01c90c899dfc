"""Problems as gRPC says them: a status, the same sentence, and the whole problem beside it."""

from collections.abc import Mapping
from typing import NoReturn

import grpc

from touchline.predictor.serving.problems import Problem, problem_of

CODES: Mapping[int, grpc.StatusCode] = {
    401: grpc.StatusCode.UNAUTHENTICATED,
    403: grpc.StatusCode.PERMISSION_DENIED,
    404: grpc.StatusCode.NOT_FOUND,
    422: grpc.StatusCode.INVALID_ARGUMENT,
    429: grpc.StatusCode.RESOURCE_EXHAUSTED,
    500: grpc.StatusCode.INTERNAL,
    503: grpc.StatusCode.UNAVAILABLE,
}
PROBLEM = "problem-bin"  # trailing metadata: the body that REST answers with


async def refuse(context: grpc.aio.ServicerContext, method: str, error: Exception) -> NoReturn:
    """End a call with what is wrong; a failure of ours is logged."""
    problem: Problem = problem_of(error, method)
    beside = ((PROBLEM, problem.body(method)), *((name.lower(), value) for name, value in problem.headers.items()))
    await context.abort(CODES[problem.status], problem.detail, beside)
    raise AssertionError("abort raises")
