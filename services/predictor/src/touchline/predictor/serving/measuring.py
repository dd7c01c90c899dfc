"""How long answers take: a plain ASGI wrapper, which leaves streams alone."""

from functools import cache
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from touchline.runtime import metrics


class Measured:
    """Observes each request up to the start of its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and look at the clock twice."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = perf_counter()
        started = False

        def observe(status: int) -> None:
            measure(getattr(scope.get("route"), "path", "unknown"), status, begun)

        async def observed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                observe(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, observed)
        except Exception:
            if not started:  # a bug of ours leaves as an exception, and is answered further out
                observe(500)
            raise


def measure(route: str, status: int, begun: float) -> None:
    """A request of this route, by its template (an id would make a label each), that came at `perf_counter`'s time."""
    _measured(route, status).observe(perf_counter() - begun)


@cache
def _measured(route: str, status: int) -> Any:
    return metrics.REQUESTS.labels(route.removeprefix("/v1"), str(status))
