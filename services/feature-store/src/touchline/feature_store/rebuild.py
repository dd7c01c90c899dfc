"""Rebuild: everything again from the assertions alone, in memory, beside what the tables hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from touchline.feature_store.changes import compare
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.folding import refold
from touchline.feature_store.stores import facts, folds
from touchline.feature_store.vectors import Stored, match_rows, team_rows
from touchline.football.resolution import resolve_all
from touchline.runtime.transaction import Connection

BEGINNING = datetime(1000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Differences:
    """How many rows of a pool are not what its assertions say; a stale pool differs until it is folded."""

    pool: str
    matches: int
    match_features: int
    team_features: int
    stale: bool

    @property
    def total(self) -> int:
        """All rows that differ."""
        return self.matches + self.match_features + self.team_features


async def rebuild_pool(connection: Connection, pool: str, *, apply: bool) -> Differences:
    """Fold a pool from nothing and count what differs in any column but recorded_at and revision.

    With `apply` the matches are put right and the pool is marked stale from its beginning: the fold worker does the
    rest and tells only what really changed.
    """
    await folds.lock_pool(connection, pool)
    mark = await folds.stale_mark(connection, pool)
    after = resolve_all(await facts.assertions_of_pool(connection, pool))
    changes = compare(await facts.matches_since(connection, pool, None), after)
    folded = refold(PoolState(), after.values())
    differences = Differences(
        pool,
        len(changes.written) + len(changes.removed),
        different(await folds.features(connection, "match", pool), match_rows(folded.vectors)),
        different(await folds.features(connection, "team", pool), team_rows(folded, pool)),
        mark is not None,
    )
    if apply:
        await facts.write_matches(connection, changes)
        latest = max((one.available_at for one in after.values()), default=BEGINNING)
        await facts.mark_stale(connection, pool, BEGINNING, latest)
    return differences


def different(held: Mapping[str, Stored], rows: list[Stored]) -> int:
    """Rows that are missing, too many, or of other content."""
    wanted = {row.key: row.content() for row in rows}
    stands = {key: row.content() for key, row in held.items()}
    return sum(wanted.get(key) != stands.get(key) for key in wanted.keys() | stands.keys())
