"""A trainer's stand-in: the real claim and the real ledger of decisions; in place of a training a short command.

`train` takes a minute of two cores. Its place takes a shell that notes its begin, hashes the request and notes its
end; around it stand what the trainer's own command does before and after: is there a decision already, and the
decision's row under the lock of all decisions.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from touchline.runtime.database import Database
from touchline.runtime.errors import Unavailable
from touchline.runtime.settings import Settings, load
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import event_id
from touchline.schemas.records import Decision, Promotion
from touchline.trainer import ledger

T = TypeVar("T")
PAUSE = 0.05  # seconds
LANE = "decisions"
MODEL = "touchline-match"
FOOTBALL_TIME = datetime(2021, 5, 22, 18, tzinfo=UTC)
TRAINING = (
    'echo "begun $1 $2" >> "$0"; hash=$(printf %s "$1" | sha256sum | cut -c 1-12); echo "ended $1 $2 $hash" >> "$0"'
)


async def main(name: str, records: Path) -> None:
    """Answer queued runs until killed; the named lock tells everybody that this one lives."""
    database = await Database.connect(load(Settings), size=3)
    worker = f"{name}-{os.getpid()}"
    async with database.transaction() as alive:
        await alive.fetch_one("SELECT GET_LOCK(%s, 10)", (worker,))
        while True:
            run = await patiently(partial(take, database, worker))
            if run is None:
                await asyncio.sleep(PAUSE)
            else:
                await patiently(partial(finish, database, *run, records))


async def patiently(step: Callable[[], Awaitable[T]]) -> T:
    """Each step may be repeated from its start, as the trainer's commands are."""
    while True:
        try:
            return await step()
        except Unavailable:
            await asyncio.sleep(PAUSE)


async def finish(database: Database, run: int, request_id: str, records: Path) -> None:
    """The run, to its end, whatever that is."""
    state = await answer(database, run, request_id, records)
    async with database.transaction() as connection:
        await connection.execute("UPDATE runs SET state = %s WHERE run = %s", (state, run))


async def take(database: Database, worker: str) -> tuple[int, str] | None:
    """The oldest queued run, now this trainer's."""
    async with database.transaction() as connection:
        row = await connection.fetch_one(
            "SELECT run, request_id FROM runs WHERE state = 'queued' ORDER BY run LIMIT 1 FOR UPDATE"
        )
        if row is None:
            return None
        await connection.execute("UPDATE runs SET state = 'running', worker = %s WHERE run = %s", (worker, row[0]))
    return int(row[0]), str(row[1])


async def answer(database: Database, run: int, request_id: str, records: Path) -> str:
    """Claim, train, decide, as one Airflow run's tasks do; the state in which the run ends."""
    try:
        await ledger.claim(database, request_id, f"run-{run}", datetime.now(UTC))
    except ledger.AlreadyClaimed:
        return "turned away"
    async with database.transaction() as connection:
        decided = await ledger.decision_of(connection, request_id, MODEL)
    if decided is None:
        await train(request_id, f"run-{run}", records)
        async with UnitOfWork(database, "trainer").transaction(lane=LANE) as transaction:
            await decide(transaction, request_id)
    return "done"


async def train(request_id: str, run: str, records: Path) -> None:
    """The short command."""
    process = await asyncio.create_subprocess_exec("sh", "-c", TRAINING, str(records), request_id, run)
    if await process.wait():
        raise RuntimeError(f"the training of {request_id} failed")


async def decide(transaction: Transaction, request_id: str) -> None:
    """The decision's row, complete: nothing is left to follow for whoever drains the ledger."""
    if await ledger.decision_of(transaction, request_id, MODEL) is not None:
        return
    revision = await ledger.next_revision(transaction, 0)
    await ledger.write_decision(transaction, decision(request_id, revision))
    await ledger.mark_settled(transaction, revision, datetime.now(UTC))


def decision(request_id: str, revision: int) -> Promotion:
    """A refusal, which no predictor follows."""
    return Promotion(
        decision_id=event_id("decision", request_id),
        request_id=request_id,
        cause="drift",
        asked="a request of the campaign",
        model_name=MODEL,
        model_version="none",
        decision=Decision.REFUSED,
        champion_before=None,
        challenger_score=0.0,
        champion_score=None,
        matches=0,
        bundle_key="",
        bundle_sha256="0" * 64,
        catalogue_version=1,
        snapshot="0" * 64,
        reason="the campaign trains nothing",
        event_time=FOOTBALL_TIME,
        available_at=FOOTBALL_TIME,
        recorded_at=datetime.now(UTC),
        revision=revision,
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
