"""Walking from season to season: which matches may teach what is said of which."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.trainer.training.matches import Matches

RATINGS_SETTLE = 7  # seasons that are folded and not learned from: 1993/94 to 1999/00 in the English record
LEARN_AT_LEAST = 4  # further seasons before the first forecast

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Step:
    """A season to forecast, and the matches whose results were known before its first kick-off."""

    season: str
    asked: Mask
    known: Mask


def seasons_of(matches: Matches) -> list[str]:
    """Their names, oldest first."""
    return sorted(set(matches.seasons.tolist()), key=lambda one: int(one[:4]))


def forecast_seasons(matches: Matches) -> list[str]:
    """Those before which there is enough to learn from.

    A short history settles for a third of its seasons, so that a young league has forecasts, too.
    """
    seasons = seasons_of(matches)
    return seasons[_first_forecast(len(seasons)) :]


def steps(matches: Matches, seasons: Sequence[str]) -> Iterator[Step]:
    """One season after the other."""
    for season in seasons:
        asked = matches.seasons == season
        yield Step(season, asked, matches.known < matches.kick_offs[asked].min())


def settled(matches: Matches) -> Mask:
    """Matches of seasons in which the ratings had settled: only these teach a model of vectors."""
    seasons = seasons_of(matches)
    first = min(RATINGS_SETTLE, max(1, len(seasons) // 4), _first_forecast(len(seasons)) - 1)
    return np.isin(matches.seasons, seasons[first:])


def _first_forecast(seasons: int) -> int:
    return min(RATINGS_SETTLE + LEARN_AT_LEAST, max(2, seasons // 3))
