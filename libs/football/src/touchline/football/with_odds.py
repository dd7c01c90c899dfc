"""The second product: the market before a match as prior, and what the first product adds to it, as a grid of its own.

Two voices are pooled market by market (`touchline.football.pool`), and the base grid is tilted to what they say:

* `market`: what prices say without their margin, as the vector holds it (the market's average, else Pinnacle, else the
  mean of the bookmakers; only prices from before the match). Of both teams scoring nobody states prices: there it is
  what the base grid says once it is tilted to the prices of result and total.
* `blend`: what the first product says, summed over its tilted grid.

A weight above 1 on the market undoes a margin that lies more on outsiders: dividing by Σ 1/odds leaves log-odds, and
the power method multiplies these by its exponent. Of a match whose prices are not known it says nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.blend import BASE, BOTH, MARKETS, OVER, RESULT, Pooling, tilted_grids
from touchline.football.pool import softmax
from touchline.football.scoreline import Grid, poisson_grid
from touchline.football.vector import Matrix, columns, rates

MARKET, ALONE = "market", "blend"

Mask = NDArray[np.bool_]
Heard = Mapping[str, Mapping[str, Matrix]]
"""By market and voice: probabilities of shape (n, classes), the event first."""


@dataclass(frozen=True, slots=True)
class WithOdds:
    """The pools of the second product, by market."""

    poolings: Mapping[str, Pooling]

    def grids(self, values: Matrix, alone: Grid) -> Grid:
        """Its grids, (n, 13, 13), of vectors and of what the first product says of them.

        Raises:
            ValueError: of one of these matches no prices are known.
        """
        if not prices_known(values).all():
            raise ValueError(f"prices are known of {int(prices_known(values).sum())} of {len(values)} matches")
        heard = voices_with_odds(values, alone)
        pooled = {
            market: one.pool([heard[market][voice] for voice in one.voices]) for market, one in self.poolings.items()
        }
        return tilted_grids(_base(values), pooled[RESULT], pooled[OVER][:, 0], pooled[BOTH][:, 0])


def prices_known(values: Matrix) -> Mask:
    """Of which vectors prices on who wins were known before the match, (n,)."""
    return np.asarray(columns(values, ("market_known",))[:, 0] == 1.0)


def total_known(values: Matrix) -> Mask:
    """Of which vectors prices on 2.5 goals were known as well, (n,)."""
    return np.asarray(columns(values, ("market_over_known",))[:, 0] == 1.0)


def market_result(values: Matrix) -> Matrix:
    """What prices say of home win, draw and away win, (n, 3); base rates where none are known."""
    home, away = columns(values, ("market_home", "market_away")).T
    return softmax(np.column_stack([home, np.zeros(len(values)), away]))


def market_over(values: Matrix) -> Matrix:
    """What prices say of three goals or more, and of fewer, (n, 2); a half each where none are known."""
    (over,) = columns(values, ("market_over",)).T
    return softmax(np.column_stack([over, np.zeros(len(values))]))


def voices_with_odds(values: Matrix, alone: Grid) -> Heard:
    """What both voices say of matches with prices; where nobody states one on 2.5 goals, the first product does."""
    said = {market: np.asarray(say(alone)) for market, say in MARKETS.items()}
    result = market_result(values)
    over = np.where(total_known(values)[:, None], market_over(values), said[OVER])
    implied = MARKETS[BOTH](tilted_grids(_base(values), result, over[:, 0], None))
    told = {RESULT: result, OVER: over, BOTH: implied}
    return {market: {MARKET: told[market], ALONE: said[market]} for market in told}


def _base(values: Matrix) -> Grid:
    return poisson_grid(*rates(values, BASE).T)
