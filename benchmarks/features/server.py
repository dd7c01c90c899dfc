"""A Redis server of our own: nothing on disk, on a free port, ended at the end."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.integration.ground import free_port

PATIENCE = 10.0  # seconds


@contextmanager
def redis_server(folder: Path) -> Iterator[int]:
    """Its port."""
    port = free_port()
    options = {"bind": "127.0.0.1", "port": str(port), "dir": str(folder), "save": "", "appendonly": "no"}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    with subprocess.Popen(["redis-server", *words], stdout=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    with redis.Redis(port=port) as client:
        while True:
            try:
                client.ping()
                return
            except redis.ConnectionError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
