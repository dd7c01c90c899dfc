"""Documents whose names have come to mean something are read again, one transaction each, beside the stream."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from touchline.normalizer.dialects.rows import Unreadable
from touchline.normalizer.reading import Normalizer, read_version
from touchline.normalizer.records import Reading
from touchline.normalizer.statements import Statements
from touchline.normalizer.stores import Again, Ledger
from touchline.runtime import metrics
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.logs import log
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import event_id

LANE = "read-again"
PAUSE = 0.2  # seconds between looks at an empty list


class CannotReadAgain(Exception):
    """This document was read before and cannot be read now; nothing of the attempt is kept."""

    def __init__(self, again: Again, reason: str) -> None:
        super().__init__(reason)
        self.again = again


def rereader(normalizer: Normalizer, work: UnitOfWork) -> Callable[[], Awaitable[None]]:
    """Background work that empties the list of documents to be read again."""

    async def forever() -> None:
        while True:
            if not await read_next(normalizer, work, LANE):
                await asyncio.sleep(PAUSE)

    return forever


async def read_next(normalizer: Normalizer, work: UnitOfWork, lane: str) -> bool:
    """Read the next document again, in a transaction of its own; False when none waits.

    One that cannot be read is parked and taken off the list, where it would stand in the way of all others.
    """
    try:
        async with work.transaction(lane) as transaction:
            return await read_one_again(normalizer, transaction)
    except CannotReadAgain as error:
        log.error("document cannot be read again", document_key=error.again.raw.document_key, reason=str(error))
        async with work.transaction(lane) as transaction:
            await park(error, transaction, normalizer.now())
        return True


async def park(error: CannotReadAgain, transaction: Transaction, now: datetime) -> None:
    """What was read of it before stands; a parked row says why no more is."""
    raw, statements = error.again.raw, Statements()
    await Ledger(transaction).give_up(raw.document_key)
    statements.add([Unreadable(1, None, str(error), "")], Reading(raw, now))
    cause = event_id("cannot-read-again", error.again.cause, raw.document_key, raw.revision)
    await statements.emit(transaction, cause=cause, time=error.again.time)
    transaction.after_commit(lambda: _count(raw.source))


async def _count(source: str) -> None:
    metrics.PARKED_ROWS.labels(source).inc()


async def read_one_again(normalizer: Normalizer, transaction: Transaction) -> bool:
    """Read one document again; False when none waits.

    Raises:
        CannotReadAgain: its bytes are gone or others, or make no records.
    """
    again = await Ledger(transaction).next_again()
    if again is None:
        return False
    log.info("document is read again", document_key=again.raw.document_key, cause=again.cause)
    statements = Statements()
    cause = event_id("read-again", again.cause, again.raw.document_key, again.raw.revision)
    try:
        await read_version(normalizer, again.raw, transaction, statements, cause=cause, again=True)
        await statements.emit(transaction, cause=cause, time=again.time)
    except InvalidRecord as error:
        raise CannotReadAgain(again, str(error)) from error
    return True
