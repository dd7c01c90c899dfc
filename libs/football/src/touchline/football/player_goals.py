"""Goals and assists of players: shares of what their team is expected to score, so that they add up to it.

mu_i = G * w_i / sum_j w_j, with G the team's expected goals less own goals of the other side and w_i = expected
minutes / 90 * rate per full match. Given a role the count is Poisson (Maher, 1982,
https://doi.org/10.1111/j.1467-9574.1982.tb00782.x), with a mean in proportion to the minutes of that role; over roles
it is their mixture, whose chance of nothing is larger than that of one Poisson count with the same mean.
"""

import numpy as np
from numpy.typing import NDArray

from touchline.football.player_minutes import ABSENT, Matrix, Minutes, Vector

MOST = 6  # goals or assists of a player in a match; more is counted as so many


def shared(of_team: Vector, weights: Vector, teams: NDArray[np.int64]) -> Vector:
    """Each player's part of what his team expects.

    `of_team` repeats the team's number in each row, `teams` numbers the team and match of each row from 0. Where nobody
    has a weight nobody scores.

    >>> shared(np.array([1.5, 1.5]), np.array([0.2, 0.1]), np.array([0, 0])).round(6).tolist()
    [1.0, 0.5]
    """
    sums = np.bincount(teams, weights)[teams]
    return np.where(sums > 0.0, of_team * weights / np.where(sums > 0.0, sums, 1.0), 0.0)


def counts(mean: Vector, minutes: Minutes) -> Matrix:
    """Chances of 0, 1, … goals, shape (n, 7), the last for six or more; their mean is `mean`.

    Given a role, the mean is mean * minutes in the role / expected minutes; of one who is not expected, 0.

    >>> sure = Minutes(np.array([[0.0, 0.0, 1.0]]), np.array([20.0]), np.array([90.0]))
    >>> counts(np.array([0.5]), sure)[0, :2].round(4).tolist()
    [0.6065, 0.3033]
    """
    expected = np.maximum(minutes.expected, 1e-9)
    chances = np.zeros((len(mean), MOST + 1))
    chances[:, 0] = minutes.chances[:, ABSENT]
    for role, played in ((1, minutes.if_substitute), (2, minutes.if_started)):
        chances += minutes.chances[:, [role]] * _poisson(mean * played / expected)
    return chances


def anytime(chances: Matrix) -> Vector:
    """The chance to score at all: 1 - P(0 goals).

    >>> anytime(np.array([[0.8, 0.15, 0.05]])).round(6).tolist()
    [0.2]
    """
    return np.asarray(1.0 - chances[:, 0], dtype=np.float64)


def _poisson(mean: Vector) -> Matrix:
    """Chances of 0 to 5 events, and of six or more."""
    terms = np.empty((len(mean), MOST + 1))
    terms[:, 0] = np.exp(-mean)
    for count in range(1, MOST):
        terms[:, count] = terms[:, count - 1] * mean / count
    terms[:, MOST] = np.maximum(0.0, 1.0 - terms[:, :MOST].sum(axis=1))
    return terms
