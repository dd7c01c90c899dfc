"""The fold worker: takes a stale pool, folds it again from the last good checkpoint, and tells what changed."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from touchline.feature_store.features.catalogue import CATALOGUE_VERSION
from touchline.feature_store.folding import Refolded, refold
from touchline.feature_store.ports import Cache, Clock
from touchline.feature_store.stores import facts, folds
from touchline.feature_store.vectors import (
    Revised,
    Stored,
    first_counter,
    match_records,
    match_rows,
    revise,
    team_records,
    team_rows,
)
from touchline.runtime import metrics
from touchline.runtime.database import Database
from touchline.runtime.errors import Unavailable
from touchline.runtime.logs import log
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import batch_of, event_id
from touchline.schemas.records import MatchFeatures, TeamFeatures
from touchline.schemas.topics import MATCH_FEATURES, TEAM_FEATURES
from touchline.schemas.vectors import CachedVector, match_key, team_key


def utc_now() -> datetime:
    """Our own clock."""
    return datetime.now(UTC)


@dataclass(slots=True)
class FoldWorker:
    """Folds one stale pool after another; two workers on one pool wait for each other at its row."""

    work: UnitOfWork
    database: Database
    cache: Cache
    incarnation: int = 0
    poll_seconds: float = 0.2
    now: Clock = utc_now
    rests_until: dict[str, float] = field(default_factory=dict)  # seconds of the steady clock

    async def __call__(self) -> None:
        """Fold for as long as the service runs; a database that is away is waited for."""
        prepared = False
        while True:
            try:
                prepared = prepared or await self._prepare()
                folded = await self.fold_stale(rested=True)
            except Unavailable as error:
                log.warning("the fold waits", error=str(error))
                folded = 0
            if not folded:
                await asyncio.sleep(self.poll_seconds)

    async def fold_stale(self, *, rested: bool = False) -> int:
        """Fold every pool that is stale now; returns how many there were.

        With `rested` a pool is left alone after a fold for as long as the fold took: while a whole history comes in,
        document by document, each would make a long fold of its own.
        """
        async with self.database.transaction() as connection:
            stale = await folds.stale_pools(connection)
        now = time.monotonic()
        pools = [pool for pool in stale if not rested or self.rests_until.get(pool, 0.0) <= now]
        for pool in pools:
            began = time.monotonic()
            with metrics.FOLD_SECONDS.labels(pool).time():
                await self.fold_pool(pool)
            ended = time.monotonic()
            self.rests_until[pool] = ended + (ended - began)
        return len(pools)

    async def fold_pool(self, pool: str) -> None:
        """Bring the features of one pool to what its facts say, in one transaction."""
        async with self.work.transaction(lane=f"fold:{pool}") as transaction:
            counter = first_counter(await folds.lock_pool(transaction, pool), self.incarnation)
            mark = await folds.stale_mark(transaction, pool)
            if mark is None:
                return
            start = await folds.state_before(transaction, pool, mark.from_time)
            matches = await facts.matches_since(transaction, pool, start.as_of)
            folded = await asyncio.to_thread(refold, start, matches.values())
            await folds.write_checkpoints(transaction, pool, start, folded.states)
            gone = await folds.withdrawn_matches(transaction, pool)
            await folds.remove_features(transaction, "match", gone)
            revised = await self._revise(transaction, mark, start.as_of, folded, counter)
            await folds.finish(transaction, mark, revised)
            self._forget(transaction, gone)

    async def _revise(
        self,
        transaction: Transaction,
        mark: folds.StaleMark,
        since: datetime | None,
        folded: Refolded,
        counter: int,
    ) -> int:
        """Write what changed, tell what is news; returns the counter afterwards."""
        pool = mark.pool
        # A match that moved is stale from its earlier kick-off on, so what it had stands after `since` too.
        before = await folds.features(transaction, "match", pool, since)
        matches = revise(match_rows(folded.vectors), before, counter)
        held = await folds.features(transaction, "team", pool)
        at_home = team_rows(folded, pool)
        teams = revise(at_home, held, matches.revision, moments=False)
        now = self.now()
        sets = {one.document_set: one.documents for one in folded.vectors}
        sets |= {one.document_set: tuple(sorted(one.documents)) for one in folded.final.competitions.values()}
        written = {row.document_set for row in (*matches.rows, *teams.rows)}
        await folds.keep_document_sets(transaction, {name: sets[name] for name in sets.keys() & written})
        await folds.write_features(transaction, "match", pool, matches.rows, now)
        await folds.write_features(transaction, "team", pool, teams.rows, now)
        await folds.remove_features(transaction, "team", sorted(held.keys() - {one.key for one in at_home}))
        cause = event_id("fold", pool, counter, CATALOGUE_VERSION)
        vectors = {one.match.match_id: one for one in folded.vectors}
        if news := _news(matches):
            batch = batch_of(MatchFeatures, match_records(news, vectors, now))
            await transaction.emit(MATCH_FEATURES, pool, batch, cause=cause, time=mark.football_time)
        if team_news := _news(teams):
            batch = batch_of(TeamFeatures, team_records(team_news, pool, now))
            await transaction.emit(TEAM_FEATURES, pool, batch, cause=cause, time=mark.football_time)
        self._cache(transaction, news, team_news)
        metrics.CHANGED_VECTORS.labels(pool).inc(len(news))
        log.info("folded", pool=pool, since=mark.from_time.isoformat(), vectors=len(folded.vectors), news=len(news))
        return teams.revision

    def _cache(self, transaction: Transaction, matches: list[Stored], teams: list[Stored]) -> None:
        packed = packed_vectors(matches, teams)

        async def write() -> None:
            await self.cache.advance(packed)

        transaction.after_commit(write)

    def _forget(self, transaction: Transaction, gone: list[str]) -> None:
        async def remove() -> None:
            await self.cache.remove([match_key(match_id) for match_id in gone])

        transaction.after_commit(remove)

    async def _prepare(self) -> bool:
        """Once at start: pools of another catalogue are stale, and the cache holds what the tables hold."""
        async with self.database.transaction() as connection:
            await folds.mark_other_catalogues(connection)
        await fill_cache(self.database, self.cache)
        return True


async def fill_cache(database: Database, cache: Cache) -> int:
    """Write every vector to the cache that it lacks; returns how many it lacked, 0 when it cannot be reached."""
    async with database.transaction() as connection:
        pools = await folds.all_pools(connection)
        matches = [row for pool in pools for row in (await folds.features(connection, "match", pool)).values()]
        teams = [row for pool in pools for row in (await folds.features(connection, "team", pool)).values()]
    try:
        return await cache.advance(packed_vectors(matches, teams))
    except Unavailable as error:
        metrics.CACHE_FAILURES.labels("feature-store").inc()
        log.warning("the cache could not be filled", error=repr(error))
        return 0


def packed_vectors(matches: list[Stored], teams: list[Stored]) -> dict[str, CachedVector]:
    """Rows under the keys that readers ask for."""
    keyed = [(match_key(row.key), row) for row in matches] + [(team_key(row.key), row) for row in teams]
    return {
        key: CachedVector(row.revision, row.event_time, row.catalogue_version, row.document_set, row.values)
        for key, row in keyed
    }


def _news(revised: Revised) -> list[Stored]:
    return [row for row in revised.rows if row.key in revised.news]
