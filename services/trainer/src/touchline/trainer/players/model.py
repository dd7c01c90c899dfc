"""All models of players together: one set of files without code, one forecast. See `football.player_set`."""

from touchline.football.player_minutes import Matrix
from touchline.football.player_set import Files, Forecast, open_player_set
from touchline.trainer.players.minutes_model import fit_minutes
from touchline.trainer.players.points_model import fit_points
from touchline.trainer.players.scoring_model import fit_scoring
from touchline.trainer.players.table import Integers, Players
from touchline.trainer.players.team_goals import Scored

__all__ = ["Files", "Forecast", "fit", "forecast"]


def fit(players: Players, values: Matrix) -> Files:
    """Learn from rows whose outcome was known; `values` are their inputs."""
    minutes, started = players.happened("minutes"), players.happened("started")
    scored = Scored(*(players.happened(name) for name in ("goals", "assists", "own_goals")))
    return {
        **fit_minutes(values, minutes, started),
        **fit_scoring(values, minutes, scored, players.teams),
        **fit_points(values, players.happened("points"), minutes, started),
    }


def forecast(files: Files, values: Matrix, teams: Integers) -> Forecast:
    """Forecast rows; all players of a team's match are among them, for their goals add up to the team's."""
    return open_player_set(files).forecast(values, teams)
