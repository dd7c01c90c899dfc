"""How long answers take: a plain ASGI wrapper, which leaves streams alone."""

from time import perf_counter

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
            # the template: an id would make a label each
            route = getattr(scope.get("route"), "path", "unknown").removeprefix("/v1")
            metrics.REQUESTS.labels(route, str(status)).observe(perf_counter() - begun)

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
