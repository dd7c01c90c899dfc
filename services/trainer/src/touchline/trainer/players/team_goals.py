"""How many goals a team's own players can be expected to score: a Poisson regression on strengths and ground.

log G = b + w . z, z being what the vectors say of both teams, standardised. Maher (1982),
https://doi.org/10.1111/j.1467-9574.1982.tb00782.x; the strengths move with each match by the slope of the same model.
"""

import io

import numpy as np
from sklearn.linear_model import PoissonRegressor

from touchline.football.player_minutes import Matrix, Vector
from touchline.trainer.players.inputs import column
from touchline.trainer.players.table import Integers

READ = ("attack_balance", "at_home", "team_elo", "opponent_elo", "team_attack", "opponent_defence")
PENALTY = 1e-3  # on standardised inputs: enough to tell apart strengths that say the same


def fit_team_goals(values: Matrix, goals: Vector, assists: Vector, teams: Integers) -> bytes:
    """Coefficients, and assists a goal, learned from rows of players; `teams` numbers team and match from 0."""
    _, first = np.unique(teams, return_index=True)
    scored = np.bincount(teams, goals)
    read = _read(values)[first]
    mean, scale = read.mean(axis=0), np.maximum(read.std(axis=0), 1e-9)
    fitted = PoissonRegressor(alpha=PENALTY, max_iter=500).fit((read - mean) / scale, scored)
    sink = io.BytesIO()
    np.savez(
        sink,
        mean=mean,
        scale=scale,
        coefficients=fitted.coef_,
        intercept=fitted.intercept_,
        assists_a_goal=assists.sum() / goals.sum(),
    )
    return sink.getvalue()


def ask_team_goals(content: bytes, values: Matrix) -> tuple[Vector, Vector]:
    """Expected goals and assists of each row's team, shape (n,) each."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        standardised = (_read(values) - arrays["mean"]) / arrays["scale"]
        goals = np.exp(standardised @ arrays["coefficients"] + arrays["intercept"])
        return goals, goals * float(arrays["assists_a_goal"])


def _read(values: Matrix) -> Matrix:
    return np.column_stack([column(values, name) for name in READ])
