"""Goals and assists given minutes: rates per full match, scaled to what the team expects.

See `football.player_goals`.
"""

from collections.abc import Mapping

from touchline.football.player_minutes import Matrix, Vector
from touchline.football.player_set import ASSISTS, FULL, GOALS, TEAM
from touchline.trainer.players.boosting import fit_trees
from touchline.trainer.players.table import Integers
from touchline.trainer.players.team_goals import Scored, fit_team_goals


def fit_scoring(values: Matrix, minutes: Vector, scored: Scored, teams: Integers) -> Mapping[str, bytes]:
    """Poisson rates from those who played, and the team's goals.

    A count with the mean full * rate, full being minutes / 90, has the likelihood of count / full with the weight full.
    """
    played = minutes > 0
    full = minutes[played] / FULL
    return {
        GOALS: fit_trees(values[played], scored.goals[played] / full, {"objective": "poisson"}, full),
        ASSISTS: fit_trees(values[played], scored.assists[played] / full, {"objective": "poisson"}, full),
        TEAM: fit_team_goals(values, scored, teams).content(),
    }
