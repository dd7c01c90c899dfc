"""Errors of forecasts of players, of several matches together."""

from collections.abc import Sequence
from math import sqrt

TARGETS = ("minutes", "goals", "points")


def over_all(players: Sequence[int], errors: Sequence[float]) -> float:
    """The root mean square error over all players of some matches: sqrt(sum of n * error^2 / sum of n).

    * `players`: how many of each match, one match at least; `errors`: the root mean square error of each.

    >>> round(over_all([1, 3], [3.0, 1.0]), 3)
    1.732
    """
    return sqrt(sum(n * error**2 for n, error in zip(players, errors, strict=True)) / sum(players))
