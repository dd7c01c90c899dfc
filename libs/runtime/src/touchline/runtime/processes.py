"""Processes of this machine beside a program's threads and loops, ended with it."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

# They are forked from a process that has only imported: a fork of one that runs threads may hang, and one begun anew
# imports everything once more.
CONTEXT = multiprocessing.get_context("forkserver")


@contextmanager
def processes(
    count: int, module: str, initializer: Callable[..., None], *arguments: Any
) -> Iterator[ProcessPoolExecutor]:
    """So many processes that have imported `module` and run `initializer`; ended at the end."""
    CONTEXT.set_forkserver_preload([module])
    begin = (initializer, *arguments)
    with ProcessPoolExecutor(count, mp_context=CONTEXT, initializer=_begin, initargs=begin) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _begin(initializer: Callable[..., None], *arguments: Any) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    initializer(*arguments)


def _end_with_parent() -> None:
    """A pool whose program was killed waits for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
