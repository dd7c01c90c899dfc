"""Learners that were tried beside those of the blend: goals of both sides in place of who won."""

from collections.abc import Callable, Mapping

import lightgbm
import numpy as np
from sklearn.linear_model import PoissonRegressor
from sklearn.preprocessing import StandardScaler

from touchline.football.blend import BASE, CLASSES, MARKETS
from touchline.football.scoreline import poisson_grid
from touchline.football.vector import Matrix, rates, without_odds
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.models import learned
from touchline.trainer.training.models.seasons import Mask, settled, steps

Learner = Callable[[Matches, Matrix], Matrix]  # matches that are known, and vectors asked about
ITERATIONS = 500
PENALTY = 0.2  # α of scikit-learn; 0.05 and 1 were worse


def ridge(known: Matches, asked: Matrix) -> Matrix:
    """Goals to expect, (n, 2): a Poisson regression for each side, log rates linear in the vector, with a ridge.

    Nelder and Wedderburn (1972), https://doi.org/10.2307/2344614.
    """
    inputs = without_odds(known.values)
    scaler = StandardScaler().fit(inputs)
    there, here = scaler.transform(inputs), scaler.transform(without_odds(asked))
    sides = [PoissonRegressor(alpha=PENALTY, max_iter=ITERATIONS).fit(there, goals) for goals in known.goals.T]
    return np.column_stack([side.predict(here) for side in sides])


def trees(known: Matches, asked: Matrix) -> Matrix:
    """Goals to expect, (n, 2): boosted trees on the Poisson likelihood, from the filter's rate as their start."""
    inputs, starts = without_odds(known.values), np.log(rates(known.values, BASE))
    told = []
    settings = {**learned.TREES, "objective": "poisson", "boost_from_average": False}
    for goals, start in zip(known.goals.T, starts.T, strict=True):
        data = lightgbm.Dataset(inputs, goals, init_score=start)
        told.append(lightgbm.train(settings, data, learned.ROUNDS).predict(without_odds(asked), num_threads=1))
    return np.asarray(rates(asked, BASE) * np.column_stack(told))


LEARNERS: Mapping[str, Learner] = {"goals-ridge": ridge, "goals-trees": trees}


def walked(matches: Matches, seasons: list[str], learner: Learner) -> Matrix:
    """What a learner says of these seasons, season by season; NaN of all other matches."""
    usable: Mask = settled(matches)
    found: Matrix | None = None
    for step in steps(matches, seasons):
        told = learner(matches.where(step.known & usable), matches.values[step.asked])
        found = np.full((len(matches), told.shape[1]), np.nan) if found is None else found
        found[step.asked] = told
    assert found is not None
    return found


def said_of(market: str, goals: Matrix) -> Matrix:
    """What goals to expect say of a market; NaN where there are none."""
    found = np.full((len(goals), CLASSES[market]), np.nan)
    there = ~np.isnan(goals[:, 0])
    found[there] = MARKETS[market](poisson_grid(*goals[there].T))
    return found
