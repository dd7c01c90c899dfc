"""What a forecast says of one player: the numbers that are sealed, and that answers show."""

import dataclasses
from dataclasses import dataclass

from touchline.football.player_goals import anytime
from touchline.football.player_minutes import START, SUBSTITUTE
from touchline.predictor.prediction.player_forecast import Squads
from touchline.schemas.records import PlayerPrediction


@dataclass(frozen=True, slots=True)
class PlayerSaid:
    """As the models gave them, bit by bit; the names are those of the sealed row."""

    start: float
    substitute: float
    minutes_if_started: float
    minutes_if_substitute: float
    minutes_expected: float
    goals_expected: float
    assists_expected: float
    points_expected: float
    anytime_scorer: float
    goal_chances: list[float]
    assist_chances: list[float]
    point_chances: list[float]
    team_goals_by_players: float


NAMES = tuple(field.name for field in dataclasses.fields(PlayerSaid))


def said_of(squads: Squads, at: int) -> PlayerSaid:
    """The numbers of the player who stands at a row of a forecast."""
    forecast, minutes = squads.forecast, squads.forecast.minutes
    return PlayerSaid(
        start=float(minutes.chances[at, START]),
        substitute=float(minutes.chances[at, SUBSTITUTE]),
        minutes_if_started=float(minutes.if_started[at]),
        minutes_if_substitute=float(minutes.if_substitute[at]),
        minutes_expected=float(minutes.expected[at]),
        goals_expected=float(forecast.goals[at]),
        assists_expected=float(forecast.assists[at]),
        points_expected=float(forecast.points.expected[at]),
        anytime_scorer=float(anytime(forecast.goal_counts[at : at + 1])[0]),
        goal_chances=forecast.goal_counts[at].tolist(),
        assist_chances=forecast.assist_counts[at].tolist(),
        point_chances=forecast.points.chances[at].tolist(),
        team_goals_by_players=float(forecast.team_goals[at]),
    )


def said_in(row: PlayerPrediction) -> PlayerSaid:
    """The numbers of a sealed row."""
    return PlayerSaid(**{name: getattr(row, name) for name in NAMES})
