"""How far sealed forecasts of players were off of late, beside the mean over the last five matches."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

LATEST = 100
"""Matches looked back over, a quarter of a season: about four thousand players."""
TARGETS = ("minutes", "goals", "points")


class Errors(NamedTuple):
    """Of one settled match: how many players, and the errors of what was sealed and of the means, by target."""

    players: int
    sealed: tuple[float, float, float]
    last_5: tuple[float, float, float]


class Error(NamedTuple):
    """Root mean square errors of one target over all players of some matches."""

    sealed: float
    last_5: float


def player_quality_of(matches: Sequence[Errors]) -> Mapping[str, Error]:
    """By target: sqrt(sum of n * error^2 / sum of n) over the matches, of which there may be none.

    >>> found = player_quality_of([Errors(1, (3, 0, 0), (4, 0, 0)), Errors(3, (1, 0, 0), (2, 0, 0))])
    >>> round(found["minutes"].sealed, 3)
    1.732
    """
    count = sum(one.players for one in matches)
    if not count:
        return {}

    def over(errors: Sequence[float]) -> float:
        return sqrt(sum(one.players * error**2 for one, error in zip(matches, errors, strict=True)) / count)

    return {
        target: Error(over([one.sealed[place] for one in matches]), over([one.last_5[place] for one in matches]))
        for place, target in enumerate(TARGETS)
    }
