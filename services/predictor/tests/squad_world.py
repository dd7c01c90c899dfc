"""Sealing of squads over memory: real models of players, a ledger in dictionaries, and what came out of it."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from player_models import NAME, KnownSquads, player_bundle

from touchline.football.bundle import sha256_of
from touchline.football.catalogue import LATEST
from touchline.football.player_bundle import open_players
from touchline.predictor.bundles import Stored
from touchline.predictor.prediction.fixtures import within_horizon
from touchline.predictor.prediction.player_forecast import Meeting
from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.squads.handlers import SquadPredictor
from touchline.predictor.squads.looking import seal_squads
from touchline.predictor.squads.ports import Due
from touchline.runtime.transaction import Transaction
from touchline.schemas import Envelope, decode, rows_of
from touchline.schemas.records import PlayerPrediction
from touchline.schemas.topics import PLAYER_PREDICTIONS

NOON = datetime.fromisoformat("2019-12-26T12:00:00+00:00")
MATCH = "E0:2019-20:arsenal:chelsea"
EXPECTED = (1.6, 1.1)
Forecast = list[PlayerPrediction]


def champion(version: str = "p1", revision: int = 1, data: bytes = b"") -> Champion:
    """Models of players that stand under `models/<version>`."""
    return Champion(NAME, version, LATEST, "5" * 64, f"models/{version}", sha256_of(data), revision)


def meeting(match_id: str = MATCH, days: float = 2) -> Meeting:
    """A coming match."""
    _, season, home, away = match_id.split(":")
    return Meeting(match_id, "E0", season.replace("-", "/"), (home, away), NOON + timedelta(days=days))


@dataclass
class MemorySquadLedger:
    """The tables on players in dictionaries; a match and its standing prediction are put in by the test."""

    now: datetime = NOON
    served: Champion | None = None
    matches: dict[str, tuple[Meeting, str]] = field(default_factory=dict)  # and the id of its prediction
    expected: tuple[float, float] | None = EXPECTED
    news: dict[str, int] = field(default_factory=dict)
    seen: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    forecasts: list[Forecast] = field(default_factory=list)
    chains: dict[str, Chain] = field(default_factory=dict)

    async def advance_clock(self, seen: datetime | None = None) -> datetime:
        self.now = max(self.now, seen or self.now)
        return self.now

    async def clock(self) -> datetime:
        return self.now

    async def hear(self, pools: Collection[str]) -> None:
        for pool in pools:
            self.news[pool] = self.news.get(pool, 0) + 1

    async def champion(self) -> Champion | None:
        return self.served

    async def crown(self, champion: Champion) -> bool:
        if self.served is not None and champion.revision <= self.served.revision:
            return False
        self.served = champion
        return True

    async def due(self, champion: Champion, clock: datetime, horizon: timedelta) -> list[Due]:
        found = [
            Due(one, "ENG", prediction, self.expected, self.news.get("ENG", 0))
            for one, prediction in self.matches.values()
            if within_horizon(one.kick_off, clock, horizon)
        ]
        return [one for one in found if self.seen.get(one.meeting.match_id) != self._saw(one, champion)]

    async def standing(self, match_id: str) -> Forecast:
        return next((rows for rows in reversed(self.forecasts) if rows[0].match_id == match_id), [])

    async def chain(self, pool: str) -> Chain:
        return self.chains.get(pool, Chain())

    async def seal(self, rows: Sequence[PlayerPrediction], chain: Chain) -> None:
        assert rows[0].forecast_id not in {one[0].forecast_id for one in self.forecasts}
        self.forecasts.append(list(rows))
        self.chains[rows[0].pool] = chain

    async def looked(self, due: Due, champion: Champion) -> None:
        self.seen[due.meeting.match_id] = self._saw(due, champion)

    def _saw(self, due: Due, champion: Champion) -> tuple[str, str, int]:
        return champion.version, due.prediction_id, due.news


@dataclass
class SquadWorld:
    """A predictor of squads over memory, and what it announced."""

    objects: Any
    ledger: MemorySquadLedger = field(default_factory=MemorySquadLedger)
    squads: KnownSquads = field(default_factory=KnownSquads)
    announced: list[Forecast] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    before_commit: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.bundles = Stored(self.objects, open_players, 2)

    def predictor(self) -> SquadPredictor:
        return SquadPredictor(
            lambda _: self.ledger, self.bundles, self.squads, timedelta(days=8), 0, lambda: NOON + timedelta(days=30)
        )

    def crowned(self, version: str = "p1", revision: int = 1, seed: int = 1) -> Champion:
        """Put models into the store; returns them as a champion."""
        data = player_bundle(version, seed)
        self.objects.objects[f"models/{version}"] = data
        return champion(version, revision, data)

    async def look(self) -> int:
        return await seal_squads(self.predictor(), self, self)

    @asynccontextmanager
    async def transaction(self, lane: str = "") -> Any:
        """A unit of work; `before_commit` may fail it, and then nothing of it has happened."""
        kept = MemorySquadLedger(**{name: _copied(value) for name, value in vars(self.ledger).items()})
        transaction = Transaction(None, "predictor")  # type: ignore[arg-type]
        try:
            yield transaction
            if transaction.pending:
                self.before_commit()
        except BaseException:
            self.ledger = kept
            raise
        await self._commit(transaction)

    async def run(self, work: Callable[[Transaction], Awaitable[object]]) -> None:
        """One message handled."""
        async with self.transaction() as transaction:
            await work(transaction)

    async def _commit(self, transaction: Transaction) -> None:
        for row in transaction.pending:
            assert row.topic == PLAYER_PREDICTIONS.name
            self.announced.append(rows_of(PlayerPrediction, decode(PlayerPrediction, row.value)))
            self.ids.append(Envelope.from_headers(row.headers).id)
        for callback in transaction.callbacks:
            await callback()


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, dict | list) else value
