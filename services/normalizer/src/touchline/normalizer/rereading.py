"""Documents whose names have come to mean something are read again, one transaction each, beside the stream."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from touchline.normalizer.dialects.rows import Unreadable
from touchline.normalizer.reading import Normalizer, read_version
from touchline.normalizer.records import Reading
from touchline.normalizer.statements import Statements
from touchline.normalizer.stores import Again, Ledger
from touchline.runtime import metrics
from touchline.runtime.errors import AlreadyDone, Fenced, InvalidRecord, Refused, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.loop import TooManyBugs
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import event_id
from touchline.schemas.topics import RAW_DOCUMENTS

SERVICE = "normalizer"
LANE = "read-again"
LONGEST_TRACE = 4_000  # characters, from the end, where the fault is
PAUSE = 0.2  # seconds between looks at an empty list


class CannotReadAgain(Exception):
    """This document was read before and cannot be read now; nothing of the attempt is kept. `bug`: by our own fault."""

    def __init__(self, again: Again, reason: str, *, bug: bool = False) -> None:
        super().__init__(reason)
        self.again = again
        self.bug = bug


@dataclass(slots=True)
class Bugs:
    """How often our own code failed, as the consume loop counts it for messages."""

    limit: int = 5
    seen: int = 0

    def count(self, error: CannotReadAgain) -> None:
        """One more.

        Raises:
            TooManyBugs: past the limit: stop, so that somebody looks.
        """
        self.seen += 1
        metrics.MESSAGES.labels(SERVICE, RAW_DOCUMENTS.name, "bug").inc()
        if self.seen > self.limit:
            key = error.again.raw.document_key
            raise TooManyBugs(f"{self.seen} documents could not be read again by our own fault; the last: {key}")


def rereader(normalizer: Normalizer, work: UnitOfWork) -> Callable[[], Awaitable[None]]:
    """Background work that empties the list of documents to be read again."""

    async def forever() -> None:
        bugs = Bugs()
        while True:
            if not await read_next(normalizer, work, LANE, bugs):
                await asyncio.sleep(PAUSE)

    return forever


async def read_next(normalizer: Normalizer, work: UnitOfWork, lane: str, bugs: Bugs) -> bool:
    """Read the next document again, in a transaction of its own; False when none waits.

    One that cannot be read is parked and taken off the list, where it would stand in the way of all others, and be met
    again by each process that follows.

    Raises:
        TooManyBugs: our own code failed more often than the limit allows.
    """
    try:
        async with work.transaction(lane) as transaction:
            return await read_one_again(normalizer, transaction)
    except CannotReadAgain as error:
        log.error("document cannot be read again", document_key=error.again.raw.document_key, reason=str(error))
        async with work.transaction(lane) as transaction:
            await park(error, transaction, normalizer.now())
        if error.bug:
            bugs.count(error)
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
        CannotReadAgain: its bytes are gone or others, or make no records; or our own code fails on it.
        Unavailable: a dependency is down; the document stays on the list.
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
    except (Unavailable, Fenced, AlreadyDone, Refused):
        raise
    except Exception as bug:
        trace = "".join(traceback.format_exception(bug))
        reason = f"our own code failed: {bug!r}\n{trace[-LONGEST_TRACE:]}"
        raise CannotReadAgain(again, reason, bug=True) from bug
    return True
