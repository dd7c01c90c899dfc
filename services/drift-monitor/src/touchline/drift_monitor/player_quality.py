"""How far sealed forecasts of players were off of late, beside the mean over the last five matches."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from touchline.football.player_errors import TARGETS, over_all

LATEST = 100
"""Matches looked back over, a quarter of a season: about four thousand players."""


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
    """By target, over all players of the matches, of which there may be none.

    >>> found = player_quality_of([Errors(1, (3, 0, 0), (4, 0, 0)), Errors(3, (1, 0, 0), (2, 0, 0))])
    >>> round(found["minutes"].sealed, 3)
    1.732
    """
    if not matches:
        return {}
    players = [one.players for one in matches]
    return {
        target: Error(
            over_all(players, [one.sealed[place] for one in matches]),
            over_all(players, [one.last_5[place] for one in matches]),
        )
        for place, target in enumerate(TARGETS)
    }
