"""Every market as a sum over one scoreline grid, so that none can contradict another.

`grid` has the shape (..., N, N) of `touchline.football.scoreline`; what is returned has its leading shape, with one
more axis for the selections, in the order that each function names.
"""

import numpy as np
from numpy.typing import NDArray

from touchline.football.scoreline import Grid, differences, totals

Shares = NDArray[np.float64]


def result(grid: Grid) -> Shares:
    """Home win, draw, away win.

    >>> from touchline.football.scoreline import poisson_grid
    >>> result(poisson_grid(1.5, 1.2)).round(3).tolist()
    [0.441, 0.255, 0.304]
    """
    gap = differences(grid.shape[-1])
    return np.stack([_sum(grid, gap > 0), _sum(grid, gap == 0), _sum(grid, gap < 0)], axis=-1)


def total(grid: Grid, line: float) -> Shares:
    """Over and under a half line such as 2.5 goals; ValueError for a line on which a bet could be void.

    >>> from touchline.football.scoreline import poisson_grid
    >>> total(poisson_grid(1.5, 1.2), 2.5).round(3).tolist()
    [0.506, 0.494]
    """
    if line % 1 != 0.5:
        raise ValueError(f"a total is over or under a half line such as 2.5, not {line}")
    over = _sum(grid, totals(grid.shape[-1]) > line)
    return np.stack([over, 1 - over], axis=-1)


def both_to_score(grid: Grid) -> Shares:
    """Yes and no.

    >>> from touchline.football.scoreline import poisson_grid
    >>> both_to_score(poisson_grid(1.5, 1.2)).round(3).tolist()
    [0.543, 0.457]
    """
    yes = grid[..., 1:, 1:].sum(axis=(-2, -1))
    return np.stack([yes, 1 - yes], axis=-1)


def double_chance(grid: Grid) -> Shares:
    """Home or draw, home or away, draw or away: sums of two results, together 2.

    >>> from touchline.football.scoreline import poisson_grid
    >>> double_chance(poisson_grid(1.5, 1.2)).round(3).tolist()
    [0.696, 0.745, 0.559]
    """
    home, draw, away = np.moveaxis(result(grid), -1, 0)
    return np.stack([home + draw, home + away, draw + away], axis=-1)


def draw_no_bet(grid: Grid) -> Shares:
    """Home and away, given that there is a winner, since the stake comes back on a draw: home / (home + away).

    >>> from touchline.football.scoreline import poisson_grid
    >>> draw_no_bet(poisson_grid(1.5, 1.2)).round(3).tolist()
    [0.592, 0.408]
    """
    home, _, away = np.moveaxis(result(grid), -1, 0)
    return np.asarray(np.stack([home, away], axis=-1) / (home + away)[..., None])


def correct_score(grid: Grid, home_goals: int, away_goals: int) -> Shares:
    """The chance of one score: a cell.

    >>> from touchline.football.scoreline import poisson_grid
    >>> round(float(correct_score(poisson_grid(1.5, 1.2), 1, 1)), 3)
    0.121
    """
    return np.asarray(grid[..., home_goals, away_goals])


def likeliest_scores(grid: Grid, count: int) -> list[tuple[int, int]]:
    """The scores of one match with the greatest chances, greatest first; of equal ones fewer home, then away goals.

    >>> from touchline.football.scoreline import poisson_grid
    >>> likeliest_scores(poisson_grid(1.5, 1.2), 3)
    [(1, 1), (1, 0), (2, 1)]
    """
    size = grid.shape[-1]
    places = np.argsort(-grid.reshape(-1), kind="stable")[:count]
    return [(int(home), int(away)) for home, away in zip(*np.divmod(places, size), strict=True)]


def clean_sheet(grid: Grid) -> Shares:
    """The home side concedes none (a column of the grid); the away side concedes none (a row).

    >>> from touchline.football.scoreline import poisson_grid
    >>> clean_sheet(poisson_grid(1.5, 1.2)).round(3).tolist()
    [0.301, 0.223]
    """
    return np.stack([grid[..., :, 0].sum(axis=-1), grid[..., 0, :].sum(axis=-1)], axis=-1)


def expected_goals(grid: Grid) -> Shares:
    """The mean goals of both sides: Σ x P(x, y) and Σ y P(x, y).

    >>> from touchline.football.scoreline import poisson_grid
    >>> expected_goals(poisson_grid(1.5, 1.2)).round(3).tolist()
    [1.5, 1.2]
    """
    goals = np.arange(grid.shape[-1])
    return np.stack([grid.sum(axis=-1) @ goals, grid.sum(axis=-2) @ goals], axis=-1)


def expected_points(grid: Grid) -> Shares:
    """League points that both sides should take: three for a win, one for a draw.

    >>> from touchline.football.scoreline import poisson_grid
    >>> expected_points(poisson_grid(1.5, 1.2)).round(2).tolist()
    [1.58, 1.17]
    """
    home, draw, away = np.moveaxis(result(grid), -1, 0)
    return np.stack([3 * home + draw, 3 * away + draw], axis=-1)


def asian_handicap(grid: Grid, line: float) -> Shares:
    """Shares of a stake on the home side, with `line` goals added to it, that win, come back and lose; sum 1.

    Lines are multiples of a quarter. A quarter line is two bets of half the stake on the lines beside it: at -0.25,
    half on 0 and half on -0.5. ValueError for any other line.

    >>> from touchline.football.scoreline import poisson_grid
    >>> asian_handicap(poisson_grid(1.5, 1.2), -0.25).round(3).tolist()
    [0.441, 0.127, 0.431]
    """
    if line * 4 % 1:
        raise ValueError(f"handicaps are multiples of a quarter goal, not {line}")
    if line * 2 % 1:
        return (asian_handicap(grid, line - 0.25) + asian_handicap(grid, line + 0.25)) / 2
    gap = differences(grid.shape[-1]) + line
    return np.stack([_sum(grid, gap > 0), _sum(grid, gap == 0), _sum(grid, gap < 0)], axis=-1)


def fair_handicap_price(grid: Grid, line: float) -> Shares:
    """Decimal odds without margin on the home side at a handicap: 1 + lost / won shares of the stake.

    >>> from touchline.football.scoreline import poisson_grid
    >>> round(float(fair_handicap_price(poisson_grid(1.5, 1.2), -0.25)), 3)
    1.977
    """
    won, _, lost = np.moveaxis(asian_handicap(grid, line), -1, 0)
    return np.asarray(1 + lost / won)


def _sum(grid: Grid, cells: NDArray[np.bool_]) -> Shares:
    return np.asarray((grid * cells).sum(axis=(-2, -1)))
