"""The scoreline grid: the probability of every score, from which everything else about a match is a sum.

A grid is an array of shape (..., home goals, away goals) that sums to 1; the leading axes are matches, and every
function takes one match or many. Scores beyond the edge are less than one match in a million at three goals a side.
"""

from math import lgamma

import numpy as np
from numpy.typing import ArrayLike, NDArray

Grid = NDArray[np.float64]
SIZE = 13  # 0 to 12 goals a side


def poisson_grid(home_rate: ArrayLike, away_rate: ArrayLike, size: int = SIZE) -> Grid:
    """Goals of both sides as independent Poisson counts: P(x, y) = e^-λ λ^x / x! · e^-μ μ^y / y!, scaled to sum to 1.

    Rates are goals, above 0; ValueError otherwise. Maher (1982), https://doi.org/10.1111/j.1467-9574.1982.tb00782.x.

    >>> poisson_grid(1.5, 1.2).shape, round(float(poisson_grid(1.5, 1.2)[0, 0]), 4)
    ((13, 13), 0.0672)
    """
    return dixon_coles_grid(home_rate, away_rate, 0.0, size)


def dixon_coles_grid(home_rate: ArrayLike, away_rate: ArrayLike, rho: ArrayLike, size: int = SIZE) -> Grid:
    """The Poisson grid with low scores tied by ρ: τ(0,0) = 1 - λμρ, τ(0,1) = 1 + λρ, τ(1,0) = 1 + μρ, τ(1,1) = 1 - ρ.

    ValueError where a rate is not above 0 or ρ makes a probability negative. Dixon and Coles (1997),
    https://doi.org/10.1111/1467-9876.00065.

    >>> draws = dixon_coles_grid(1.5, 1.2, -0.1)
    >>> bool(draws[0, 0] > poisson_grid(1.5, 1.2)[0, 0]), round(float(draws.sum()), 12)
    (True, 1.0)
    """
    home, away, tie = np.broadcast_arrays(*(np.asarray(one, dtype=np.float64) for one in (home_rate, away_rate, rho)))
    if not ((home > 0) & (away > 0) & np.isfinite(home) & np.isfinite(away)).all():
        raise ValueError("rates of goals are above 0")
    grid = _poisson(home, size)[..., :, None] * _poisson(away, size)[..., None, :]
    tau = np.stack([1 - home * away * tie, 1 + home * tie, 1 + away * tie, 1 - tie], axis=-1)
    if (tau < 0).any():
        raise ValueError("this ρ makes a score's probability negative")
    grid[..., 0, 0] *= tau[..., 0]
    grid[..., 0, 1] *= tau[..., 1]
    grid[..., 1, 0] *= tau[..., 2]
    grid[..., 1, 1] *= tau[..., 3]
    return np.asarray(grid / grid.sum(axis=(-2, -1), keepdims=True))


def _poisson(rate: Grid, size: int) -> Grid:
    goals = np.arange(size)
    log_factorial = np.array([lgamma(one + 1) for one in range(size)])
    return np.asarray(np.exp(goals * np.log(rate)[..., None] - rate[..., None] - log_factorial))


def differences(size: int = SIZE) -> NDArray[np.int64]:
    """Home less away goals of each cell."""
    goals = np.arange(size)
    return goals[:, None] - goals[None, :]


def totals(size: int = SIZE) -> NDArray[np.int64]:
    """Goals of both sides in each cell."""
    goals = np.arange(size)
    return goals[:, None] + goals[None, :]
