"""What stands for Airflow in the campaign of a thousand requests: its stored events and its runs, as tables.

The real scheduler would take hours for them. Where it removes repeats by its own unique key on a run, this one does
not: every event that is stored becomes a run of its own, so that nothing but the claim keeps a request from being
answered twice.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from pydantic import SecretStr

from tests.faults.ground import ROOT, Ground
from touchline.runtime.broker import create_missing
from touchline.runtime.brokers import Brokers
from touchline.runtime.database import Database
from touchline.runtime.migrations import upgrade
from touchline.runtime.settings import Settings
from touchline.schemas.topics import RETRAINING_REQUESTS

LEDGER = ROOT / "services" / "trainer" / "src" / "touchline" / "trainer" / "migrations"
TABLES = (
    """CREATE TABLE stored_events (
        number BIGINT AUTO_INCREMENT PRIMARY KEY, request_id VARCHAR(128) NOT NULL, brought_by VARCHAR(32) NOT NULL,
        taken BOOLEAN NOT NULL DEFAULT FALSE, KEY (taken))""",
    """CREATE TABLE runs (
        run BIGINT AUTO_INCREMENT PRIMARY KEY, request_id VARCHAR(128) NOT NULL, brought_by VARCHAR(32) NOT NULL,
        state VARCHAR(16) NOT NULL DEFAULT 'queued', worker VARCHAR(64) NOT NULL DEFAULT '',
        KEY (state), KEY (request_id))""",
)
RECONCILED = "reconciliation"


def settings_of(ground: Ground) -> Settings:
    """As a process of this ground would read them."""
    return Settings(kafka=ground.kafka, database=SecretStr(ground.environment["TOUCHLINE_DATABASE"]))


def prepared(ground: Ground, name: str) -> Ground:
    """The ground with an empty database that holds the trainer's ledger and the stand-in's tables, and the topic."""
    own = ground.on_database(name)
    settings = settings_of(own)
    upgrade(settings, "trainer", LEDGER)
    with own.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table)
    create_missing(Brokers(ground.kafka), [RETRAINING_REQUESTS])
    asyncio.run(_runtime_tables(settings))
    return own


async def _runtime_tables(settings: Settings) -> None:
    await (await Database.connect(settings, size=1)).close()


def count(ground: Ground, query: str, arguments: Sequence[object] = ()) -> int:
    """The figure that a query answers with."""
    with ground.cursor() as cursor:
        cursor.execute(query, tuple(arguments))
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def records_of(ground: Ground) -> Path:
    """The file to which each training adds a line when it begins and when it ends."""
    return ground.data / f"trainings-{ground.environment['TOUCHLINE_DATABASE'].rsplit('/', 1)[1]}.log"
