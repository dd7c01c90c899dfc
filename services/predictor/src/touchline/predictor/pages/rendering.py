"""From a template to an answer: escaped, with a policy that lets no script but ours run, and a tag to ask again by."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from touchline.predictor.answers import instant
from touchline.predictor.pages.words import FILTERS
from touchline.predictor.serving.state import State

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
GUARDED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ASSETS = {"pages.css": "text/css", "live.js": "text/javascript", "icon.svg": "image/svg+xml"}
FRESH = "no-cache"  # kept, but asked for again by its tag each time: numbers move
FOR_EVER = "public, max-age=31536000, immutable"  # an asset's address changes with its bytes


def page(request: Request, state: State, template: str, status: int = 200, **about: object) -> Response:
    """A page, or 304 where the reader has this very one."""
    position = getattr(request.app.state, "position", None)
    version = None if state.served is None else state.served.model.manifest.version
    told = environment().get_template(template).render(
        path=request.url.path,
        football_time=instant(state.football_time),
        model_version=version,
        position=None if position is None else position(),
        **about,
    )  # fmt: skip
    return tagged(request, told.encode("utf-8", "replace"), "text/html; charset=utf-8", status)


def drawing(request: Request, drawn: Markup) -> Response:
    """A picture as a document of its own."""
    return tagged(request, str(drawn).encode("utf-8", "replace"), "image/svg+xml")


def tagged(request: Request, body: bytes, media_type: str, status: int = 200) -> Response:
    """Any body of ours with its ETag."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**GUARDED, "ETag": tag, "Cache-Control": FRESH, "Vary": "Accept"}
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media_type)


@cache
def environment() -> Environment:
    """Every template escapes whatever it is given; a name that is not given is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals["asset"] = asset_address
    return made


@cache
def asset(name: str) -> bytes:
    """A file that pages need; KeyError for any other name."""
    if name not in ASSETS:
        raise KeyError(name)
    return (HERE / "assets" / name).read_bytes()


@cache
def asset_address(name: str) -> str:
    """Where it is asked for: another address whenever it changes."""
    return f"/assets/{hashlib.sha256(asset(name)).hexdigest()[:12]}/{name}"


def asset_answer(name: str) -> Response:
    """An asset for ever; KeyError for what is none."""
    return Response(asset(name), headers={**GUARDED, "Cache-Control": FOR_EVER}, media_type=ASSETS[name])
