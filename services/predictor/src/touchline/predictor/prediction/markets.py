"""Every market of one grid as answers show it: sums over the same cells, so that none contradicts another.

Shares are in millionths, and those of which exactly one comes true sum to 1 as shown. The grid is in billionths: from
the cells shown every number comes out again within a millionth, and what was sealed stands whole in ledger and topic.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from touchline.football import markets
from touchline.football.scoreline import Grid
from touchline.predictor.prediction.forecast import grid_of
from touchline.predictor.prediction.rounding import apportioned

DECIMALS, CELL_DECIMALS = 6, 9
UNIT = 10**DECIMALS
TOTAL_LINES = (0.5, 1.5, 2.5, 3.5, 4.5, 5.5)
HANDICAPS = tuple(quarter / 4 for quarter in range(-8, 9))  # added to the home side: -2 to 2
LIKELIEST = 10  # scores that are named: about three quarters of a usual match
KEPT = 1024  # grids whose markets are remembered: a few rounds of all competitions with and without odds, 20 kB each


@lru_cache(maxsize=KEPT)
def markets_of(cells: tuple[float, ...]) -> dict[str, Any]:
    """The part of an answer that follows from a grid, given row by row; shared between answers, so never changed.

    >>> from touchline.football.scoreline import poisson_grid
    >>> said = markets_of(tuple(poisson_grid(1.5, 1.2).reshape(-1).tolist()))["markets"]
    >>> said["both_to_score"], said["totals"][2]
    ({'yes': 0.542881, 'no': 0.457119}, {'line': 2.5, 'over': 0.506376, 'under': 0.493624})
    """
    grid = grid_of(cells)
    return {
        "markets": {
            "expected_goals": _each(("home", "away"), markets.expected_goals(grid)),
            "expected_points": _each(("home", "away"), markets.expected_points(grid)),
            "double_chance": _each(("home_or_draw", "home_or_away", "draw_or_away"), markets.double_chance(grid)),
            "draw_no_bet": _shares(("home", "away"), markets.draw_no_bet(grid)),
            "totals": [{"line": line, **_shares(("over", "under"), markets.total(grid, line))} for line in TOTAL_LINES],
            "both_to_score": _shares(("yes", "no"), markets.both_to_score(grid)),
            "clean_sheet": _each(("home", "away"), markets.clean_sheet(grid)),
            "asian_handicap": [
                {"line": line, **_shares(("won", "returned", "lost"), markets.asian_handicap(grid, line))}
                for line in HANDICAPS
            ],
            "correct_score": _scores(grid),
        },
        "grid": np.round(grid, CELL_DECIMALS).tolist(),
    }


def _scores(grid: Grid) -> dict[str, Any]:
    named = markets.likeliest_scores(grid, LIKELIEST)
    chances = [float(markets.correct_score(grid, *score)) for score in named]
    *shown, any_other = to_one([*chances, 1 - sum(chances)])
    likeliest = [
        {"home_goals": home, "away_goals": away, "probability": share}
        for (home, away), share in zip(named, shown, strict=True)
    ]
    return {"likeliest": likeliest, "any_other": any_other}


def _shares(names: Sequence[str], shares: markets.Shares) -> dict[str, float]:
    return dict(zip(names, to_one(shares.tolist()), strict=True))


def _each(names: Sequence[str], numbers: markets.Shares) -> dict[str, float]:
    return {name: round(number, DECIMALS) for name, number in zip(names, numbers.tolist(), strict=True)}


def to_one(shares: Sequence[float]) -> list[float]:
    """Shares that sum to 1 as millionths that do: what rounding down leaves goes to the largest remainders.

    >>> to_one([1 / 3, 1 / 3, 1 / 3]), to_one([2e-7, 0.9999998])
    ([0.333334, 0.333333, 0.333333], [0.0, 1.0])
    """
    return [whole / UNIT for whole in apportioned([share * UNIT for share in shares], UNIT)]
