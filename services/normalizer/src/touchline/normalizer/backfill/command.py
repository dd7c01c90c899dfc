"""`python -m touchline.normalizer backfill`: everything landed becomes records, as if the stream had read it.

Workers parse; one writer keeps the order and does, document by document, the stream's own transaction. So the records,
their event ids and their revisions are the stream's, a version that was read before is passed over, and a run that was
interrupted goes on where it stopped.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from distributed import Client, LocalCluster

from touchline.normalizer.backfill.engine import close_stores, parsed_in_order
from touchline.normalizer.backfill.landed import Landed, landed
from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.handlers import take_decisions
from touchline.normalizer.reading import Normalizer, read_version
from touchline.normalizer.records import LOGIC_VERSION
from touchline.normalizer.rereading import Bugs, read_next
from touchline.normalizer.resolving import opened
from touchline.normalizer.statements import Statements
from touchline.runtime.database import Database
from touchline.runtime.errors import InvalidRecord, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.relay import KafkaProducer, Relay
from touchline.runtime.topics import read_topic
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas.topics import IDENTITY_DECISIONS

SERVICE = "normalizer"
LANE = "backfill"
TOLD_EVERY = 2.0  # seconds
PATIENCE = 60.0  # seconds for what is kept to be sent


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be filled: a source or all, fetched on which days or ever."""

    source: str | None = None
    between: tuple[date, date] | None = None


@dataclass(slots=True)
class Progress:
    """How far a back-fill is; `begun` is seconds of a steady clock."""

    total: int
    begun: float
    read: int = 0
    refused: list[str] = field(default_factory=list)
    told: float = 0.0

    def sentence(self, now: float) -> str:
        """For the person who waits.

        >>> Progress(total=10, begun=0.0, read=5).sentence(20.0)
        '5 of 10 documents, about 20 s to go'
        """
        left = (now - self.begun) / self.read * (self.total - self.read) if self.read else float("nan")
        return f"{self.read} of {self.total} documents, about {left:.0f} s to go"

    def step(self, now: float) -> None:
        """One document more; told every two seconds."""
        self.read += 1
        if now - self.told >= TOLD_EVERY:
            self.told = now
            print(self.sentence(now), flush=True)


def backfill(settings: NormalizerSettings, asked: Asked) -> Progress:
    """Read everything that was landed and not read before."""
    with workers(settings) as client:  # its threads and loops come before ours, which they must not meet
        progress = asyncio.run(fill(settings, asked, client))
        client.run(close_stores)
    return progress


async def fill(settings: NormalizerSettings, asked: Asked, client: Client) -> Progress:
    """The same on workers that are there."""
    async with opened(settings) as (database, store):
        documents = await _unread(database, await landed(store, asked.source, asked.between))
        normalizer = Normalizer(store, lambda: datetime.now(UTC), DIALECTS)
        progress, bugs = Progress(len(documents), time.monotonic()), Bugs()
        nudged, producer = asyncio.Event(), KafkaProducer(settings)
        relay = Relay(database, producer, SERVICE, f"backfill:{os.getpid()}")
        work = UnitOfWork(database, SERVICE, logic_version=LOGIC_VERSION, committed=nudged.set)
        sending = asyncio.create_task(relay.run(nudged))
        try:
            await _take_decisions(settings, work)
            await _read_again(normalizer, work, bugs)  # what a run that was interrupted left
            results = parsed_in_order(client, settings, documents)
            while (result := await asyncio.to_thread(next, results, None)) is not None:
                await _write(normalizer, work, *result, progress)
                await _read_again(normalizer, work, bugs)
                progress.step(time.monotonic())
            await _until_sent(relay)
        finally:
            await _stop(sending)
            await producer.close()
    return progress


@contextmanager
def workers(settings: NormalizerSettings) -> Iterator[Client]:
    """The cluster that the setting names, else processes of this machine, one a core."""
    if settings.dask_scheduler:
        with Client(settings.dask_scheduler) as client:
            yield client
        return
    with (
        LocalCluster(threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster,
        Client(cluster) as client,
    ):
        yield client


async def _take_decisions(settings: NormalizerSettings, work: UnitOfWork) -> None:
    """What persons have decided, from its topic: a new database knows nothing of it, and the stream reads it too."""
    async with work.transaction(LANE) as transaction:
        async for message in read_topic(settings, IDENTITY_DECISIONS):
            try:
                await take_decisions(message, transaction)
            except InvalidRecord as error:  # the stream puts it to the dead letters
                log.error("decision refused", offset=message.offset, reason=str(error))


async def _until_sent(relay: Relay) -> None:
    """Let the relay end by itself: one that is stopped between a message and its acknowledgement sends it again.

    Raises:
        Unavailable: something still waits when patience is at its end; the next run sends it.
    """
    deadline = time.monotonic() + PATIENCE
    while LANE in await relay.pending():
        if time.monotonic() > deadline:
            raise Unavailable(f"the records are kept, but were not all sent within {PATIENCE:.0f} s")
        await asyncio.sleep(0.05)


async def _stop(task: "asyncio.Task[None]") -> None:
    # Python 3.11's wait_for swallows a cancellation that comes together with what it waits for: ask again.
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.2)


async def _unread(database: Database, documents: list[Landed]) -> list[Landed]:
    async with database.transaction() as connection:
        rows = await connection.fetch_all("SELECT document_key, revision, logic_version FROM normalizer_documents")
    held = {key: (revision, logic) for key, revision, logic in rows}
    return [one for one in documents if held.get(one.raw.document_key, (0, 0)) < (one.raw.revision, LOGIC_VERSION)]


async def _write(
    normalizer: Normalizer, work: UnitOfWork, one: Landed, parsed: Parsed | None, progress: Progress
) -> None:
    statements = Statements()
    try:
        async with work.transaction(LANE) as transaction:
            await read_version(normalizer, one.raw, transaction, statements, cause=one.cause, parsed=parsed)
            await statements.emit(transaction, cause=one.cause, time=one.raw.available_at)
    except InvalidRecord as error:  # the stream puts its message to the dead letters; here it is named at the end
        log.error("document refused", document_key=one.raw.document_key, reason=str(error))
        progress.refused.append(str(error))


async def _read_again(normalizer: Normalizer, work: UnitOfWork, bugs: Bugs) -> None:
    """What waited for names that the document in hand states: at once, as beside the stream."""
    while await read_next(normalizer, work, LANE, bugs):
        pass


def sentence(progress: Progress) -> str:
    """What a run did."""
    refused = f", {len(progress.refused)} refused: {'; '.join(progress.refused[:5])}" if progress.refused else ""
    seconds = time.monotonic() - progress.begun
    return f"{progress.read} documents in {seconds:.1f} s{refused}"
