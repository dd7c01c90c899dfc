"""Why a prediction says what it says: how far each family of features moves it from an ordinary meeting.

The game is the served number itself: its players are families, a coalition's vector has its families from the match
and all others from the ordinary meeting, and its worth is what the sums over the model's tilted grid say of it. One
reference and every coalition, so that nothing is sampled: Sundararajan and Najmi (2020),
https://arxiv.org/abs/1908.08474, call it baseline Shapley.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from touchline.football import markets
from touchline.football.families import FAMILIES, Family, Vector
from touchline.football.scoreline import Grid
from touchline.football.shapley import coalitions, shapley_values
from touchline.football.vector import Matrix, Places, places

Grids = Callable[[Matrix], Grid]


class Numbers(NamedTuple):
    """Chances of home win, draw and away win, and the goals to expect of both; or differences in them."""

    home: float
    draw: float
    away: float
    home_goals: float
    away_goals: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is served, what it would be in an ordinary meeting, and each family's part of the difference."""

    served: Numbers
    ordinary: Numbers
    contributions: Mapping[Family, Numbers]


def explained(
    grids: Grids, match: Vector, ordinary: Vector, families: Mapping[Family, Sequence[str]] = FAMILIES
) -> Explanation:
    """The exact Shapley values of a match's families; they sum to served - ordinary.

    `grids` gives the grids of vectors (n, features); both vectors are in the order of the latest catalogue. A family
    that is as in the ordinary meeting is in no coalition and gets exactly 0.

    >>> from touchline.football.catalogue import MATCH_FEATURES
    >>> from touchline.football.scoreline import poisson_grid
    >>> from touchline.football.vector import rates
    >>> usual = np.ones(len(MATCH_FEATURES))
    >>> better = usual.copy()
    >>> better[places(("chances_rate_home", "elo_home"))] = 1.5, 1800.0
    >>> told = explained(lambda values: poisson_grid(*rates(values, "chances").T), better, usual)
    >>> [(family.value, round(said.home, 3)) for family, said in told.contributions.items() if said.home]
    [('goals', 0.142)]
    """
    moved = [family for family, names in families.items() if (match != ordinary)[places(tuple(names))].any()]
    worths = _worths(grids, match, ordinary, [places(tuple(families[family])) for family in moved])
    shares = dict(zip(moved, shapley_values(worths), strict=True))
    nothing = np.zeros(worths.shape[1])
    contributions = {family: Numbers(*shares.get(family, nothing).tolist()) for family in families}
    return Explanation(Numbers(*worths[-1].tolist()), Numbers(*worths[0].tolist()), contributions)


def _worths(grids: Grids, match: Vector, ordinary: Vector, moved: Sequence[Places]) -> Matrix:
    """What the model says of every coalition, (2^n, 5); features of no family are the match's throughout.

    The first and the last are asked alone, as predictions are: in a batch the last bits depend on the neighbours.
    """
    inside = coalitions(len(moved))
    rows = np.tile(match, (len(inside), 1))
    for player, where in enumerate(moved):
        rows[np.ix_(~inside[:, player], where)] = ordinary[where]
    worths = numbers_of(grids(rows))
    worths[0], worths[-1] = numbers_of(grids(rows[:1]))[0], numbers_of(grids(rows[-1:]))[0]
    return worths


def numbers_of(grid: Grid) -> Matrix:
    """`Numbers` as sums over grids, (..., 5)."""
    return np.concatenate([markets.result(grid), markets.expected_goals(grid)], axis=-1)
