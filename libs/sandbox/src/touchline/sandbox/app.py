"""The provider's paths and the sandbox's own controls, as one ASGI application."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import Literal

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import AwareDatetime, BaseModel, Field, model_validator
from starlette.exceptions import HTTPException

from touchline.sandbox.clock import FootballClock, MovedBack, after_next_match_day, stamp
from touchline.sandbox.library import Library
from touchline.sandbox.problem import problem
from touchline.sandbox.providers.provider import Served

PROVENANCE = "X-Touchline-Provenance"


class SetDate(BaseModel):
    """Where football time shall stand."""

    date: AwareDatetime


class MoveOn(BaseModel):
    """How far football time shall move: some days, or past the next day with matches."""

    days: int | None = Field(None, ge=1, le=3660)
    to: Literal["next-match-day"] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "MoveOn":
        if (self.days is None) == (self.to is None):
            raise ValueError('expected either {"days": n} or {"to": "next-match-day"}')
        return self


def build(library: Library, clock: FootballClock) -> FastAPI:
    """The application; it reads the clock at each request and holds no other state."""
    app = FastAPI(title="Touchline sandbox", docs_url=None, redoc_url=None)
    _serve_controls(app, library, clock)
    _serve_documents(app, library, clock)

    @app.middleware("http")
    async def tell_football_time(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        response.headers["Date"] = format_datetime(clock.now(), usegmt=True)
        return response

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return problem(error.status_code, str(error.detail), f"{request.method} {request.url.path}")

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        return problem(422, "The request cannot be read", f"{field}: {first['msg']}")

    return app


def _serve_documents(app: FastAPI, library: Library, clock: FootballClock) -> None:
    @app.get("/robots.txt")
    async def robots() -> Response:
        return Response("User-agent: *\nAllow: /\n", media_type="text/plain")

    @app.get("/{source}/{path:path}")
    async def document(source: str, path: str, request: Request) -> Response:
        provider = library.providers.get(source)
        if provider is None:
            return problem(404, "No such source", f"{source!r} is not held; held are {', '.join(library.providers)}")
        served = provider.answer(path, clock.now(), dict(request.query_params))
        if served is None:
            return problem(404, "No such document", f"{source} has no {path} on {stamp(clock.now())}")
        return _document(request, served)


def _document(request: Request, served: Served) -> Response:
    tag = f'"{sha256(served.content).hexdigest()}"'
    headers = {
        "ETag": tag,
        PROVENANCE: served.provenance,
        "Cache-Control": "no-cache",
        "Content-Type": served.media_type,
    }
    asked = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    if tag in asked or "*" in asked:
        return Response(status_code=304, headers=headers)
    return Response(served.content, headers=headers)


def _serve_controls(app: FastAPI, library: Library, clock: FootballClock) -> None:
    @app.get("/sandbox/date")
    async def date() -> dict[str, str]:
        return {"date": stamp(clock.now())}

    @app.post("/sandbox/date")
    async def set_date(asked: SetDate) -> Response:
        return _moved(clock, asked.date)

    @app.post("/sandbox/move-on")
    async def move_on(asked: MoveOn) -> Response:
        now = clock.now()
        moment = now + timedelta(days=asked.days) if asked.days else after_next_match_day(library.calendar, now)
        if moment is None:
            return problem(409, "Nothing to move on to", f"no match day is recorded after {stamp(now)}")
        return _moved(clock, moment)


def _moved(clock: FootballClock, moment: datetime) -> Response:
    try:
        date = clock.move(moment)
    except MovedBack as refusal:
        return problem(409, "Football time never goes back", str(refusal))
    return Response(f'{{"date":"{stamp(date)}"}}', media_type="application/json")
