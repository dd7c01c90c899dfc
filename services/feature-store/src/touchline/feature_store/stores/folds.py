"""What the fold remembers: pools, document sets and features."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import orjson

from touchline.feature_store.documents import DocumentSet
from touchline.feature_store.patience import Heap
from touchline.feature_store.stores.rows import aware, in_list, to_sql, upsert
from touchline.feature_store.vectors import Key, Stored
from touchline.football.catalogue import CATALOGUES, LATEST
from touchline.runtime.transaction import Asked, Connection, Row

Kind = Literal["match", "team", "player"]
_FEATURES = (
    "pool",
    "catalogue_version",
    "feature_values",
    "document_set",
    "state_hash",
    "event_time",
    "available_at",
    "recorded_at",
    "revision",
)
EMITTED = ",".join(map(str, sorted(CATALOGUES)))  # every catalogue that we know is emitted


@dataclass(frozen=True, slots=True)
class PoolRow:
    """What a pool's row says, locked: its revision counter, and how often it was folded."""

    revision: int
    folds: int


def stale_pools(connection: Connection) -> Asked[list[str]]:
    """The pools that wait for a fold."""
    return heaps(connection).read_by(list)


def heaps(connection: Connection) -> Asked[dict[str, Heap]]:
    """What waits in the pools that wait for a fold; a match whose prices are new counts as a version."""
    query = (
        "SELECT pool, SUM(versions), SUM(marks), MIN(known_from) FROM"
        " (SELECT pool, SUM(versions) AS versions, COUNT(*) AS marks, MIN(known_from) AS known_from FROM stale"
        " GROUP BY pool UNION ALL"
        " SELECT pool, COUNT(*), COUNT(*), MIN(football_time) FROM stale_prices GROUP BY pool"
        " UNION ALL SELECT pool, SUM(versions), COUNT(*), MIN(known_from) FROM stale_people GROUP BY pool) AS waiting"
        " GROUP BY pool ORDER BY pool"
    )
    return connection.ask(query).read_by(lambda rows: {row[0]: _heap(*row[1:]) for row in rows})


def _heap(versions: object, marks: object, known_from: datetime) -> Heap:
    return Heap(int(str(versions)), int(str(marks)), aware(known_from))


async def mark_other_catalogues(connection: Connection) -> int:
    """Pools that were folded with other catalogues are stale from their beginning; returns how many."""
    await connection.execute(
        f"DELETE FROM match_features WHERE catalogue_version NOT IN ({in_list(CATALOGUES)})", tuple(CATALOGUES)
    )
    await connection.execute(
        f"DELETE FROM team_features WHERE catalogue_version NOT IN ({in_list(CATALOGUES)})", tuple(CATALOGUES)
    )
    await connection.execute(
        f"DELETE FROM player_features WHERE catalogue_version NOT IN ({in_list(CATALOGUES)})", tuple(CATALOGUES)
    )
    await connection.execute(
        "INSERT INTO stale_people (pool, from_time, known_from, football_time)"
        " SELECT p.pool, '1000-01-01', '1000-01-01', MAX(v.known_at) FROM pools p"
        " JOIN people_versions v ON v.pool = p.pool WHERE p.catalogues <> %s GROUP BY p.pool",
        (EMITTED,),
    )
    return await connection.execute(
        "INSERT INTO stale (pool, from_time, known_from, football_time)"
        " SELECT p.pool, '1000-01-01', '1000-01-01', COALESCE(MAX(v.known_at), '1000-01-01') FROM pools p"
        " LEFT JOIN match_versions v ON v.pool = p.pool WHERE p.catalogues <> %s GROUP BY p.pool",
        (EMITTED,),
    )


async def has_other_catalogues(connection: Connection) -> bool:
    """Whether rows of some pool were made for other catalogues, so that their values are not those of today."""
    return await connection.fetch_one("SELECT 1 FROM pools WHERE catalogues <> %s LIMIT 1", (EMITTED,)) is not None


async def all_pools(connection: Connection) -> list[str]:
    """Every pool anything was asserted of."""
    query = "SELECT DISTINCT pool FROM assertions UNION SELECT DISTINCT pool FROM people_versions ORDER BY pool"
    return [row[0] for row in await connection.fetch_all(query)]


def ask_pool(connection: Connection, pool: str) -> Asked[PoolRow | None]:
    """Hold the pool's row until the end of the transaction, if it has one."""
    asked = connection.ask("SELECT revision, folds FROM pools WHERE pool = %s FOR UPDATE", (pool,))
    return asked.read_by(lambda rows: PoolRow(*rows[0]) if rows else None)


async def lock_pool(connection: Connection, pool: str) -> PoolRow:
    """Hold the pool's row until the end of the transaction; it is made, if need be."""
    row = await ask_pool(connection, pool)
    if row is None:
        await connection.execute(
            "INSERT IGNORE INTO pools (pool, revision, catalogue_version, folds, catalogues) VALUES (%s, 0, %s, 0, %s)",
            (pool, LATEST, EMITTED),
        )
        row = await ask_pool(connection, pool)
    assert row is not None
    return row


async def keep_document_sets(connection: Connection, sets: Iterable[DocumentSet]) -> None:
    """Keep each set once, under its hash."""
    await connection.execute_many(
        "INSERT INTO document_sets (document_set, base, documents) VALUES (%s, %s, %s) ON DUPLICATE KEY UPDATE"
        " documents = IF(VALUES(base) IS NULL, VALUES(documents), documents),"
        " base = IF(VALUES(base) IS NULL, NULL, base)",  # a whole list may take the place of one that adds to another
        [(one.name, one.base, orjson.dumps(one.documents).decode()) for one in sets],
    )


async def documents_of(connection: Connection, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The documents that these sets name themselves."""
    if not names:
        return {}
    query = f"SELECT document_set, documents FROM document_sets WHERE document_set IN ({in_list(names)})"
    return {row[0]: tuple(orjson.loads(row[1])) for row in await connection.fetch_all(query, sorted(names))}


async def features(
    connection: Connection, kind: Kind, pool: str, entities: Collection[str] | None = None
) -> dict[Key, Stored]:
    """The features of a pool as they stand, by match or team and catalogue; only of some entities, if given."""
    if entities is not None and not entities:
        return {}
    query = (
        f"SELECT {kind}_id, catalogue_version, feature_values, document_set, state_hash, event_time, available_at,"
        f" revision FROM {kind}_features WHERE pool = %s"
    )
    if entities is None:
        rows = await connection.fetch_all(query, (pool,))
    else:
        named = sorted(entities)
        rows = await connection.fetch_all(f"{query} AND {kind}_id IN ({in_list(named)})", (pool, *named))
    return {one.key: one for one in map(_stored, rows)}


async def features_of(connection: Connection, kind: Kind, entities: Collection[str], version: int) -> list[Stored]:
    """The features of some matches or teams in one catalogue, whatever their pools."""
    if not entities:
        return []
    named = sorted(entities)
    rows = await connection.fetch_all(
        f"SELECT {kind}_id, catalogue_version, feature_values, document_set, state_hash, event_time, available_at,"
        f" revision FROM {kind}_features WHERE {kind}_id IN ({in_list(named)}) AND catalogue_version = %s",
        (*named, version),
    )
    return [_stored(row) for row in rows]


async def write_features(connection: Connection, kind: Kind, pool: str, rows: Iterable[Stored], now: datetime) -> None:
    """Put these rows in place of what stands under the same match or team and catalogue."""
    key = f"{kind}_id"
    statement = upsert(f"{kind}_features", (key, *_FEATURES), (key, "catalogue_version"))
    await connection.execute_many(statement, [_row(pool, row, now) for row in rows])


async def remove_features(connection: Connection, kind: Kind, pool: str, keys: Sequence[str]) -> None:
    """Features of what no longer stands in a pool: a club that has none in the cups has its own in its country."""
    if keys:
        query = f"DELETE FROM {kind}_features WHERE pool = %s AND {kind}_id IN ({in_list(keys)})"
        await connection.execute_many(query, [(pool, *keys)])


async def finish(connection: Connection, pool: str, revision: int) -> None:
    """Keep the counter, and count the fold."""
    await connection.execute_many(
        "UPDATE pools SET revision = %s, catalogue_version = %s, folds = folds + 1, catalogues = %s WHERE pool = %s",
        [(revision, LATEST, EMITTED, pool)],
    )


def _stored(row: Row) -> Stored:
    return Stored(row[0], row[1], orjson.loads(row[2]), row[3], row[4], aware(row[5]), aware(row[6]), row[7])


def _row(pool: str, row: Stored, now: datetime) -> tuple[object, ...]:
    values = orjson.dumps(row.values).decode()
    head = (row.entity, pool, row.catalogue_version, values, row.document_set, row.state_hash)
    return *head, to_sql(row.event_time), to_sql(row.available_at), to_sql(now), row.revision
