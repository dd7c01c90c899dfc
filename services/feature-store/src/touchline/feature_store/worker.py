"""The fold worker: takes a stale pool, folds in what became known, and tells what changed."""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from touchline.feature_store.memory import Memory
from touchline.feature_store.patience import Heap, Patience
from touchline.feature_store.ports import Cache, Clock
from touchline.feature_store.refolding import Outcome, refold
from touchline.feature_store.stores import folds
from touchline.feature_store.vectors import Stored, first_counter
from touchline.feature_store.waiting import ask_waiting
from touchline.football.catalogue import CATALOGUES
from touchline.runtime import metrics
from touchline.runtime.database import Database
from touchline.runtime.errors import Unavailable
from touchline.runtime.logs import log
from touchline.runtime.timing import timed
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas.vectors import CachedVector, match_key, player_key, team_key

AT_ONCE = 2  # folds: while one waits for the database another computes; more would keep messages from being taken
OTHERS_WAIT = 1.0  # seconds, before a pool is folded by a worker that is not the one its messages come to


def utc_now() -> datetime:
    """Our own clock."""
    return datetime.now(UTC)


@dataclass(slots=True)
class FoldWorker:
    """Folds stale pools, a few at once; two workers on one pool wait for each other at its row.

    What a worker remembers of a pool is of use while nobody else folds it, so each keeps to its own as a rule: those
    whose messages come to it, which also wake it.
    """

    work: UnitOfWork
    database: Database
    cache: Cache
    incarnation: int = 0
    poll_seconds: float = 0.2
    now: Clock = utc_now
    memory: Memory = field(default_factory=Memory)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    patience: Patience = field(default_factory=Patience)
    is_ours: Callable[[str], bool] = lambda pool: True
    begun: dict[str, float] = field(default_factory=dict)  # pool → when its last fold was, seconds of the steady clock

    async def __call__(self) -> None:
        """Fold for as long as the service runs; a database that is away is waited for."""
        prepared = False
        folding: dict[str, asyncio.Task[None]] = {}
        try:
            while True:
                self.woken.clear()
                try:
                    prepared = prepared or await self._prepare()
                    due = await self.due(folding)
                except Unavailable as error:
                    log.warning("the fold waits", error=str(error))
                    await asyncio.sleep(self.poll_seconds)
                    continue
                for pool in due:
                    folding[pool] = asyncio.create_task(self._fold(pool))
                    folding[pool].add_done_callback(lambda _: self.wake())
                await self._rest()
                for pool in [pool for pool, task in folding.items() if task.done()]:
                    folding.pop(pool).result()
        finally:
            for task in folding.values():
                task.cancel()
            await asyncio.gather(*folding.values(), return_exceptions=True)

    def wake(self) -> None:
        """Something has become stale: look now, not at the next poll."""
        self.woken.set()

    async def due(self, folding: Collection[str] = ()) -> list[str]:
        """The pools to begin with now, while others are being folded: some short folds, and one long one at most.

        Those come first that have waited longest for their turn, or under load the first by name would keep the rest
        from ever having one.
        """
        if len(folding) >= AT_ONCE:
            return []
        heaps = await self._heaps()
        now = time.monotonic()
        ripe = self.patience.ripe(heaps, now)
        turn = {pool for pool in ripe if self.is_ours(pool) or self.patience.waited(pool, now) >= OTHERS_WAIT}
        waiting = sorted(turn - set(folding), key=lambda pool: (self.begun.get(pool, 0.0), pool))
        long = {pool for pool, heap in heaps.items() if self.patience.is_long(pool, heap)}
        one = next((pool for pool in waiting if pool in long and not long & set(folding)), None)
        chosen = [pool for pool in waiting if pool not in long or pool == one][: AT_ONCE - len(folding)]
        self.begun |= dict.fromkeys(chosen, now)
        return chosen

    async def fold_stale(self) -> int:
        """Fold every pool that is stale now, in turn, a history that is coming in, too; returns how many."""
        pools = list(await self._heaps())
        for pool in pools:
            await self.fold_pool(pool)
        return len(pools)

    async def _heaps(self) -> dict[str, Heap]:
        async with self.database.transaction() as connection:
            asked = folds.heaps(connection)
        return await asked

    async def _fold(self, pool: str) -> None:
        began = time.monotonic()
        try:
            with timed(metrics.FOLD_SECONDS.labels(pool)):
                reached = await self.fold_pool(pool)
        except Unavailable as error:
            log.warning("the fold waits", pool=pool, error=str(error))
            await asyncio.sleep(self.poll_seconds)
        else:
            self.patience.folded(pool, time.monotonic() - began, reached)

    async def fold_pool(self, pool: str) -> datetime | None:
        """Bring what is remembered of one pool to what is known of its matches, in one transaction.

        Returns the moment of the latest knowledge that is folded; None where that is not known.
        """
        async with self.work.transaction(lane=f"fold:{pool}") as transaction:
            locked, waiting = folds.ask_pool(transaction, pool), ask_waiting(transaction, pool)
            row = await locked
            if row is None:  # what waits is of use only if it was asked once the row was ours
                row, waiting = await folds.lock_pool(transaction, pool), ask_waiting(transaction, pool)
            counter, held = first_counter(row.revision, self.incarnation), self.memory.of(pool, row.folds)
            outcome = await refold(transaction, pool, waiting, held, counter, self.now())
            if outcome is not None:
                self._after_commit(transaction, pool, outcome)
        if outcome is not None:
            news, facts = len(outcome.matches.news), outcome.people.versions if outcome.people else 0
            metrics.CHANGED_VECTORS.labels(pool).inc(news)
            log.info(
                "folded",
                pool=pool,
                matches=outcome.versions,
                people=facts,
                vectors=len(outcome.matches.rows),
                news=news,
            )
        return (outcome.remembered if outcome is not None else held).reached

    def _after_commit(self, transaction: Transaction, pool: str, outcome: Outcome) -> None:
        people = outcome.people
        vectors = packed_vectors(outcome.matches.told(), outcome.teams.told(), people.players.told() if people else [])
        gone = [match_key(match_id, version) for match_id in outcome.gone for version in CATALOGUES]
        gone += [player_key(player, version) for player in (people.gone if people else ()) for version in CATALOGUES]

        async def remember() -> None:
            self.memory.pools[pool] = outcome.remembered
            await self.cache.advance(vectors)
            await self.cache.remove(gone)

        transaction.after_commit(remember)

    async def _rest(self) -> None:
        if self.patience.leaves:  # each message of a history wakes us, and a look would count all that waits
            await asyncio.sleep(self.poll_seconds)
            return
        try:
            await asyncio.wait_for(self.woken.wait(), self.poll_seconds)
        except TimeoutError:
            return

    async def _prepare(self) -> bool:
        """Once at start: pools of other catalogues are stale, and the cache holds what the tables hold."""
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
        players = [row for pool in pools for row in (await folds.features(connection, "player", pool)).values()]
    try:
        return await cache.advance(packed_vectors(matches, teams, players))
    except Unavailable as error:
        metrics.CACHE_FAILURES.labels("feature-store").inc()
        log.warning("the cache could not be filled", error=repr(error))
        return 0


def packed_vectors(
    matches: Sequence[Stored], teams: Sequence[Stored], players: Sequence[Stored]
) -> dict[str, CachedVector]:
    """Rows under the keys that readers ask for."""
    return dict(_packed(matches, match_key)) | dict(_packed(teams, team_key)) | dict(_packed(players, player_key))


def _packed(rows: Iterable[Stored], key: Callable[[str, int], str]) -> Iterable[tuple[str, CachedVector]]:
    for row in rows:
        vector = CachedVector(row.revision, row.event_time, row.catalogue_version, row.document_set, row.values)
        yield key(row.entity, row.catalogue_version), vector
