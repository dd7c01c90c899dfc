"""Fantasy Premier League's points of a player as a distribution: what such players get, tilted to the mean expected.

p(k) is proportional to base(k) * exp(theta * k), with theta so that the mean is the one asked for: of all distributions
with that mean the nearest to `base` by Kullback-Leibler divergence. Csiszár (1975),
https://doi.org/10.1214/aop/1176996454.
"""

import numpy as np
from numpy.typing import NDArray

from touchline.football.player_minutes import ABSENT, START, SUBSTITUTE, Matrix, Minutes, Vector

LOWEST, HIGHEST = -4, 20  # points of a match that are told apart; of 196,479 rows 45 lie outside
POINTS: Vector = np.arange(LOWEST, HIGHEST + 1, dtype=np.float64)
STEPS = 40
STEEPEST = 3.0  # theta: at 3 the mean lies within a tenth of an end
SMOOTHING = 0.5  # rows added to each number of points: none is impossible


def base_of(points: NDArray[np.int64]) -> Vector:
    """How often each number of points was given, smoothed; points outside count as the nearest end.

    >>> float(base_of(np.array([2, 2, 6])).sum().round(9))
    1.0
    """
    counted = np.bincount(np.clip(points, LOWEST, HIGHEST) - LOWEST, minlength=len(POINTS)) + SMOOTHING
    return np.asarray(counted / counted.sum(), dtype=np.float64)


def tilted(base: Vector, means: Vector) -> Matrix:
    """One distribution a mean, shape (n, 25), rows summing to 1; found by bisection, the mean rises with theta.

    A mean that lies beyond what a theta of 3 gives stays there.

    >>> fair = np.full(len(POINTS), 1.0 / len(POINTS))
    >>> (tilted(fair, np.array([2.0, 8.0])) @ POINTS).round(6).tolist()
    [2.0, 8.0]
    """
    low, high = np.full(len(means), -STEEPEST), np.full(len(means), STEEPEST)
    for _ in range(STEPS):
        middle = (low + high) / 2.0
        below = _tilt(base, middle) @ POINTS < means
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return _tilt(base, (low + high) / 2.0)


def mixed(minutes: Minutes, if_substitute: Matrix, if_started: Matrix) -> Matrix:
    """Points over the three roles; who does not play gets none.

    >>> sure = Minutes(np.array([[1.0, 0.0, 0.0]]), np.array([20.0]), np.array([84.0]))
    >>> nothing = np.zeros((1, len(POINTS)))
    >>> float(mixed(sure, nothing, nothing)[0, -LOWEST])
    1.0
    """
    chances = minutes.chances[:, [SUBSTITUTE]] * if_substitute + minutes.chances[:, [START]] * if_started
    chances[:, -LOWEST] += minutes.chances[:, ABSENT]
    return chances


def _tilt(base: Vector, theta: Vector) -> Matrix:
    exponents = theta[:, None] * POINTS[None, :] + np.log(base)[None, :]
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)
