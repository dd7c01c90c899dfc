"""What a model says of one meeting: a scoreline grid, and the three sums over it that a sealed row names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from touchline.football import markets
from touchline.football.bundle import Model
from touchline.football.scoreline import SIZE, Grid
from touchline.football.with_odds import prices_known

ROUNDING = 1e-9  # how far a grid's sum may lie from 1


class NoForecast(ValueError):
    """A model answered with something that is no distribution over scores."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A scoreline grid as the model gave it, bit by bit, and the chances of home win, draw and away win."""

    grid: tuple[float, ...]  # 13 × 13, row by row, home goals down, away goals across
    home: float
    draw: float
    away: float
    grid_with_odds: tuple[float, ...] | None = None  # of the second product; None: no prices, or a model without it


def forecast_by(model: Model, values: Sequence[float]) -> Forecast:
    """What a model says of one vector, by itself: in a batch the last bit of a product may depend on its neighbours.

    Raises:
        NoForecast: its answer is no distribution.
    """
    row = np.array([values], dtype=np.float64)
    alone = model.predict_grids(row)
    said = forecast_of(alone[0])
    if model.with_odds is None or not prices_known(row).all():
        return said
    return replace(said, grid_with_odds=forecast_of(model.with_odds.grids(row, alone)[0]).grid)


def forecast_of(grid: Grid) -> Forecast:
    """Check a grid and sum over it.

    >>> from touchline.football.scoreline import poisson_grid
    >>> said = forecast_of(poisson_grid(1.5, 1.2))
    >>> len(said.grid), round(said.home, 3), round(said.draw, 3), round(said.away, 3)
    (169, 0.441, 0.255, 0.304)
    """
    if grid.shape != (SIZE, SIZE) or not ((grid >= 0) & (grid <= 1)).all() or abs(grid.sum() - 1) > ROUNDING:
        raise NoForecast(f"expected {SIZE} × {SIZE} shares that sum to 1, got {grid.shape} summing to {grid.sum()}")
    home, draw, away = markets.result(grid).tolist()
    return Forecast(tuple(grid.reshape(-1).tolist()), home, draw, away)


def grid_of(cells: Sequence[float]) -> Grid:
    """The cells of a sealed row as a grid again; ValueError for another number of them."""
    return np.array(cells, dtype=np.float64).reshape(SIZE, SIZE)
