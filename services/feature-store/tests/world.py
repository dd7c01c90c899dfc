"""A feature-store on a database and in a cache of its own, fed message by message."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import redis.asyncio as redis
from pydantic import SecretStr

from touchline.feature_store import app
from touchline.feature_store.config import FeatureStoreSettings
from touchline.feature_store.rebuild import rebuild_pool
from touchline.feature_store.stores import folds
from touchline.feature_store.stores.cache import VectorCache
from touchline.feature_store.worker import FoldWorker
from touchline.runtime.database import Database
from touchline.runtime.message import Message
from touchline.runtime.unit_of_work import UnitOfWork

from .football import POOL, message_parts

# Every derived table besides; the order of rows is that of their keys.
DERIVED = (
    "SELECT until, state, state_hash, document_set FROM checkpoints ORDER BY until",
    "SELECT * FROM match_versions ORDER BY match_id, known_at",
    "SELECT * FROM history ORDER BY kind, entity, as_of, known_at",
)


@dataclass(slots=True)
class World:
    """A feature-store on a database of its own."""

    settings: FeatureStoreSettings
    database: Database
    work: UnitOfWork
    cache: Any
    worker: FoldWorker

    async def hand(self, rows: Sequence[Any], at: datetime | None = None) -> None:
        """Deliver one message, told at a football time."""
        record = type(rows[0])
        (handler,) = (handler for topic, handler in app.ROUTES.items() if topic.record is record)
        value, headers = message_parts(record, rows, at or max(row.event_time for row in rows))
        async with self.work.transaction(lane="test") as transaction:
            await handler(Message("test", 0, 0, POOL.encode(), value, headers), transaction)

    async def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        async with self.database.transaction() as connection:
            return await connection.fetch_all(sql)

    async def differences(self) -> int:
        """Rows that are not what the assertions say."""
        async with self.database.transaction() as connection:
            return (await rebuild_pool(connection, POOL, apply=False)).total

    async def contents(self) -> list[object]:
        """Every derived row, without revision and recorded_at."""
        async with self.database.transaction() as connection:
            matches = await folds.features(connection, "match", POOL)
            teams = await folds.features(connection, "team", POOL)
        rows = [(key, row.content()) for held in (matches, teams) for key, row in sorted(held.items())]
        return [*rows, *[row for query in DERIVED for row in await self.query(query)]]


@asynccontextmanager
async def own_world(given: FeatureStoreSettings) -> AsyncIterator[World]:
    """On a new database of the server that the settings name, and an emptied one of its Redis."""
    own = f"touchline_test_{secrets.token_hex(4)}"
    server = await Database.connect(given)
    async with server.transaction() as connection:
        await connection.execute(f"CREATE DATABASE {own}")
    url = urlsplit(given.database.get_secret_value())._replace(path=f"/{own}").geturl()
    settings = given.model_copy(
        update={"database": SecretStr(url), "redis": urlsplit(given.redis)._replace(path="/15").geturl()}
    )
    app.migrate(settings)
    database, client = await Database.connect(settings), redis.from_url(settings.redis)
    await client.flushdb()
    work = UnitOfWork(database, "feature-store")
    yield World(settings, database, work, client, FoldWorker(work, database, VectorCache(client)))
    await client.flushdb()
    await client.aclose()
    await database.close()
    async with server.transaction() as connection:
        await connection.execute(f"DROP DATABASE {own}")
    await server.close()
