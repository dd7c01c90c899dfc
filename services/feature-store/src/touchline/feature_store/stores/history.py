"""Timelines: what was remembered of each entity, as of when, and since when that was known."""

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from touchline.feature_store.replaying import Row, Superseded
from touchline.feature_store.stores.rows import aware, in_list, to_sql
from touchline.feature_store.superseding import spans
from touchline.runtime import transaction
from touchline.runtime.transaction import Asked, Connection

COLUMNS = (
    "kind",
    "entity",
    "as_of",
    "known_at",
    "pool",
    "season",
    "served",
    "superseded_at",
    "feature_values",
    "document_set",
)
END = datetime(9999, 12, 31, tzinfo=UTC)
RESULTS = ("team", "pair")  # the kinds that a replay of results writes


async def forget_from(connection: Connection, pool: str, moment: datetime, kinds: Sequence[str] = RESULTS) -> None:
    """Take away what rests on knowledge of a moment or later; it is about to be made anew."""
    where = f"pool = %s AND kind IN ({in_list(kinds)})"
    args = (pool, *kinds, to_sql(moment))
    await connection.execute_many(f"DELETE FROM history WHERE {where} AND known_at >= %s", [args])
    await connection.execute_many(
        f"UPDATE history SET superseded_at = NULL WHERE {where} AND superseded_at >= %s", [args]
    )


async def supersede(
    connection: Connection, pool: str, superseded: Iterable[Superseded], kinds: Sequence[str] = RESULTS
) -> None:
    """Rows stored earlier stand no longer than until a correction was known; all were known before the first."""
    for one in spans(superseded):
        await connection.execute_many(
            f"UPDATE history SET superseded_at = %s WHERE pool = %s AND kind IN ({in_list(kinds)})"
            " AND as_of >= %s AND as_of < %s AND superseded_at IS NULL",
            [(to_sql(one.known_at), pool, *kinds, to_sql(one.since), to_sql(one.until or END))],
        )


async def write(connection: Connection, pool: str, rows: Iterable[Row]) -> None:
    """Add rows."""
    statement = f"INSERT INTO history ({', '.join(COLUMNS)}) VALUES ({in_list(COLUMNS)})"
    await connection.execute_many(statement, [_stored(pool, row) for row in rows])


async def replace(connection: Connection, pool: str, kind: str, entities: Sequence[str], rows: Iterable[Row]) -> None:
    """Put these rows in place of all that some entities had."""
    where = f"kind = %s AND entity IN ({in_list(entities)})"
    await connection.execute_many(f"DELETE FROM history WHERE {where}", [(kind, *entities)])
    await write(connection, pool, rows)


async def in_pool(connection: Connection, pool: str, kinds: Sequence[str] = RESULTS) -> list[Row]:
    """Every row of a pool."""
    query = f"SELECT {', '.join(COLUMNS)} FROM history WHERE pool = %s AND kind IN ({in_list(kinds)})"
    return [_row(row) for row in await connection.fetch_all(query, (pool, *kinds))]


def standing_of(connection: Connection, kind: str, entities: Sequence[str]) -> Asked[dict[str, list[Row]]]:
    """The standing rows of some entities, at least one, oldest first."""
    query = (
        f"SELECT {', '.join(COLUMNS)} FROM history WHERE kind = %s AND entity IN ({in_list(entities)})"
        " AND superseded_at IS NULL ORDER BY entity, as_of"
    )
    return connection.ask(query, (kind, *entities)).read_by(_by_entity)


async def latest_served(connection: Connection, kind: str, entities: Sequence[str]) -> dict[str, Row]:
    """What is served of some entities now, as far as anything was ever."""
    if not entities:
        return {}
    query = (
        f"SELECT {', '.join(COLUMNS)} FROM history WHERE kind = %s AND entity IN ({in_list(entities)}) AND served"
        " ORDER BY known_at, as_of"
    )
    return {row[1]: _row(row) for row in await connection.fetch_all(query, (kind, *entities))}


def packed(values: Sequence[float]) -> bytes:
    """Values as they are stored: float64, little-endian.

    >>> packed([1.0]).hex()
    '000000000000f03f'
    """
    return struct.pack(f"<{len(values)}d", *values)


def _by_entity(rows: list[transaction.Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(_row(row))
    return found


def _stored(pool: str, row: Row) -> tuple[object, ...]:
    head = (row.kind, row.entity, to_sql(row.as_of), to_sql(row.known_at), pool, row.season, row.served)
    return *head, to_sql(row.superseded_at), packed(row.values), row.document_set


def _row(row: transaction.Row) -> Row:
    kind, entity, as_of, known_at, _, season, served, superseded_at, blob, document_set = row
    values = struct.unpack(f"<{len(blob) // 8}d", blob)
    end = aware(superseded_at) if superseded_at else None
    return Row(kind, entity, aware(as_of), aware(known_at), season, values, document_set, end, bool(served))
