"""A running store that is told seasons, and what a reader found in Redis after each word."""

import secrets
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import redis.asyncio as redis
from pydantic import SecretStr

from tests.skew.seasons import Told
from touchline.feature_store import app
from touchline.feature_store.config import FeatureStoreSettings
from touchline.feature_store.stores.cache import VectorCache
from touchline.feature_store.worker import FoldWorker
from touchline.runtime.database import Database
from touchline.runtime.message import Message
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Match, Odds
from touchline.schemas.vectors import CachedVector

AT_ONCE = 1_000  # rows in a message


@dataclass(slots=True)
class Seen:
    """What stood under each key from a moment on: values, or None when nothing did."""

    log: dict[str, list[tuple[datetime, tuple[float, ...] | None]]] = field(default_factory=dict)

    def note(self, at: datetime, keys: Sequence[str], values: Sequence[bytes | None]) -> None:
        """What a reader finds under these keys at a moment."""
        for key, value in zip(keys, values, strict=True):
            vector = tuple(CachedVector.unpack(value).values) if value else ()
            self.log.setdefault(key, []).append((at, vector or None))


@dataclass(slots=True)
class Watched:
    """The cache, and which keys were touched since they were looked at last."""

    cache: VectorCache
    touched: set[str] = field(default_factory=set)

    async def advance(self, vectors: Mapping[str, CachedVector]) -> int:
        """See `ports.Cache`."""
        self.touched |= vectors.keys()
        return await self.cache.advance(vectors)

    async def remove(self, keys: Sequence[str]) -> None:
        """See `ports.Cache`."""
        self.touched |= set(keys)
        await self.cache.remove(keys)


@dataclass(frozen=True, slots=True)
class Store:
    """Handlers and fold worker on a database of their own, and the Redis that readers ask."""

    settings: FeatureStoreSettings
    work: UnitOfWork
    worker: FoldWorker
    cache: Watched
    client: Any

    async def live(self, seasons: Iterable[Told]) -> Seen:
        """Tell everything, fold after each word, and read back from Redis what may have changed."""
        seen = Seen()
        for told in seasons:
            await self._hand(Match, told.matches, told.at)
            await self._hand(Odds, told.odds, told.at)
            await self.worker.fold_stale()
            keys = sorted(self.cache.touched)
            self.cache.touched.clear()
            if keys:
                seen.note(told.at, keys, await self.client.mget(keys))
        return seen

    async def _hand(self, record: type, rows: Sequence[Any], at: datetime) -> None:
        (handler,) = (handler for topic, handler in app.ROUTES.items() if topic.record is record)
        envelope = Envelope("id", "/touchline/normalizer", "touchline.test", at, "touchline:test", "")
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            value = encode(batch_of(record, part))
            async with self.work.transaction(lane="skew") as transaction:
                await handler(Message("skew", 0, 0, part[0].pool.encode(), value, envelope.headers()), transaction)


@asynccontextmanager
async def store(given: FeatureStoreSettings) -> AsyncIterator[Store]:
    """On a new database of a server that runs, and an empty database of its Redis."""
    name = f"touchline_skew_{secrets.token_hex(4)}"
    server = await Database.connect(given, size=1)
    async with server.transaction() as connection:
        await connection.execute(f"CREATE DATABASE {name}")
    database_url = urlsplit(given.database.get_secret_value())._replace(path=f"/{name}").geturl()
    redis_url = urlsplit(given.redis)._replace(path="/14").geturl()
    settings = given.model_copy(update={"database": SecretStr(database_url), "redis": redis_url})
    app.migrate(settings)
    database, client = await Database.connect(settings), redis.from_url(redis_url)
    try:
        await client.flushdb()
        work, cache = UnitOfWork(database, "feature-store"), Watched(VectorCache(client))
        yield Store(settings, work, FoldWorker(work, database, cache), cache, client)
    finally:
        await client.aclose()
        await database.close()
        async with server.transaction() as connection:
            await connection.execute(f"DROP DATABASE {name}")
        await server.close()
