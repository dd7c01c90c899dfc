"""What the fold remembers: stale marks, pools, checkpoints, document sets and features."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import orjson

from touchline.feature_store.features.catalogue import CATALOGUE_VERSION
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.folding import kept
from touchline.feature_store.stores.rows import aware, in_list, to_sql, upsert
from touchline.feature_store.vectors import Stored
from touchline.runtime.transaction import Connection, Row
from touchline.schemas.records import MatchStatus

Kind = Literal["match", "team"]
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
_COMPRESSION = 1  # a state is JSON of numbers: the fastest level takes most of what there is to take


@dataclass(frozen=True, slots=True)
class StaleMark:
    """A pool whose features no longer follow from its facts; `marks` tells whether more was marked meanwhile."""

    pool: str
    from_time: datetime
    football_time: datetime
    marks: int


async def stale_pools(connection: Connection) -> list[str]:
    """The pools that wait for a fold."""
    return [row[0] for row in await connection.fetch_all("SELECT pool FROM stale ORDER BY pool")]


async def mark_other_catalogues(connection: Connection) -> int:
    """Pools that were folded with another catalogue are stale from their beginning; returns how many."""
    return await connection.execute(
        "INSERT INTO stale (pool, from_time, football_time, marks)"
        " SELECT p.pool, '1000-01-01', COALESCE(MAX(f.available_at), '1000-01-01'), 1 FROM pools p"
        " LEFT JOIN match_features f ON f.pool = p.pool WHERE p.catalogue_version <> %s GROUP BY p.pool"
        " ON DUPLICATE KEY UPDATE from_time = LEAST(from_time, VALUES(from_time)), marks = marks + 1",
        (CATALOGUE_VERSION,),
    )


async def all_pools(connection: Connection) -> list[str]:
    """Every pool anything was asserted of."""
    return [row[0] for row in await connection.fetch_all("SELECT DISTINCT pool FROM assertions ORDER BY pool")]


async def lock_pool(connection: Connection, pool: str) -> int:
    """Hold the pool's row until the end of the transaction; returns its revision counter."""
    await connection.execute(
        "INSERT INTO pools (pool, revision, catalogue_version) VALUES (%s, 0, %s) ON DUPLICATE KEY UPDATE pool = pool",
        (pool, CATALOGUE_VERSION),
    )
    row = await connection.fetch_one("SELECT revision FROM pools WHERE pool = %s FOR UPDATE", (pool,))
    assert row is not None
    return int(row[0])


async def stale_mark(connection: Connection, pool: str) -> StaleMark | None:
    """What is stale of a pool."""
    query = "SELECT pool, from_time, football_time, marks FROM stale WHERE pool = %s"
    row = await connection.fetch_one(query, (pool,))
    return StaleMark(row[0], aware(row[1]), aware(row[2]), row[3]) if row else None


async def state_before(connection: Connection, pool: str, moment: datetime) -> PoolState:
    """The latest checkpoint before a moment, or the empty state."""
    row = await connection.fetch_one(
        "SELECT state FROM checkpoints WHERE pool = %s AND until < %s AND catalogue_version = %s"
        " ORDER BY until DESC LIMIT 1",
        (pool, to_sql(moment), CATALOGUE_VERSION),
    )
    return PoolState.from_bytes(zlib.decompress(row[0])) if row else PoolState()


async def write_checkpoints(connection: Connection, pool: str, start: PoolState, states: Sequence[PoolState]) -> None:
    """Put the new states in place of all that came after `start`, and thin what has become old."""
    if start.as_of is None:
        await connection.execute("DELETE FROM checkpoints WHERE pool = %s", (pool,))
    else:
        query = "DELETE FROM checkpoints WHERE pool = %s AND until > %s"
        await connection.execute(query, (pool, to_sql(start.as_of)))
    earlier = await connection.fetch_all("SELECT until FROM checkpoints WHERE pool = %s", (pool,))
    stored = {aware(row[0]) for row in earlier}
    staying = kept([*stored, *(state.as_of for state in states if state.as_of)])
    if dropped := sorted(stored - staying):
        query = f"DELETE FROM checkpoints WHERE pool = %s AND until IN ({in_list(dropped)})"
        await connection.execute(query, (pool, *map(to_sql, dropped)))
    await connection.execute_many(
        "INSERT INTO checkpoints (pool, until, catalogue_version, state, state_hash, document_set)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        [_checkpoint(pool, state) for state in states if state.as_of in staying],
    )


async def keep_document_sets(connection: Connection, sets: dict[str, tuple[str, ...]]) -> None:
    """Keep each set once, under its hash."""
    await connection.execute_many(
        "INSERT INTO document_sets (document_set, documents) VALUES (%s, %s)"
        " ON DUPLICATE KEY UPDATE document_set = document_set",
        [(name, orjson.dumps(sets[name]).decode()) for name in sorted(sets)],
    )


async def features(connection: Connection, kind: Kind, pool: str, since: datetime | None = None) -> dict[str, Stored]:
    """The features of a pool as they stand, by match or team; only those of events after `since`, if given."""
    query = (
        f"SELECT {kind}_id, catalogue_version, feature_values, document_set, state_hash, event_time, available_at,"
        f" revision FROM {kind}_features WHERE pool = %s"
    )
    args = (pool,) if since is None else (pool, to_sql(since))
    rows = await connection.fetch_all(query if since is None else f"{query} AND event_time > %s", args)
    return {row[0]: _stored(row) for row in rows}


async def write_features(connection: Connection, kind: Kind, pool: str, rows: Iterable[Stored], now: datetime) -> None:
    """Put these rows in place of what stands under the same match or team."""
    key = f"{kind}_id"
    statement = upsert(f"{kind}_features", (key, *_FEATURES), (key,))
    await connection.execute_many(statement, [_row(pool, row, now) for row in rows])


async def remove_features(connection: Connection, kind: Kind, keys: Sequence[str]) -> None:
    """Features of what no longer stands."""
    if keys:
        await connection.execute(f"DELETE FROM {kind}_features WHERE {kind}_id IN ({in_list(keys)})", keys)


async def withdrawn_matches(connection: Connection, pool: str) -> list[str]:
    """Matches that have features and no longer stand, or will never be played."""
    rows = await connection.fetch_all(
        "SELECT f.match_id FROM match_features f LEFT JOIN matches m ON m.match_id = f.match_id"
        " WHERE f.pool = %s AND (m.match_id IS NULL OR m.status = %s) ORDER BY f.match_id",
        (pool, MatchStatus.CANCELLED.value),
    )
    return [row[0] for row in rows]


async def finish(connection: Connection, mark: StaleMark, revision: int) -> None:
    """Keep the counter, and take the mark away unless more was marked since it was read."""
    await connection.execute(
        "UPDATE pools SET revision = %s, catalogue_version = %s WHERE pool = %s",
        (revision, CATALOGUE_VERSION, mark.pool),
    )
    await connection.execute("DELETE FROM stale WHERE pool = %s AND marks = %s", (mark.pool, mark.marks))


def _checkpoint(pool: str, state: PoolState) -> tuple[object, ...]:
    blob = zlib.compress(state.to_bytes(), _COMPRESSION)
    return pool, to_sql(state.as_of), CATALOGUE_VERSION, blob, state.state_hash, state.document_set


def _stored(row: Row) -> Stored:
    return Stored(row[0], row[1], orjson.loads(row[2]), row[3], row[4], aware(row[5]), aware(row[6]), row[7])


def _row(pool: str, row: Stored, now: datetime) -> tuple[object, ...]:
    values = orjson.dumps(row.values).decode()
    head = (row.key, pool, row.catalogue_version, values, row.document_set, row.state_hash)
    return *head, to_sql(row.event_time), to_sql(row.available_at), to_sql(now), row.revision
