"""Which pools wait for a fold: of results, or of people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from touchline.feature_store.stores.rows import aware, to_sql
from touchline.runtime.transaction import Connection

Of = Literal["stale", "stale_people"]  # the tables
RESULTS: Of = "stale"
PEOPLE: Of = "stale_people"


@dataclass(frozen=True, slots=True)
class StaleMark:
    """A pool whose features no longer follow from its facts; `marks` tells whether more was marked meanwhile."""

    of: Of
    pool: str
    from_time: datetime  # the earliest moment whose features are touched
    known_from: datetime  # what was known before this moment still stands
    football_time: datetime
    marks: int


async def mark(
    connection: Connection, of: Of, pool: str, touches: datetime, known: datetime, football_time: datetime
) -> None:
    """A pool is stale from a moment of football on, by what was known from another moment on."""
    await connection.execute(
        f"INSERT INTO {of} (pool, from_time, known_from, football_time, marks) VALUES (%s, %s, %s, %s, 1)"
        " ON DUPLICATE KEY UPDATE from_time = LEAST(from_time, VALUES(from_time)),"
        " known_from = LEAST(known_from, VALUES(known_from)),"
        " football_time = GREATEST(football_time, VALUES(football_time)), marks = marks + 1",
        (pool, to_sql(touches), to_sql(known), to_sql(football_time)),
    )


async def marked(connection: Connection, of: Of, pool: str) -> StaleMark | None:
    """What is stale of a pool."""
    query = f"SELECT pool, from_time, known_from, football_time, marks FROM {of} WHERE pool = %s"
    row = await connection.fetch_one(query, (pool,))
    return StaleMark(of, row[0], aware(row[1]), aware(row[2]), aware(row[3]), row[4]) if row else None


async def settle(connection: Connection, one: StaleMark) -> None:
    """Take the mark away unless more was marked since it was read."""
    await connection.execute(f"DELETE FROM {one.of} WHERE pool = %s AND marks = %s", (one.pool, one.marks))
