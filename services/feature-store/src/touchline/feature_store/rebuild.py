"""Rebuild: everything again from what was told alone, in memory, beside what the tables hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from touchline.feature_store.changes import compare
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.folding import team_vectors, vectors_of
from touchline.feature_store.people import again as people
from touchline.feature_store.pricing import KIND as MARKET
from touchline.feature_store.pricing import ToldPrices, market_rows
from touchline.feature_store.refolding import VERSIONS
from touchline.feature_store.replaying import Row, is_met, replay
from touchline.feature_store.stores import facts, folds, history, knowledge, marks, prices
from touchline.feature_store.stores.beside import beside_of
from touchline.feature_store.stores.people_folds import KINDS
from touchline.feature_store.vectors import Key, Stored, match_rows, team_rows
from touchline.feature_store.versions import MatchVersion, revised, versions_of
from touchline.runtime.transaction import Connection

BEGINNING = datetime(1000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Differences:
    """How many rows of a pool are not what was told says; a stale pool differs until it is folded."""

    pool: str
    matches: int
    versions: int
    timelines: int
    match_features: int
    team_features: int
    people: int  # versions of facts about them, and their latest snapshots
    stale: bool

    @property
    def total(self) -> int:
        """All rows that differ."""
        vectors = self.match_features + self.team_features
        return self.matches + self.versions + self.timelines + vectors + self.people


async def rebuild_pool(connection: Connection, pool: str, *, apply: bool) -> Differences:
    """Make a pool from nothing and count what differs in any column but recorded_at and revision.

    With `apply` the matches are put right and the pool is marked stale from its beginning: the fold worker does the
    rest and tells only what really changed.
    """
    await folds.lock_pool(connection, pool)
    stale = pool in await folds.stale_pools(connection)
    told = await knowledge.told_in_pool(connection, pool)
    after = {match_id: versions_of(told[match_id]) for match_id in told}
    before = await knowledge.versions_in_pool(connection, pool)
    standing = knowledge.current(after)
    changes = compare(await facts.matches_in_pool(connection, pool), standing)
    replayed = replay(PoolState(), [], _all(after))
    again = await people.people_again(connection, pool)
    rows = [*replayed.rows, *_markets(await prices.told_in_pool(connection, pool)), *again.rows]
    met = [one for one in standing.values() if is_met(one)]
    vectors = vectors_of(replayed, met, await beside_of(connection, met))
    differences = Differences(
        pool,
        len(changes.written) + len(changes.removed),
        sum(revised(before.get(one, []), after.get(one, [])) is not None for one in before.keys() | after.keys()),
        _different(await history.in_pool(connection, pool, (*history.RESULTS, MARKET, *KINDS)), rows),
        different(await folds.features(connection, "match", pool), match_rows(vectors, VERSIONS)),
        different(
            await folds.features(connection, "team", pool), team_rows(team_vectors(replayed.final), pool, VERSIONS)
        ),
        again.versions + different(await folds.features(connection, "player", pool), again.features),
        stale,
    )
    if apply:
        found = [one for match_id in after if (one := revised(before.get(match_id, []), after[match_id])) is not None]
        await knowledge.write_versions(connection, found)
        await facts.write_matches(connection, changes)
        latest = max((version.known_at for version in _all(after)), default=BEGINNING)
        await marks.mark(connection, marks.RESULTS, pool, BEGINNING, BEGINNING, latest)
        await people.apply(connection, pool, again)
    return differences


def different(held: Mapping[Key, Stored], rows: list[Stored]) -> int:
    """Rows that are missing, too many, or of other content."""
    wanted = {row.key: row.content() for row in rows}
    stands = {key: row.content() for key, row in held.items()}
    return sum(wanted.get(key) != stands.get(key) for key in wanted.keys() | stands.keys())


def _different(held: Iterable[Row], rows: Iterable[Row]) -> int:
    def content(found: Iterable[Row]) -> dict[tuple[object, ...], tuple[object, ...]]:
        return {
            (row.kind, row.entity, row.as_of, row.known_at): (
                row.season,
                row.values,
                row.document_set,
                row.superseded_at,
                row.served,
            )
            for row in found
        }

    wanted, stands = content(rows), content(held)
    return sum(wanted.get(key) != stands.get(key) for key in wanted.keys() | stands.keys())


def _markets(told: Mapping[str, list[ToldPrices]]) -> list[Row]:
    return [row for match_id in sorted(told) for row in market_rows(told[match_id])]


def _all(versions: Mapping[str, list[MatchVersion]]) -> list[MatchVersion]:
    return [one for found in versions.values() for one in found]
