"""Messages go through the service's own handlers into the shadow; nothing is sent."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import TypeVar

import pyarrow as pa

from touchline.feature_store.memory import Remembered
from touchline.feature_store.refolding import Outcome, refold
from touchline.feature_store.stores import folds
from touchline.feature_store.vectors import first_counter
from touchline.feature_store.waiting import ask_waiting
from touchline.runtime.consume import Handler
from touchline.runtime.database import Database
from touchline.runtime.errors import InvalidRecord, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas.topics import Topic

SERVICE = "feature-store"
TOGETHER = 50  # messages in one transaction
ATTEMPTS = 4
T = TypeVar("T")


class Silent(Transaction):
    """A transaction that tells nobody: what changed is told once it stands in the live tables."""

    async def emit(self, topic: Topic, key: str, batch: pa.RecordBatch, *, cause: str, time: datetime) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """The database in which everything is made again, and the handlers that make it."""

    database: Database
    handlers: Mapping[str, Handler]  # by topic name

    async def apply(self, messages: Iterable[Message], done: Callable[[int], None] = lambda rows: None) -> int:
        """Hand over messages, many in one transaction; returns how many the stream would put to the dead letters."""
        waiting, refused = iter(messages), 0
        while together := list(islice(waiting, TOGETHER)):
            refused += await self._apply(together)
            done(len(together))
        return refused

    async def fold(self, pool: str) -> int:
        """Fold a pool until nothing of it is stale; returns how many versions of matches were folded."""
        versions, held = 0, Remembered()
        while (outcome := await _persistently(partial(self._fold_once, pool, held))) is not None:
            versions, held = versions + outcome.versions, outcome.remembered
        return versions

    async def fold_stale(self) -> None:
        """Fold every pool that is stale."""
        async with self.database.transaction() as connection:
            pools = await folds.stale_pools(connection)
        for pool in pools:
            await self.fold(pool)

    async def _fold_once(self, pool: str, held: Remembered) -> Outcome | None:
        async with _silent(self.database) as transaction:
            row = await folds.lock_pool(transaction, pool)
            counter, waiting = first_counter(row.revision, 0), ask_waiting(transaction, pool)
            return await refold(transaction, pool, waiting, held, counter, datetime.now(UTC))

    async def _apply(self, messages: Sequence[Message]) -> int:
        try:
            await _persistently(partial(self._apply_once, messages))
        except InvalidRecord as error:
            if len(messages) > 1:  # each by itself, as the consume loop does, so that only the bad one is left out
                return sum([await self._apply([message]) for message in messages])
            log.error("message refused", topic=messages[0].topic, offset=messages[0].offset, reason=str(error))
            return 1
        return 0

    async def _apply_once(self, messages: Sequence[Message]) -> None:
        async with _silent(self.database) as transaction:
            for message in messages:
                await self.handlers[message.topic](message, transaction)


async def _persistently(work: Callable[[], Awaitable[T]]) -> T:
    """Do a transaction again that met another pool's lock, as the consume loop does.

    Raises:
        Unavailable: again and again.
    """
    for _ in range(ATTEMPTS):
        try:
            return await work()
        except Unavailable as error:
            log.warning("again", error=str(error))
    return await work()


@asynccontextmanager
async def _silent(database: Database) -> AsyncIterator[Silent]:
    async with database.transaction() as connection:
        yield Silent(connection, SERVICE)
