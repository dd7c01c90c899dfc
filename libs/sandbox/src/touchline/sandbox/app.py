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
from touchline.sandbox.fixtures import coming
from touchline.sandbox.library import COMPETITION, Library
from touchline.sandbox.problem import problem

PROVENANCE = "X-Touchline-Provenance"
CSV = "text/csv"  # without a charset: the older files are latin-1


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
    _serve_documents(app, library, clock)
    _serve_controls(app, library, clock)

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

    @app.get(f"/mmz4281/{{name}}/{COMPETITION}.csv")
    async def season(name: str, request: Request) -> Response:
        recorded = library.seasons.get(name)
        content = recorded.as_of(clock.now()) if recorded else None
        if recorded is None or content is None:
            return problem(
                404, "No such document", f"season {name} is not held or had not begun on {stamp(clock.now())}"
            )
        whole = "simulated" if library.simulated else "real"
        return _document(request, content, whole if content == recorded.content or library.simulated else "derived")

    @app.get("/fixtures.csv")
    async def fixtures(request: Request) -> Response:
        content = coming(library.seasons.values(), clock.now())
        return _document(request, content, "simulated" if library.simulated else "derived")


def _document(request: Request, content: bytes, provenance: str) -> Response:
    tag = f'"{sha256(content).hexdigest()}"'
    headers = {"ETag": tag, PROVENANCE: provenance, "Cache-Control": "no-cache", "Content-Type": CSV}
    asked = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    if tag in asked or "*" in asked:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers)


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
        moment = now + timedelta(days=asked.days) if asked.days else after_next_match_day(library.seasons.values(), now)
        if moment is None:
            return problem(409, "Nothing to move on to", f"no match day is recorded after {stamp(now)}")
        return _moved(clock, moment)


def _moved(clock: FootballClock, moment: datetime) -> Response:
    try:
        date = clock.move(moment)
    except MovedBack as refusal:
        return problem(409, "Football time never goes back", str(refusal))
    return Response(f'{{"date":"{stamp(date)}"}}', media_type="application/json")
