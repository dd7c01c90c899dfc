"""The costly parts of a back-test on a Dask cluster; what they say does not depend on where they are computed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from touchline.runtime.errors import Refused
from touchline.trainer.backtest.memory import Memory
from touchline.trainer.training.models.voices import Arrays

PATIENCE = 10.0  # seconds for the scheduler to answer


def compute_ahead(parts: Mapping[str, "partial[Arrays]"], memory: Memory, scheduler: str) -> None:
    """Compute those that are not remembered yet, and remember them.

    `scheduler` is the address of a cluster whose workers have the trainer installed; empty: processes of this machine,
    one a core.

    Raises:
        Refused: Dask is not installed, or there is no cluster at that address.
    """
    missing = {name: learn for name, learn in parts.items() if not memory.has(name)}
    if not missing:
        return
    with _client(scheduler) as client:
        # Every part reads the same tables, which are megabytes: they travel once.
        tables = {id(learn.args[0]): learn.args[0] for learn in missing.values()}
        there = {key: client.scatter(table, broadcast=True) for key, table in tables.items()}
        futures = {
            name: client.submit(learn.func, there[id(learn.args[0])], *learn.args[1:], pure=False)
            for name, learn in missing.items()
        }
        for name, future in futures.items():
            result: Callable[[], Arrays] = future.result
            memory(name, result)
            future.release()


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster  # a second's worth of imports that no other way needs
    except ImportError as missing:
        raise Refused(f"{missing}: install touchline-trainer[dask], or leave ENGINE out") from None
    if not scheduler:
        with (
            LocalCluster(threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except OSError as error:
        raise Refused(f"no Dask scheduler answers at {scheduler}: {error}") from None
    with client:
        yield client
