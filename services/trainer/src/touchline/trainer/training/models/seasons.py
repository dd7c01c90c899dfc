"""Walking from season to season: which matches may teach what is said of which."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.bundle import Matrix
from touchline.trainer.training.models.learned import Learner
from touchline.trainer.training.played import Played

RATINGS_SETTLE = 7  # seasons that are folded and not learned from: 1993/94 to 1999/00 in the English record
LEARN_AT_LEAST = 4  # further seasons before the first forecast

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Step:
    """A season to forecast, and the matches whose results were known before its first kick-off."""

    season: str
    asked: Mask
    known: Mask


def seasons_of(played: Played) -> list[str]:
    """Their names, oldest first."""
    return sorted(set(played.seasons.tolist()), key=lambda one: int(one[:4]))


def forecast_seasons(played: Played) -> list[str]:
    """Those before which there is enough to learn from.

    A short history settles for a third of its seasons, so that a young league has forecasts, too.
    """
    seasons = seasons_of(played)
    return seasons[min(RATINGS_SETTLE + LEARN_AT_LEAST, max(2, len(seasons) // 3)) :]


def steps(played: Played, seasons: Sequence[str]) -> Iterator[Step]:
    """One season after the other."""
    for season in seasons:
        asked = played.seasons == season
        yield Step(season, asked, played.known < played.predicted_at[asked].min())


def settled(played: Played) -> Mask:
    """Matches of seasons in which the ratings had settled: only these teach a model of vectors."""
    seasons = seasons_of(played)
    return np.isin(played.seasons, seasons[min(RATINGS_SETTLE, max(1, len(seasons) // 4)) :])


def season_by_season(
    played: Played,
    learner: Learner,
    values: Matrix,
    classes: NDArray[np.int64],
    remember: Callable[[str, Callable[[], Matrix]], Matrix] = lambda season, make: make(),
) -> Matrix:
    """What a model learned before each season says of it; NaN where nothing is forecast."""
    found = np.full((len(played), int(classes.max()) + 1), np.nan)
    usable = settled(played)
    for step in steps(played, forecast_seasons(played)):
        learned = step.known & usable

        def make(learned: Mask = learned, step: Step = step) -> Matrix:
            return learner(values[learned], classes[learned], values[step.asked])

        found[step.asked] = remember(step.season, make)
    return found
