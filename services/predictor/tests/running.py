"""A replica's server on a free port, in the test's own process."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn

from touchline.predictor.serving.api import api_of
from touchline.predictor.serving.app import Server
from touchline.predictor.serving.connection import Connection
from touchline.predictor.serving.parts import Parts


class TestServer(Server):
    """Leaves signals to the test runner."""

    __test__ = False

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def running(
    parts: Parts, log_level: str = "warning", http: type[Connection] = Connection, keep_alive: int = 5
) -> AsyncIterator[tuple[int, Server]]:
    """Its port, and the server to stop; a connection that is silent is kept for so many seconds."""
    config = uvicorn.Config(
        api_of(parts),
        "127.0.0.1",
        0,
        http=http,
        log_level=log_level,
        access_log=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=keep_alive,
    )
    server = TestServer(config, parts.feed)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1], server
    finally:
        server.should_exit = True
        await serving
