"""How many goals a team's own players can be expected to score, learned. See `football.player_team_goals`."""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import PoissonRegressor

from touchline.football.player_minutes import Matrix, Vector
from touchline.football.player_team_goals import TeamGoals, strengths
from touchline.trainer.players.table import Integers

PENALTY = 1e-3  # on standardised inputs: enough to tell apart strengths that say the same


@dataclass(frozen=True, slots=True)
class Scored:
    """Goals, assists and own goals of rows of players."""

    goals: Vector
    assists: Vector
    own_goals: Vector


def fit_team_goals(values: Matrix, scored: Scored, teams: Integers) -> TeamGoals:
    """Coefficients, assists a goal and the share of own players, from rows; `teams` numbers team and match from 0."""
    _, first = np.unique(teams, return_index=True)
    goals = np.bincount(teams, scored.goals)
    read = strengths(values)[first]
    mean, scale = read.mean(axis=0), np.maximum(read.std(axis=0), 1e-9)
    fitted = PoissonRegressor(alpha=PENALTY, max_iter=500).fit((read - mean) / scale, goals)
    stated = ~np.isnan(scored.own_goals)  # some seasons' files have no such column
    by_own, by_others = scored.goals[stated].sum(), scored.own_goals[stated].sum()
    return TeamGoals(
        mean,
        scale,
        fitted.coef_,
        float(fitted.intercept_),
        float(scored.assists.sum() / scored.goals.sum()),
        float(by_own / (by_own + by_others)) if by_own else 1.0,
    )
