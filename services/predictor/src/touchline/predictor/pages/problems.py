"""Problems for people: a browser that asks for what is not there gets a page with a sentence, programs get JSON."""

from collections.abc import Awaitable, Callable

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from touchline.predictor.pages.rendering import page
from touchline.predictor.serving.problems import Problem
from touchline.predictor.serving.state import State
from touchline.runtime.errors import Unavailable

PAGES = "pages"  # the tag of routes for people
Handler = Callable[[Request, Exception], Awaitable[Response]]


def install(app: FastAPI, state: State) -> None:
    """Put a page around each answer that a handler of problems gives to a person."""
    for kind in (Problem, RequestValidationError, HTTPException, Unavailable, Exception):
        app.add_exception_handler(kind, _for_people(app.exception_handlers[kind], state))  # type: ignore[arg-type]


def _for_people(told: Handler, state: State) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        answer = await told(request, error)
        if not asks_for_a_page(request):
            return answer
        problem = orjson.loads(answer.body)
        hints = [one["expected"] for one in problem["errors"] if one["expected"] != problem["detail"]]
        shown = page(request, state, "problem.html", answer.status_code, problem=problem, hints=hints)
        if "retry-after" in answer.headers:
            shown.headers["Retry-After"] = answer.headers["retry-after"]
        return shown

    return handle


def asks_for_a_page(request: Request) -> bool:
    """Whether a browser asks for a page, or for an address that nothing stands under."""
    route = request.scope.get("route")
    ours = route is None or PAGES in getattr(route, "tags", ())
    return ours and "text/html" in request.headers.get("accept", "")
