"""The shadow takes the place of the live tables, all at once, while consumers and fold workers are held.

A unit of work begins at its mark and a fold at its pool's row. Who holds those rows, and the gaps between them so that
none is added, has the tables to himself but for readers. `marks` and `pools` stay where they are: what was applied up
to the marks is in the shadow too, so that the consumer goes on from there and nothing is lost.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from touchline.feature_store.rebuilding.marking import Mark, Where, marks
from touchline.feature_store.rebuilding.tables import Table
from touchline.runtime.database import Database
from touchline.runtime.errors import Unavailable
from touchline.runtime.shadow import create_empty, drop
from touchline.runtime.transaction import Connection, Row

PATIENCE = 30  # seconds for readers to leave a table
LONGEST_FOLD = 300  # seconds for a fold worker to leave a pool
ATTEMPTS = 20

Prepare = Callable[[Mapping[Where, Mark]], Awaitable[None]]


async def swap(live: Database, names: tuple[str, str, str], tables: Sequence[Table], prepare: Prepare) -> None:
    """Hold who writes, `prepare` the shadow for the marks as they are then, and rename.

    `names`: the live database, the shadow, and where the old tables go, to be dropped.

    Raises:
        Unavailable: a reader did not let go of a table, or the fold workers never paused; nothing has changed.
    """
    await create_empty(live, names[2])
    for _ in range(ATTEMPTS):
        counted = await _count_folds(live)
        async with repeatable(live) as holding:
            # Pools first: while a long fold is waited for, consumers go on.
            if await _hold_pools(holding) == counted:
                await prepare(await marks(holding, held=True))
                await holding.fetch_one("SELECT 1")  # Unavailable, if the server has let go of what we hold
                await _rename(live, names, tables)
                break
    else:
        raise Unavailable("the fold workers never paused: run it again when less is stale")
    await drop(live, names[2])


@asynccontextmanager
async def repeatable(database: Database) -> AsyncIterator[Connection]:
    """A transaction whose reads all see one moment, and whose locks include the gaps between rows."""
    async with database.transaction() as connection:
        await connection.execute("COMMIT")  # the driver has begun one under READ COMMITTED
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        await connection.execute("START TRANSACTION")
        yield connection


async def _count_folds(live: Database) -> list[Row]:
    """Count every pool's folds once more: what a worker remembers is worth nothing from now on.

    Committed before the tables change, so that a kill in between leaves no worker with an old memory.
    """
    async with live.transaction() as connection:
        held = await _hold_pools(connection)
        await connection.execute("UPDATE pools SET folds = folds + 1")
    return [(pool, folds + 1) for pool, folds in held]


async def _hold_pools(connection: Connection) -> list[Row]:
    await connection.execute(f"SET SESSION innodb_lock_wait_timeout = {LONGEST_FOLD}")
    return await connection.fetch_all("SELECT pool, folds FROM pools ORDER BY pool FOR UPDATE")


async def _rename(live: Database, names: tuple[str, str, str], tables: Sequence[Table]) -> None:
    now, shadow, replaced = names
    away = [f"`{now}`.{one.name} TO `{replaced}`.{one.name}" for one in tables]
    here = [f"`{shadow}`.{one.name} TO `{now}`.{one.name}" for one in tables]
    async with live.transaction() as connection:
        await connection.execute(f"SET SESSION lock_wait_timeout = {PATIENCE}")
        await connection.execute(f"RENAME TABLE {', '.join([*away, *here])}")
