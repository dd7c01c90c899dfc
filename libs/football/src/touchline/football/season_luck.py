"""The luck of simulated seasons: scores drawn from a grid, given how much better than it one side will turn out.

The unknown difference of two strengths is normal and cut into levels that are equally likely. Each has a grid of its
own, tilted towards the side that is better, and the mean of them all is the grid that was given.
"""

import hashlib
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from touchline.football.scoreline import Grid, differences

Goals = NDArray[np.int8]
Shares = NDArray[np.float64]
LEVELS = 15
STEPS = 12  # of fitting; after them the shares of a level sum to 1, to a millionth at an error of 0.3
INSIDE = 1 - 1e-9  # keeps luck below 1 after the number of a level is added to it
_DIFFERENCE = NormalDist(0, 2**0.5)  # of two strengths, in errors of one
EDGES = np.array([_DIFFERENCE.inv_cdf(at / LEVELS) for at in range(1, LEVELS)])
CENTRES = np.array([_DIFFERENCE.inv_cdf((at + 0.5) / LEVELS) for at in range(LEVELS)])


def stream(seed: int, *names: str) -> np.random.Generator:
    """Luck of its own for a match or a team, whatever else is drawn.

    >>> bool(stream(1, "a", "b").random() == stream(1, "a", "b").random() != stream(1, "b", "a").random())
    True
    """
    name = hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).digest()
    return np.random.default_rng([seed, *np.frombuffer(name, dtype="<u4").tolist()])


def drawn(grid: Grid, luck: Shares, better: Shares, error: float) -> tuple[Goals, Goals]:
    """Goals of home and away side, by inversion of cumulative sums; a cell without a chance is never drawn.

    `luck` is uniform on [0, 1); `better` is the home side's strength beyond what is known less the away side's, in
    errors of one team. `error` is in log rates of goals; with 0, `better` does not matter.
    """
    tied = tied_grids(grid, error) if error else grid[None]
    level = np.searchsorted(EDGES, better) if error else 0
    up_to = tied.reshape(len(tied), -1).cumsum(axis=1)
    steps = up_to / up_to[:, -1:] + np.arange(len(tied))[:, None]  # one ascending row of all levels
    cell = np.searchsorted(steps.reshape(-1), luck * INSIDE + level, side="right") % grid.size
    home, away = np.divmod(cell, grid.shape[1])
    return home.astype(np.int8), away.astype(np.int8)


def tied_grids(grid: Grid, error: float) -> Grid:
    """A grid for each level, (levels, goals, goals), tilted by exp(d * (home - away goals)); their mean is `grid`.

    A difference of d multiplies the rates of Poisson goals by exp(d) and exp(-d). Both demands, each level as likely as
    the others and their mean as given, are met by iterative proportional fitting: Deming and Stephan (1940),
    https://doi.org/10.1214/aoms/1177731829.

    >>> from touchline.football import markets
    >>> from touchline.football.scoreline import poisson_grid
    >>> tied = tied_grids(poisson_grid(1.5, 1.2), 0.1)
    >>> markets.result(tied)[[0, 7, 14], 0].round(3).tolist()  # home win, from the worst to the best level
    [0.285, 0.44, 0.606]
    """
    wanted = grid.reshape(-1)
    joint = wanted * np.exp(error * CENTRES[:, None] * differences(grid.shape[0]).reshape(-1))
    for _ in range(STEPS):
        joint /= joint.sum(axis=1, keepdims=True)
        mean = joint.mean(axis=0)
        joint *= np.divide(wanted, mean, out=np.zeros_like(mean), where=mean > 0)
    return np.asarray(joint.reshape(LEVELS, *grid.shape))
