"""Which forecast of players counts, and how far it was from what they did; pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import fmean

from touchline.drift_monitor.settling import Played
from touchline.football.player_belief import belief_in
from touchline.football.player_inputs import VECTOR
from touchline.schemas.records import PlayerPrediction, PlayerSettlement, Provenance

MINUTES, GOALS, POINTS = (VECTOR.index(f"{name}_last_5") for name in ("minutes", "goals", "points"))


@dataclass(frozen=True, slots=True)
class Said:
    """What was expected of a player, and the means over his team's last five matches that stood beside it."""

    minutes: float
    goals: float
    points: float
    minutes_last_5: float
    goals_last_5: float
    points_last_5: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """A sealed forecast of a match's players, as far as scoring needs it."""

    forecast_id: str
    match_id: str
    pool: str
    model_version: str
    sealed_at: datetime  # football time
    said: Mapping[str, Said]  # by player
    revision: int


@dataclass(frozen=True, slots=True)
class Line:
    """What one document says a player did in a match."""

    match_id: str
    player_id: str
    document_key: str
    source: str
    provenance: Provenance
    minutes: int
    goals: int
    points: int
    available_at: datetime


def said_of(row: PlayerPrediction) -> Said:
    """The part of a sealed row that is scored."""
    last_5 = (row.values[place] for place in (MINUTES, GOALS, POINTS))
    return Said(row.minutes_expected, row.goals_expected, row.points_expected, *last_5)


def player_settlement_of(
    match: Played, forecasts: Iterable[Forecast], lines: Iterable[Line], now: datetime
) -> PlayerSettlement | None:
    """The errors of the last forecast sealed before the ball rolled; None without it or a line of its players."""
    in_time = [one for one in forecasts if one.sealed_at < match.kick_off]
    last = max(in_time, key=lambda one: (one.sealed_at, one.revision), default=None)
    if last is None:
        return None
    pairs = [(last.said[line.player_id], line) for line in believed(lines) if line.player_id in last.said]
    if not pairs:
        return None

    def error(expected: Callable[[Said], float], happened: Callable[[Line], int]) -> float:
        return sqrt(fmean((expected(said) - happened(line)) ** 2 for said, line in pairs))

    return PlayerSettlement(
        match_id=match.match_id,
        forecast_id=last.forecast_id,
        pool=match.pool,
        model_version=last.model_version,
        players=len(pairs),
        minutes_error=error(lambda said: said.minutes, lambda line: line.minutes),
        minutes_error_last_5=error(lambda said: said.minutes_last_5, lambda line: line.minutes),
        goals_error=error(lambda said: said.goals, lambda line: line.goals),
        goals_error_last_5=error(lambda said: said.goals_last_5, lambda line: line.goals),
        points_error=error(lambda said: said.points, lambda line: line.points),
        points_error_last_5=error(lambda said: said.points_last_5, lambda line: line.points),
        event_time=match.kick_off,
        available_at=max(match.available_at, *(line.available_at for _, line in pairs)),
        recorded_at=now,
        revision=0,
    )


def believed(lines: Iterable[Line]) -> list[Line]:
    """One line a player, by player; whom to believe does not depend on the order."""
    found: dict[str, Line] = {}
    for line in lines:
        held = found.get(line.player_id)
        if held is None or belief_in(line) > belief_in(held):
            found[line.player_id] = line
    return [found[player] for player in sorted(found)]
