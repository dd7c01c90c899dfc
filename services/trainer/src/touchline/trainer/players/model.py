"""All models of players together: one set of files without code, one forecast."""

from collections.abc import Mapping
from dataclasses import dataclass

from touchline.football.player_goals import counts
from touchline.football.player_minutes import Matrix, Minutes, Vector
from touchline.trainer.players.minutes_model import ask_minutes, fit_minutes
from touchline.trainer.players.points_model import Points, ask_points, fit_points
from touchline.trainer.players.scoring_model import ask_scoring, fit_scoring
from touchline.trainer.players.table import Integers, Players

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of rows, one number or distribution a row."""

    minutes: Minutes
    goals: Vector
    assists: Vector
    goal_counts: Matrix
    assist_counts: Matrix
    points: Points


def fit(players: Players, values: Matrix) -> Files:
    """Learn from rows whose outcome was known; `values` are their inputs."""
    minutes, started = players.happened("minutes"), players.happened("started")
    goals, assists = players.happened("goals"), players.happened("assists")
    return {
        **fit_minutes(values, minutes, started),
        **fit_scoring(values, minutes, goals, assists, players.teams),
        **fit_points(values, players.happened("points"), minutes, started),
    }


def forecast(files: Files, values: Matrix, teams: Integers) -> Forecast:
    """Forecast rows; all players of a team's match are among them, for their goals add up to the team's."""
    minutes = ask_minutes(files, values)
    goals, assists = ask_scoring(files, values, minutes, teams)
    return Forecast(
        minutes,
        goals,
        assists,
        counts(goals, minutes),
        counts(assists, minutes),
        ask_points(files, values, minutes),
    )
