"""`backfill --into FOLDER`: everything read once more, what it says put into files; nothing live changes."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

from touchline.normalizer.backfill.engine import Engine, Workers
from touchline.normalizer.backfill.landed import landed
from touchline.normalizer.backfill.progress import Progress
from touchline.normalizer.backfill.writing import read_all
from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.reading import Normalizer
from touchline.normalizer.records import LOGIC_VERSION, OUTPUTS
from touchline.normalizer.resolving import archived, decisions, opened
from touchline.runtime.broker import partition_facts, topic_partitions
from touchline.runtime.database import Database, Transactions
from touchline.runtime.errors import Refused
from touchline.runtime.message_files import CONTENTS, ENDING, End, MessageFiles
from touchline.runtime.migrations import upgrade
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.shadow import alone, beside, create_empty, drop, name_of
from touchline.runtime.transaction import Asked, Connection, Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas.records import IdentityDecision
from touchline.schemas.topics import BY_NAME

SERVICE = "normalizer"
MIGRATIONS = Path(__file__).parents[1] / "migrations"
ASIDE = "reread"  # the database beside the live one in which documents are read once more


class RecordingWork(UnitOfWork):
    """Keeps what was read in a database of its own; what is said of pools goes to files, each in the order of saying.

    Nothing is sent: parked rows stand in their topic, and what a pool's consumers have applied is theirs to compare.
    A run that ends early leaves files without their list of contents, which nobody reads; the next begins anew.
    """

    def __init__(self, database: Transactions, files: MessageFiles) -> None:
        super().__init__(database, SERVICE, logic_version=LOGIC_VERSION)
        self._files = files

    async def _write_outbox(
        self, connection: Connection, lane: str, transaction: Transaction, asked: Asked[int] | None = None
    ) -> None:
        for row in transaction.pending:
            if BY_NAME[row.topic].key == "pool":
                self._files.write(row)


async def record(settings: NormalizerSettings, folder: Path, engine: Engine, workers: Workers) -> Progress:
    """Read everything that was landed into tables of its own, and put what it says into files.

    `recorded_at` is that of the newest document, so that the same archive gives the same bytes.

    Raises:
        Refused: another one is under way, or something else lies in the folder.
    """
    begun, aside = time.monotonic(), beside(settings, ASIDE)
    async with opened(settings) as (live, store), alone(live, ASIDE):
        empty(folder)
        ends = await _ends(settings)  # before the bucket is looked at: what is said later is read from the topics
        documents = await landed(store, None, None)
        newest = max((one.raw.recorded_at for one in documents), default=datetime.now(UTC))
        files = MessageFiles(folder)
        await create_empty(live, name_of(aside))
        try:
            await asyncio.to_thread(upgrade, aside, SERVICE, MIGRATIONS)
            database = await Database.connect(aside)
            try:
                normalizer = Normalizer(store, lambda: newest, DIALECTS)
                work, decided = RecordingWork(database, files), await _decided(live, store)
                progress = await read_all(normalizer, work, workers, documents, decided)
            finally:
                await database.close()
        finally:
            await drop(live, name_of(aside))
        files.close(engine.value, round(time.monotonic() - begun, 1), ends)
    return progress


def empty(folder: Path) -> None:
    """Make a folder ready to be written; the files of messages that an earlier run has left there go.

    Raises:
        Refused: something else lies there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = [file for file in folder.rglob("*") if file.is_file()]
    if strange := [file for file in found if file.suffix != ENDING and file != folder / CONTENTS]:
        raise Refused(f"{folder} holds {strange[0].name}, which is no file of messages: name another folder")
    for file in found:
        file.unlink()


async def _decided(live: Database, store: ObjectStore) -> list[IdentityDecision]:
    """What persons have decided: the ledger, and its archive, which may have outlived it."""
    async with live.transaction() as connection:
        found = [*await archived(store), *await decisions(connection)]
    by_revision = {one.revision: one for one in found}
    return [by_revision[revision] for revision in sorted(by_revision)]


async def _ends(settings: NormalizerSettings) -> list[End]:
    names = [topic.name for topic in OUTPUTS if topic.key == "pool"]
    partitions = await asyncio.to_thread(topic_partitions, settings.brokers, names)
    facts = await partition_facts(settings.brokers, partitions)
    return [End(one.topic, one.number, found.topic_id, found.end) for one, found in sorted(facts.items())]
