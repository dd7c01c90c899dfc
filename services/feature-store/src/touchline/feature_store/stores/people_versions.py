"""What was known of people and since when: the versions of facts, and which pools wait for a fold of their people."""

from collections.abc import Collection
from datetime import datetime

from touchline.feature_store.people.stored import from_json, to_json
from touchline.feature_store.people.versions import FactVersion, Record, Revision, entity_of
from touchline.feature_store.stores import marks
from touchline.feature_store.stores.rows import aware, in_list, to_sql, upsert
from touchline.runtime.transaction import Connection, Row

_KEY = ("kind", "entity", "fact", "known_at")
_COLUMNS = (*_KEY, "superseded_at", "touches", "pool", "available_at", "event")
_SELECT = "SELECT kind, entity, fact, known_at, superseded_at, touches, pool, event FROM people_versions"


async def versions_beside(connection: Connection, records: Collection[Record]) -> list[FactVersion]:
    """The versions of the facts that are read together with these records, which are of one type."""
    entities = sorted({entity_of(one) for one in records})
    kind = type(next(iter(records))).__name__
    query = f"{_SELECT} WHERE kind = %s AND entity IN ({in_list(entities)})"
    return [_version(row) for row in await connection.fetch_all(query, (kind, *entities))]


async def versions_in_pool(connection: Connection, pool: str) -> list[FactVersion]:
    """Every version of a pool."""
    return [_version(row) for row in await connection.fetch_all(f"{_SELECT} WHERE pool = %s", (pool,))]


async def known_between(
    connection: Connection, pool: str, since: datetime, before: datetime | None
) -> list[FactVersion]:
    """The versions that became known at a moment or later, and before another one, if it is given."""
    query, args = f"{_SELECT} WHERE pool = %s AND known_at >= %s", [pool, to_sql(since)]
    if before is not None:
        query, args = f"{query} AND known_at < %s", [*args, to_sql(before)]
    return [_version(row) for row in await connection.fetch_all(query, args)]


async def end_of_part(connection: Connection, pool: str, since: datetime, versions: int) -> datetime | None:
    """A later moment before which about so many versions became known; None: there are fewer."""
    row = await connection.fetch_one(
        "SELECT known_at FROM people_versions WHERE pool = %s AND known_at > %s ORDER BY known_at LIMIT 1 OFFSET %s",
        (pool, to_sql(since), versions),
    )
    return aware(row[0]) if row else None


async def touched_from(connection: Connection, pool: str, since: datetime) -> datetime | None:
    """The earliest moment that is touched by what became known at a moment or later; None when that is nothing."""
    query = "SELECT MIN(touches) FROM people_versions WHERE pool = %s AND known_at >= %s"
    row = await connection.fetch_one(query, (pool, to_sql(since)))
    return aware(row[0]) if row and row[0] else None


async def known_before(
    connection: Connection, pool: str, moment: datetime, since: datetime | None
) -> list[FactVersion]:
    """The versions that stood just before a moment, of facts that are available after `since`."""
    rows = await connection.fetch_all(
        f"{_SELECT} WHERE pool = %s AND available_at > %s AND known_at < %s"
        " AND (superseded_at IS NULL OR superseded_at >= %s)",
        (pool, to_sql(since) if since else "1000-01-01", to_sql(moment), to_sql(moment)),
    )
    return [_version(row) for row in rows]


async def write(connection: Connection, revision: Revision) -> None:
    """Put new versions in place of the old ones."""
    condition = " AND ".join(f"{name} = %s" for name in _KEY)
    dropped = [(*one.fact, to_sql(one.known_at)) for one in revision.dropped]
    await connection.execute_many(f"DELETE FROM people_versions WHERE {condition}", dropped)
    await connection.execute_many(upsert("people_versions", _COLUMNS, _KEY), [_row(one) for one in revision.written])


async def mark_stale(connection: Connection, revision: Revision, football_time: datetime) -> None:
    """What is remembered of people no longer follows from what is known of them."""
    for pool, (touches, known) in revision.stale.items():
        versions = sum(one.pool == pool for one in revision.written)
        await marks.mark(connection, marks.PEOPLE, pool, touches, known, football_time, versions)


def _version(row: Row) -> FactVersion:
    kind, entity, fact, known_at, superseded_at, touches, pool, event = row
    end = aware(superseded_at) if superseded_at else None
    told = from_json(kind, event) if event else None
    return FactVersion((kind, entity, fact), pool, aware(known_at), end, aware(touches), told)


def _row(one: FactVersion) -> tuple[object, ...]:
    times = map(to_sql, (one.known_at, one.superseded_at, one.touches))
    available_at = one.event and to_sql(one.event.available_at)
    return (*one.fact, *times, one.pool, available_at, one.event and to_json(one.event))
