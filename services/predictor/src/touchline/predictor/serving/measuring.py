"""How long answers take, and their spans where these are collected: plain ASGI, which leaves streams alone."""

from functools import cache
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from touchline.runtime import metrics, tracing

TRACEPARENT = b"traceparent"


class Measured:
    """Observes each request up to the start of its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and look at the clock twice; the caller's trace goes on where it names one."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif not tracing.is_collected():
            await self._measure(scope, receive, send)
        else:
            with tracing.span("request", _causes(scope), tracing.SERVER, {"http.request.method": scope["method"]}):
                await self._measure(scope, receive, send)

    async def _measure(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = perf_counter()
        started = False

        def observe(status: int) -> None:
            route = getattr(scope.get("route"), "path", "unknown")
            measure(route, status, begun)
            if tracing.is_collected():
                template = route.removeprefix("/v1")
                about = {"http.route": template, "http.response.status_code": status}
                tracing.say(f"{scope['method']} {template}", about)

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
    _measured(route, status).observe(perf_counter() - begun, tracing.exemplar())


@cache
def _measured(route: str, status: int) -> Any:
    return metrics.REQUESTS.labels(route.removeprefix("/v1"), str(status))


def _causes(scope: Scope) -> list[str]:
    return [value.decode("ascii", "replace") for name, value in scope["headers"] if name == TRACEPARENT]
