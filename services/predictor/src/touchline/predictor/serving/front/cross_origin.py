"""Cross-origin requests: which pages of other origins may ask from a browser. None, unless a setting names them."""

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

SENT = ("Authorization", "Content-Type", "If-None-Match", "Last-Event-ID")
READ = ("ETag", "Retry-After", "WWW-Authenticate", "Touchline-Football-Time")
AGREED = 600  # seconds that a browser need not ask again whether it may


def allow_origins(app: FastAPI, origins: Sequence[str]) -> None:
    """Let these ask; keys are sent by a page's own code, and cookies are neither sent nor read."""
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=SENT,
            expose_headers=READ,
            max_age=AGREED,
        )
