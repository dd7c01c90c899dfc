"""What a model says about matches, market by market."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football import markets
from touchline.football.bundle import Matrix
from touchline.football.scoreline import Grid

LINE = 2.5


@dataclass(frozen=True, slots=True)
class Forecasts:
    """Probabilities of shape (n, 3), (n, 2), (n, 2), the event first; None for a market of which a model says nothing.

    Rows of matches that a model does not forecast are NaN.
    """

    result: Matrix | None = None
    over: Matrix | None = None
    both: Matrix | None = None

    def by_market(self) -> dict[str, Matrix]:
        """Those that there are, by the names that results use."""
        held = {"1x2": self.result, "over-2.5": self.over, "both-to-score": self.both}
        return {market: shares for market, shares in held.items() if shares is not None}

    @classmethod
    def of(cls, shares: dict[str, Matrix]) -> "Forecasts":
        """Back from `by_market`."""
        return cls(shares.get("1x2"), shares.get("over-2.5"), shares.get("both-to-score"))


def of_grid(grid: Grid) -> Forecasts:
    """All that a grid says."""
    return Forecasts(markets.result(grid), markets.total(grid, LINE), markets.both_to_score(grid))


def two(shares: NDArray[np.float64]) -> Matrix:
    """The chance of an event as event and not.

    >>> two(np.array([0.25])).tolist()
    [[0.25, 0.75]]
    """
    return np.column_stack([shares, 1 - shares])
