"""The scheduler's stand-in: stored events become runs, what a dead trainer left is queued again, and what was missed
is found as the reconciling DAG finds it: by the trainer's own `unclaimed`.
"""

import asyncio
import time
from contextlib import suppress

from tests.faults.claims.stand_in import RECONCILED
from touchline.runtime.database import Database
from touchline.runtime.errors import Unavailable
from touchline.runtime.settings import Settings, load
from touchline.runtime.transaction import Connection
from touchline.trainer.asked import unclaimed

PAUSE = 0.1  # seconds
RECONCILE_EVERY = 3.0  # seconds; Airflow's does every minute
AT_ONCE = 50


async def main() -> None:
    """Until it is killed; whatever it was doing is then done again."""
    settings = load(Settings)
    database = await Database.connect(settings, size=2)
    last = time.monotonic()
    while True:
        with suppress(Unavailable):  # a deadlock, a broker that is asked too early: the next look does it
            await take_events(database)
            await queue_again(database)
            if time.monotonic() - last > RECONCILE_EVERY:
                last = time.monotonic()
                await reconcile(settings, database)
        await asyncio.sleep(PAUSE)


async def take_events(database: Database) -> None:
    """A run for each; who is killed between the two transactions makes a second one of the same event."""
    async with database.transaction() as connection:
        events = await connection.fetch_all(
            "SELECT number, request_id, brought_by FROM stored_events WHERE NOT taken ORDER BY number LIMIT %s",
            (AT_ONCE,),
        )
    for number, request_id, brought_by in events:
        async with database.transaction() as connection:
            await queue(connection, request_id, brought_by)
        async with database.transaction() as connection:
            await connection.execute("UPDATE stored_events SET taken = TRUE WHERE number = %s", (number,))


async def queue(connection: Connection, request_id: str, brought_by: str) -> None:
    """A run of its own, whatever runs there are of this request."""
    await connection.execute("INSERT INTO runs (request_id, brought_by) VALUES (%s, %s)", (request_id, brought_by))


async def queue_again(database: Database) -> None:
    """Runs of trainers that are dead: the named lock of one that lives is taken."""
    async with database.transaction() as connection:
        workers = await connection.fetch_all("SELECT DISTINCT worker FROM runs WHERE state = 'running'")
        for (worker,) in workers:
            free = await connection.fetch_one("SELECT IS_FREE_LOCK(%s)", (worker,))
            if free and free[0]:
                await connection.execute(
                    "UPDATE runs SET state = 'queued' WHERE state = 'running' AND worker = %s", (worker,)
                )


async def reconcile(settings: Settings, database: Database) -> None:
    """A run for each request that has none."""
    waiting = await unclaimed(settings, database)
    async with database.transaction() as connection:
        known = {one for (one,) in await connection.fetch_all("SELECT DISTINCT request_id FROM runs")}
        for request_id in [one for one in waiting if one not in known][:AT_ONCE]:
            await queue(connection, request_id, RECONCILED)


if __name__ == "__main__":
    asyncio.run(main())
