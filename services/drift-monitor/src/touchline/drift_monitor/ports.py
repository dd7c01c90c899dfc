"""What the monitor needs from its tables."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import pyarrow as pa

from touchline.drift_monitor.settling import Played, Prices, Seal
from touchline.drift_monitor.settling_players import Forecast, Line
from touchline.football.outcome import Outcome
from touchline.schemas.records import (
    Drift,
    Match,
    MatchFeatures,
    MatchPrediction,
    Odds,
    PlayerPrediction,
    PlayerSettlement,
    RetrainingRequest,
    Settlement,
)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A match with news, and how much of it there was when we looked."""

    match_id: str
    news: int
    football_time: datetime


class Watched(Protocol):
    """What handlers keep; only greater revisions are applied."""

    async def keep_results(self, rows: Sequence[Match]) -> None: ...
    async def keep_odds(self, rows: Sequence[Odds]) -> None: ...
    async def keep_vectors(self, rows: Sequence[MatchFeatures]) -> None: ...
    async def keep_predictions(self, rows: Sequence[MatchPrediction]) -> None: ...
    async def mark_unsettled(self, pool: str, match_ids: Collection[str], football_time: datetime) -> None: ...


class WatchedPlayers(Protocol):
    """What handlers keep of players; only greater revisions are applied."""

    async def keep_lines(self, batch: pa.RecordBatch) -> None: ...
    async def keep_forecasts(self, rows: Iterable[PlayerPrediction]) -> None: ...


class PlayerBooks(Protocol):
    """What settling players reads and writes."""

    async def forecasts(self, match_ids: Collection[str]) -> list[Forecast]: ...
    async def lines(self, match_ids: Collection[str]) -> list[Line]: ...
    async def latest_settlements(self, match_ids: Collection[str]) -> dict[str, PlayerSettlement]: ...
    async def add_settlements(self, rows: Sequence[PlayerSettlement]) -> None: ...


class Books(Protocol):
    """What settling reads and writes."""

    async def unsettled(self, pool: str) -> list[Unsettled]: ...
    async def clear(self, seen: Sequence[Unsettled]) -> None: ...
    async def seals(self, match_ids: Collection[str]) -> list[Seal]: ...
    async def played(self, match_ids: Collection[str]) -> list[Played]: ...
    async def prices(self, match_ids: Collection[str]) -> list[Prices]: ...
    async def latest_settlements(self, match_ids: Collection[str]) -> dict[str, Settlement]: ...
    async def add_settlements(self, rows: Sequence[Settlement]) -> None: ...


@dataclass(frozen=True, slots=True)
class ScoredMatch:
    """A watched match of any pool with the prediction that was sealed for it."""

    match_id: str
    pool: str
    model_version: str
    outcome: Outcome
    probabilities: tuple[float, float, float]  # home, draw, away
    kick_off: datetime
    available_at: datetime


class History(Protocol):
    """What the rule looks at."""

    async def recent(self, pool: str, until: datetime, limit: int) -> list[Played]: ...
    async def vectors(self, pool: str, since: datetime, until: datetime) -> dict[str, tuple[float, ...]]: ...
    async def settlements(self, pool: str, since: datetime) -> dict[str, Settlement]: ...
    async def scored(self, limit: int) -> list[ScoredMatch]: ...


@dataclass(frozen=True, slots=True)
class LatestSettled:
    """How far a pool's watched matches are settled."""

    kick_off: datetime
    available_at: datetime  # football time


class Ledger(Protocol):
    """What the watch remembers of its own verdicts and of what was asked for."""

    async def has_request(self, request_id: str) -> bool: ...
    async def latest_settled(self, pool: str) -> LatestSettled | None: ...
    async def settled_matches(self, pool: str) -> int: ...
    async def last_verdict(self, pool: str, *, of_players: bool = False) -> bool | None: ...
    async def settled_since_drift(self, pool: str) -> int: ...
    async def last_drifts(self, pool: str) -> dict[str, datetime]: ...
    async def settled_at_last_request(self, pool: str) -> int | None: ...
    async def add_drift(self, row: Drift) -> None: ...
    async def add_request(self, row: RetrainingRequest, settled_matches: int) -> None: ...
