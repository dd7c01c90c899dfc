"""Settles what has news, pool by pool, then looks for drift; runs beside the consumer.

Handlers of different topics run at the same time and may each miss what another has not committed yet; the settler
comes after both, alone in its lane, so that nothing stays unsettled.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from touchline.drift_monitor.player_stores import SqlPlayers
from touchline.drift_monitor.player_watching import PlayerWatch
from touchline.drift_monitor.pooled_watching import PooledWatch
from touchline.drift_monitor.ports import Books, PlayerBooks
from touchline.drift_monitor.requesting import lane_of
from touchline.drift_monitor.settling import news_in, settlement_of
from touchline.drift_monitor.settling_players import player_settlement_of
from touchline.drift_monitor.stores import SqlBooks
from touchline.drift_monitor.watched import POOLED
from touchline.drift_monitor.watching import Watch
from touchline.runtime import metrics
from touchline.runtime.errors import Unavailable
from touchline.runtime.logs import log
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import batch_of, event_id
from touchline.schemas.records import PlayerSettlement, Settlement
from touchline.schemas.topics import PLAYER_SETTLEMENTS, SETTLEMENTS

Clock = Callable[[], datetime]
Pools = Callable[[], Awaitable[Sequence[str]]]


class OfMatch(Protocol):
    """Anything that is about one match."""

    @property
    def match_id(self) -> str: ...


M = TypeVar("M", bound=OfMatch)


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling a pool brought: new or corrected scores, and which matches were scored for the first time."""

    rows: list[Settlement]
    first_time: list[Settlement]
    football_time: datetime
    players: list[PlayerSettlement] = field(default_factory=list)


async def settle_pool(
    pool: str, books: Books, players: PlayerBooks, now: datetime, first_revision: int
) -> Settled | None:
    """Score every match of a pool that has news; None when there is none. A second run finds nothing to do."""
    unsettled = await books.unsettled(pool)
    if not unsettled:
        return None
    seals = by_match(await books.seals([row.match_id for row in unsettled]))
    played = await books.played(list(seals)) if seals else []
    ids = [match.match_id for match in played]
    prices = by_match(await books.prices(ids)) if ids else {}
    latest = await books.latest_settlements(ids) if ids else {}
    scored = (settlement_of(match, seals[match.match_id], prices.get(match.match_id, ()), now) for match in played)
    news = news_in([row for row in scored if row], latest, first_revision)
    if news:
        await books.add_settlements(news)
    of_players = await settle_players([row.match_id for row in unsettled], books, players, now, first_revision)
    await books.clear(unsettled)
    first_time = [row for row in news if row.match_id not in latest]
    return Settled(news, first_time, max(row.football_time for row in unsettled), of_players)


async def settle_players(
    match_ids: Sequence[str], books: Books, players: PlayerBooks, now: datetime, first_revision: int
) -> list[PlayerSettlement]:
    """The same of the forecasts of these matches' players, once their match is over and lines say what they did."""
    forecasts = by_match(await players.forecasts(match_ids))
    played = await books.played(list(forecasts)) if forecasts else []
    ids = [match.match_id for match in played]
    lines, latest = by_match(await players.lines(ids)), await players.latest_settlements(ids)
    scored = (
        player_settlement_of(match, forecasts[match.match_id], lines.get(match.match_id, ()), now) for match in played
    )
    news = news_in([row for row in scored if row], latest, first_revision)
    if news:
        await players.add_settlements(news)
    return news


def by_match(rows: Iterable[M]) -> dict[str, Sequence[M]]:
    """Rows grouped by their match."""
    groups: dict[str, list[M]] = defaultdict(list)
    for row in rows:
        groups[row.match_id].append(row)
    return dict(groups)


class Settler:
    """The background coroutine: each pool with news is settled and watched in one transaction of its own lane."""

    def __init__(
        self,
        work: UnitOfWork,
        pools: Pools,
        watch: Watch,
        pooled: PooledWatch,
        players: PlayerWatch,
        clock: Clock,
        first_revision: int,
        interval: float,
    ) -> None:
        self._work = work
        self._pools = pools
        self._watch = watch
        self._pooled = pooled
        self._players = players
        self._clock = clock
        self._first_revision = first_revision
        self._interval = interval

    async def run(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Settle for ever; a database that is down is waited for."""
        unseen = True  # scores that the charts over all pools have not seen: a crash may have left some
        while True:
            try:
                for pool in await self._pools():
                    unseen = await self.settle(pool) or unseen
                if unseen:
                    await self.look_at_all()
                    unseen = False
            except Unavailable as error:
                metrics.WAITS.labels(self._work.service).inc()
                log.warning("settling waits", error=str(error))
            await sleep(self._interval)

    async def look_at_all(self) -> None:
        """Look at the charts over all pools, in a lane of their own."""
        async with self._work.transaction(lane=lane_of(POOLED)) as transaction:
            await self._pooled.look(transaction)

    async def settle(self, pool: str) -> bool:
        """Settle one pool and, when a prediction was scored for the first time, look for drift; whether one was."""
        async with self._work.transaction(lane=lane_of(pool)) as transaction:
            settled = await settle_pool(
                pool, SqlBooks(transaction), SqlPlayers(transaction), self._clock(), self._first_revision
            )
            if settled is None:
                return False
            await announce(pool, settled, transaction)
            if settled.first_time:
                await self._watch.look(pool, settled.first_time, settled.football_time, transaction)
            if settled.players:
                await self._players.look(pool, transaction)
        return bool(settled.first_time)


async def announce(pool: str, settled: Settled, transaction: Transaction) -> None:
    """Publish the scores; the same scores would carry the same event id."""
    await _announce_players(pool, settled, transaction)
    if not settled.rows:
        return
    rows = sorted(settled.rows, key=lambda row: (row.event_time, row.match_id))
    cause = event_id("settled", *((row.match_id, row.prediction_id, row.revision) for row in rows))
    await transaction.emit(SETTLEMENTS, pool, batch_of(Settlement, rows), cause=cause, time=settled.football_time)
    metrics.SETTLED.labels(pool).inc(len(settled.first_time))
    log.info("predictions settled", pool=pool, matches=len(rows), first_time=len(settled.first_time))


async def _announce_players(pool: str, settled: Settled, transaction: Transaction) -> None:
    if not settled.players:
        return
    rows = sorted(settled.players, key=lambda row: (row.event_time, row.match_id))
    cause = event_id("settled players", *((row.match_id, row.forecast_id, row.revision) for row in rows))
    batch = batch_of(PlayerSettlement, rows)
    await transaction.emit(PLAYER_SETTLEMENTS, pool, batch, cause=cause, time=settled.football_time)
    log.info("forecasts of players settled", pool=pool, matches=len(rows))
