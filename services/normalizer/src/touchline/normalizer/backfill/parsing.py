"""The part that runs on workers: bytes from the bucket through a dialect, a plain function."""

import asyncio
import threading
from functools import cache

from touchline.normalizer.backfill.landed import Landed
from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.dialects.dialect import Dialect
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.normalizer.reading import document_of, whole
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.object_store import ObjectStore


def parse_remotely(settings: NormalizerSettings, one: Landed) -> Parsed | None:
    """What a document says by the reviewed names alone; None where the writer must look itself.

    A document that uses names which providers state or persons decide is left to the writer, which knows them.
    """
    dialect = DIALECTS.get(one.raw.source)
    if dialect is None or dialect.needs(document_of(one.raw)):
        return None
    loop, store = _store(settings)
    try:
        content = loop.run_until_complete(whole(store, one.raw))
    except InvalidRecord:
        return None  # the writer meets it again, and says so
    return _read(dialect, content, one)


def _read(dialect: Dialect, content: bytes, one: Landed) -> Parsed:
    return dialect.read(content, document_of(one.raw), _names())


@cache
def _names() -> Names:
    return reviewed()


_OPEN: dict[tuple[NormalizerSettings, int], tuple[asyncio.AbstractEventLoop, ObjectStore]] = {}  # of this worker


def _store(settings: NormalizerSettings) -> tuple[asyncio.AbstractEventLoop, ObjectStore]:
    """One for each thread of the worker: a loop runs in one alone."""
    key = settings, threading.get_ident()
    if key not in _OPEN:
        loop = asyncio.new_event_loop()
        _OPEN[key] = loop, loop.run_until_complete(ObjectStore.connect(settings))
    return _OPEN[key]


async def close_stores() -> None:
    """Close what this worker has opened; called on its own loop, beside which no other may run in one thread."""
    await asyncio.to_thread(close_all)


def close_all() -> None:
    """Close what this process has opened."""
    while _OPEN:
        _, (loop, store) = _OPEN.popitem()
        loop.run_until_complete(store.close())
        loop.close()
