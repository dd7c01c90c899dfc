"""One sandbox behind two doors: at one of them a provider may be out of order."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import uvicorn

from tests.integration.ground import free_port, until
from touchline.sandbox.app import build
from touchline.sandbox.clock import FootballClock
from touchline.sandbox.library import Library
from touchline.sandbox.providers import football_data, football_datasets, spi538

SAMPLES = Path(__file__).parents[1] / "samples"
SOURCES = (football_data.SOURCE, football_datasets.SOURCE, spi538.SOURCE)


@dataclass
class Door:
    """Lets requests through, but for those to the failing provider, which it refuses with 503 and remembers."""

    app: Any
    failing: str | None = None
    refused_at: list[float] = field(default_factory=list)  # seconds of a steady clock

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http" and self.failing and scope["path"].startswith(f"/{self.failing}/"):
            self.refused_at.append(time.monotonic())
            await send({"type": "http.response.start", "status": 503, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        await self.app(scope, receive, send)

    def pauses(self, least: float) -> int:
        """How often the provider was left alone for so many seconds between two refusals."""
        return sum(later - earlier >= least for earlier, later in pairwise(self.refused_at))


def sandbox(clock: FootballClock) -> Any:
    """Three providers of the samples as of the clock's date."""
    found = {
        football_data.SOURCE: football_data.samples(SAMPLES / "football-data"),
        football_datasets.SOURCE: football_datasets.recorded(SAMPLES),
        spi538.SOURCE: spi538.recorded(SAMPLES),
    }
    return build(Library({source: provider for source, provider in found.items() if provider}), clock)


@contextmanager
def served(apps: Sequence[Any]) -> Iterator[list[str]]:
    """Each application at an address of its own, until the end."""
    servers = [
        uvicorn.Server(uvicorn.Config(app, port=free_port(), date_header=False, log_level="error", lifespan="off"))
        for app in apps
    ]
    threads = [threading.Thread(target=server.run, daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    try:
        until(lambda: all(server.started for server in servers), "the sandbox serves")
        yield [f"http://127.0.0.1:{server.config.port}" for server in servers]
    finally:
        for server in servers:
            server.should_exit = True
        for thread in threads:
            thread.join(10)
