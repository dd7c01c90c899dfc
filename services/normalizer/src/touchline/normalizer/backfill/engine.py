"""Where documents are parsed: on Dask or in processes of this machine. Whatever it is, they come back in order.

Only a bounded number of documents is under way, so memory does not grow with the archive.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import util
from typing import Any, Protocol

from touchline.normalizer.backfill import parsing
from touchline.normalizer.backfill.landed import Landed
from touchline.normalizer.backfill.parsing import close_all, close_stores, parse_remotely
from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.dialects.rows import Parsed
from touchline.runtime.processes import processes

AHEAD = 4  # documents under way for each worker


class Engine(StrEnum):
    """What parses documents; what they say does not depend on it."""

    DASK = "dask"
    LOCAL = "local"


class Workers(Protocol):
    """What takes documents and gives back what they say."""

    @property
    def count(self) -> int:
        """How many documents it can read at once."""
        ...

    def submit(self, one: Landed) -> Any:
        """Begin to read a document."""
        ...

    def result(self, ticket: Any) -> Parsed | None:
        """Wait for what it says, and forget it there."""
        ...


def parsed_in_order(workers: Workers, documents: Sequence[Landed]) -> Iterator[tuple[Landed, Parsed | None]]:
    """Each document with what it says, in the given order, a few ahead of the reader."""
    waiting = iter(documents)
    under_way: deque[tuple[Landed, Any]] = deque()

    def submit() -> None:
        one = next(waiting, None)
        if one is not None:
            under_way.append((one, workers.submit(one)))

    for _ in range(AHEAD * workers.count):
        submit()
    while under_way:
        one, ticket = under_way.popleft()
        parsed = workers.result(ticket)
        submit()
        yield one, parsed


@contextmanager
def workers_of(settings: NormalizerSettings, engine: Engine) -> Iterator[Workers]:
    """The workers of an engine, ended at the end."""
    with (_dask if engine is Engine.DASK else _local)(settings) as workers:
        yield workers


@dataclass(frozen=True, slots=True)
class _Processes:
    pool: ProcessPoolExecutor
    settings: NormalizerSettings
    count: int

    def submit(self, one: Landed) -> Any:
        return self.pool.submit(parse_remotely, self.settings, one)

    def result(self, ticket: Any) -> Parsed | None:
        parsed: Parsed | None = ticket.result()
        return parsed


@contextmanager
def _local(settings: NormalizerSettings) -> Iterator[Workers]:
    """One process a core."""
    count = os.cpu_count() or 1
    with processes(count, parsing.__name__, _close_at_the_end) as pool:
        yield _Processes(pool, settings, count)


def _close_at_the_end() -> None:
    util.Finalize(None, close_all, exitpriority=1)  # processes of a pool pass `atexit` by


@dataclass(frozen=True, slots=True)
class _Dask:
    client: Any
    settings: NormalizerSettings
    count: int

    def submit(self, one: Landed) -> Any:
        return self.client.submit(parse_remotely, self.settings, one, pure=False)

    def result(self, ticket: Any) -> Parsed | None:
        parsed: Parsed | None = ticket.result()
        ticket.release()
        return parsed


@contextmanager
def _dask(settings: NormalizerSettings) -> Iterator[Workers]:
    """The cluster that the setting names, else processes of this machine, one a core."""
    from distributed import Client, LocalCluster  # a second's worth of imports that no other way needs

    @contextmanager
    def on(client: Any) -> Iterator[Workers]:
        yield _Dask(client, settings, max(1, len(client.scheduler_info()["workers"])))
        client.run(close_stores)

    if settings.dask_scheduler:
        with Client(settings.dask_scheduler) as client, on(client) as workers:
            yield workers
        return
    with (
        LocalCluster(threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster,
        Client(cluster) as client,
        on(client) as workers,
    ):
        yield workers
