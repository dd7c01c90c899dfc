"""Problems: every error answer as RFC 9457 says, with the field at fault and what was expected of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from touchline.runtime.errors import Unavailable
from touchline.runtime.logs import log

MEDIA_TYPE = "application/problem+json"
LARGEST = 64 * 1024  # bytes of a body: twenty questions with the longest names are 14 kB
BODY = "JSON in UTF-8, as /openapi.json describes it"
SHOWN = 100  # characters of a given value that are shown again


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that is not as it should be."""

    field: str
    expected: str
    given: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As the answer shows it."""
        given = None if self.given is None else _legible(self.given[:SHOWN])
        return {"field": _legible(self.field[:SHOWN]), "expected": self.expected, "given": given}


@dataclass(slots=True)
class Problem(Exception):
    """A request that cannot be answered as asked."""

    status: int
    slug: str
    title: str
    detail: str
    faults: Sequence[Fault] = field(default=())
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self, instance: str) -> bytes:
        """The problem as JSON."""
        return orjson.dumps(
            {
                "type": f"/problems/{self.slug}",
                "title": self.title,
                "status": self.status,
                "detail": self.detail,
                "instance": instance,
                "errors": [fault.as_json() for fault in self.faults],
            }
        )

    def response(self, instance: str) -> Response:
        """The answer of type application/problem+json."""
        return Response(self.body(instance), self.status, self.headers, MEDIA_TYPE)


def bad_request(*faults: Fault) -> Problem:
    """The query does not say what it must."""
    return Problem(422, "bad-request", "The request cannot be understood", faults[0].expected, faults)


def too_large() -> Problem:
    """More than any question needs."""
    expected = f"at most {LARGEST} bytes; ask in several requests"
    return Problem(413, "too-large", "The body is too large", expected, [Fault("body", expected)])


def not_found(slug: str, title: str, detail: str, *faults: Fault) -> Problem:
    """There is nothing by that name."""
    return Problem(404, slug, title, detail, faults)


def problem_of(error: Exception, asked: str) -> Problem:
    """Any failure as a problem, logged where it is not the asker's; `asked` is a path or a method."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Unavailable):
        log.warning("unavailable", path=asked, error=str(error))
        detail = "a part behind this answer does not respond; everything else is still served, try again later"
        return Problem(503, "unavailable", "Temporarily unavailable", detail)
    log.error("our bug", path=asked, error=repr(error), exc_info=error)
    return Problem(500, "bug", "This is our fault", "it has been logged")


def faults_in(errors: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """The faults that pydantic found; each is told by its place, what was expected there, and what was given."""
    return [
        Fault(_place(each["loc"]), str(each["msg"]), None if each.get("input") is None else str(each["input"]))
        for each in errors
    ]


def _place(location: Sequence[object]) -> str:
    """A field as a request names it, without pydantic's names of alternatives; "body" for a body that is none.

    >>> _place(("query", "home")), _place(("body", "matches", 3, "home")), _place(("body", 12)), _place(("body", ""))
    ('home', 'matches.3.home', 'body', 'body')
    >>> _place(("body", "data", "list[constrained-float]", 0))
    'data.0'
    """
    inside = [str(part) for part in location[1:] if "[" not in str(part)]
    return ".".join(inside) if any(part and not part.isdigit() for part in inside) else str(location[0])


def _legible(text: str) -> str:
    """Half characters, which JSON can name and UTF-8 cannot hold, as question marks."""
    return text.encode("utf-8", "replace").decode()


def install(app: FastAPI) -> None:
    """Let every failure of this application answer with a problem."""

    @app.exception_handler(Problem)
    async def on_problem(request: Request, problem: Problem) -> Response:
        return problem.response(request.url.path)

    @app.exception_handler(RequestValidationError)
    async def on_bad_query(request: Request, error: RequestValidationError) -> Response:
        return bad_request(*faults_in(error.errors())).response(request.url.path)

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.BAD_REQUEST:  # how FastAPI calls a body that no JSON can be read from
            return bad_request(Fault("body", BODY)).response(request.url.path)
        if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return too_large().response(request.url.path)
        phrase = HTTPStatus(error.status_code).phrase
        slug = phrase.lower().replace(" ", "-")
        detail = f"{request.method} {request.url.path[:SHOWN]}: see /openapi.json for what can be asked"
        headers = error.headers or {}  # of 405, `Allow`
        return Problem(error.status_code, slug, phrase, detail, headers=headers).response(request.url.path)

    @app.exception_handler(Unavailable)
    async def on_unavailable(request: Request, error: Unavailable) -> Response:
        response = problem_of(error, request.url.path).response(request.url.path)
        response.headers["Retry-After"] = "5"
        return response

    @app.exception_handler(Exception)
    async def on_bug(request: Request, error: Exception) -> Response:
        return problem_of(error, request.url.path).response(request.url.path)
