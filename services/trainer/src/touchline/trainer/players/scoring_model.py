"""Goals and assists given minutes: rates per full match, scaled to what the team expects.

See `football.player_goals`.
"""

from collections.abc import Mapping

from touchline.football.player_goals import shared
from touchline.football.player_minutes import Matrix, Minutes, Vector
from touchline.trainer.players.boosting import ask_trees, fit_trees
from touchline.trainer.players.table import Integers
from touchline.trainer.players.team_goals import ask_team_goals, fit_team_goals

GOALS, ASSISTS, TEAM = "goals-rate.txt", "assists-rate.txt", "team-goals.npz"
FULL = 90.0


def fit_scoring(
    values: Matrix, minutes: Vector, goals: Vector, assists: Vector, teams: Integers
) -> Mapping[str, bytes]:
    """Poisson rates from those who played, and the team's goals.

    A count with the mean full * rate, full being minutes / 90, has the likelihood of count / full with the weight full.
    """
    played = minutes > 0
    full = minutes[played] / FULL
    return {
        GOALS: fit_trees(values[played], goals[played] / full, {"objective": "poisson"}, full),
        ASSISTS: fit_trees(values[played], assists[played] / full, {"objective": "poisson"}, full),
        TEAM: fit_team_goals(values, goals, assists, teams),
    }


def ask_scoring(files: Mapping[str, bytes], values: Matrix, minutes: Minutes, teams: Integers) -> tuple[Vector, Vector]:
    """Expected goals and assists of each row; a team's sum to what it expects."""
    goals, assists = ask_team_goals(files[TEAM], values)
    full = minutes.expected / FULL
    return (
        shared(goals, full * ask_trees(files[GOALS], values), teams),
        shared(assists, full * ask_trees(files[ASSISTS], values), teams),
    )
