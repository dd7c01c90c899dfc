"""`python -m touchline.normalizer backfill`: everything landed becomes records, as if the stream had read it.

Workers parse; one writer keeps the order and does, document by document, the stream's own transaction. So the records,
their event ids and their revisions are the stream's, a version that was read before is passed over, and a run that was
interrupted goes on where it stopped.
"""

import asyncio
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from touchline.normalizer.backfill.engine import Engine, Workers, workers_of
from touchline.normalizer.backfill.landed import Landed, landed
from touchline.normalizer.backfill.progress import Progress
from touchline.normalizer.backfill.recording import record
from touchline.normalizer.backfill.writing import LANE, read_all
from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.handlers import take_decisions
from touchline.normalizer.reading import Normalizer
from touchline.normalizer.records import LOGIC_VERSION
from touchline.normalizer.resolving import opened
from touchline.runtime.database import Database
from touchline.runtime.errors import InvalidRecord, Refused, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.relay import KafkaProducer, Relay
from touchline.runtime.topics import read_topic
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas.topics import IDENTITY_DECISIONS

SERVICE = "normalizer"
PATIENCE = 60.0  # seconds for what is kept to be sent


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be filled: a source or all, fetched on which days or ever."""

    source: str | None = None
    between: tuple[date, date] | None = None
    engine: Engine = Engine.DASK
    into: Path | None = None  # a folder: nothing is sent, what is said goes there


def backfill(settings: NormalizerSettings, asked: Asked) -> Progress:
    """Read everything that was landed and not read before; or, into a folder, all of it again.

    Raises:
        Refused: a part of the archive is to go into a folder: what is made again from it would lack the rest.
    """
    if asked.into and (asked.source or asked.between):
        raise Refused("--into takes the whole archive: leave out --source, --from and --to")
    with workers_of(settings, asked.engine) as workers:  # its threads and loops come first: ours must not meet them
        if asked.into:
            return asyncio.run(record(settings, asked.into, asked.engine, workers))
        return asyncio.run(fill(settings, asked, workers))


async def fill(settings: NormalizerSettings, asked: Asked, workers: Workers) -> Progress:
    """The same on workers that are there."""
    async with opened(settings) as (database, store):
        documents = await _unread(database, await landed(store, asked.source, asked.between))
        normalizer = Normalizer(store, lambda: datetime.now(UTC), DIALECTS)
        nudged, producer = asyncio.Event(), KafkaProducer(settings)
        relay = Relay(database, producer, SERVICE, f"backfill:{os.getpid()}")
        work = UnitOfWork(database, SERVICE, logic_version=LOGIC_VERSION, committed=nudged.set)
        sending = asyncio.create_task(relay.run(nudged))
        try:
            await _take_decisions(settings, work)
            progress = await read_all(normalizer, work, workers, documents)
            await _until_sent(relay)
        finally:
            await _stop(sending)
            await producer.close()
    return progress


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
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while LANE in await relay.pending():
        if asyncio.get_running_loop().time() > deadline:
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
