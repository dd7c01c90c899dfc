"""Which pools wait for a fold: of results, or of people.

Whoever makes something stale adds a row; a fold takes away the rows that it has read. So neither waits for the other,
and what is marked during a fold asks for no more than it says: the fold's own beginning is not folded once more.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from touchline.feature_store.stores.rows import aware, in_list, to_sql
from touchline.runtime import tracing
from touchline.runtime.transaction import Asked, Connection, Row

Of = Literal["stale", "stale_people"]  # the tables
RESULTS: Of = "stale"
PEOPLE: Of = "stale_people"


@dataclass(frozen=True, slots=True)
class StaleMark:
    """A pool whose features no longer follow from its facts, by all that was marked until it was read."""

    of: Of
    ids: tuple[int, ...]
    from_time: datetime  # the earliest moment whose features are touched
    known_from: datetime  # what was known before this moment still stands
    football_time: datetime
    causes: tuple[str, ...] = ()  # `traceparent` of what made the marks, in their order


async def mark(
    connection: Connection,
    of: Of,
    pool: str,
    touches: datetime,
    known: datetime,
    football_time: datetime,
    versions: int = 0,
) -> None:
    """A pool is stale from a moment of football on, by what was known from another moment on: so many versions."""
    await connection.execute_many(
        f"INSERT INTO {of} (pool, from_time, known_from, football_time, versions, traceparent)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        [(pool, to_sql(touches), to_sql(known), to_sql(football_time), versions, tracing.traceparent())],
    )


def marked(connection: Connection, of: Of, pool: str) -> Asked[StaleMark | None]:
    """What is stale of a pool."""
    query = f"SELECT mark_id, from_time, known_from, football_time, traceparent FROM {of} WHERE pool = %s"
    return connection.ask(query, (pool,)).read_by(lambda rows: _mark(of, rows))


def _mark(of: Of, rows: list[Row]) -> StaleMark | None:
    if not rows:
        return None
    ids, touched, known, times, causes = zip(*sorted(rows), strict=True)
    return StaleMark(of, ids, aware(min(touched)), aware(min(known)), aware(max(times)), causes)


async def settle(connection: Connection, one: StaleMark) -> None:
    """Take away the marks that were read."""
    await connection.execute_many(f"DELETE FROM {one.of} WHERE mark_id IN ({in_list(one.ids)})", [one.ids])
