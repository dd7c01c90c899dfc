"""Judging by walking forward: each season is forecast by models that knew only what came before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.bundle import Matrix, mean_of
from touchline.football.scoring import log_loss, ranked_probability_score
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.methods import (
    METHODS,
    TooFewMatches,
    base_rates,
    fit_gradient_boosting,
    fit_logit,
    forecast,
)

BURN_IN = 5  # seasons: the time that ratings and form need to settle when the history is long
JUDGED = 5  # seasons
FEWEST = 200  # matches to fit on: ten for each feature of the catalogue, a usual rule of thumb
BASE_RATES = "base-rates"
ALL = "all"  # seasons

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fold:
    """A season to forecast, and the matches that may be learned from."""

    season: str
    learned: Matches
    judged: Matches


@dataclass(frozen=True, slots=True)
class SeasonScore:
    """How one method did in one season; means, lower is better."""

    method: str
    season: str  # `all` for the pooled mean over the seasons judged
    matches: int
    ranked_probability_score: float
    log_loss: float


@dataclass(frozen=True, slots=True)
class Walk:
    """What walking forward found."""

    scores: tuple[SeasonScore, ...]
    by_match: Mapping[str, Scores]  # method to its ranked probability scores, match by match

    @property
    def best(self) -> str:
        """The method with the lowest mean ranked probability score; the simpler one when they tie."""
        return min(METHODS, key=lambda method: float(self.by_match[method].mean()))

    def mean(self, method: str) -> float:
        """Mean ranked probability score over all matches judged."""
        return float(self.by_match[method].mean())

    def by_season(self, method: str, against: str) -> tuple[tuple[str, float, float], ...]:
        """Each season judged with the mean ranked probability scores of two methods, or of one and `BASE_RATES`."""
        found = {(one.method, one.season): one.ranked_probability_score for one in self.scores}
        seasons = sorted(season for of, season in found if of == method and season != ALL)
        return tuple((season, found[method, season], found[against, season]) for season in seasons)


def burn_in(seasons: Sequence[str]) -> int:
    """How many of the first seasons to leave out: five, or a third of a short history.

    >>> burn_in([f"{year}/{year + 1}" for year in range(2000, 2020)]), burn_in(["2017/18", "2018/19", "2019/20"])
    (5, 1)
    """
    return min(BURN_IN, len(seasons) // 3)


def settled(matches: Matches) -> Matches:
    """Without the seasons of the burn-in."""
    seasons = sorted(set(matches.seasons.tolist()))
    return matches.where(~np.isin(matches.seasons, seasons[: burn_in(seasons)]))


def folds(matches: Matches) -> list[Fold]:
    """The last five seasons, each with the matches whose result was known before its first kick-off.

    Raises:
        TooFewMatches: no season has enough before it.
    """
    usable = settled(matches)
    seasons = sorted(set(usable.seasons.tolist()))[-JUDGED:]
    judged = [usable.where(usable.seasons == season) for season in seasons]
    found = [
        Fold(season, usable.known_before(int(part.kick_offs.min())), part)
        for season, part in zip(seasons, judged, strict=True)
    ]
    enough = [fold for fold in found if len(fold.learned) >= FEWEST]
    if not enough:
        raise TooFewMatches(f"{len(matches)} matches hold no season with {FEWEST} settled matches before it")
    return enough


def walk(matches: Matches) -> Walk:
    """Every method, and the base rates, on every fold."""
    parts = folds(matches)
    forecasts = [_forecasts(fold) for fold in parts]
    methods = (*METHODS, BASE_RATES)
    by_match: dict[str, Scores] = {}
    scores: list[SeasonScore] = []
    for method in methods:
        ranked = [
            ranked_probability_score(given[method], fold.judged.outcomes)
            for given, fold in zip(forecasts, parts, strict=True)
        ]
        losses = [log_loss(given[method], fold.judged.outcomes) for given, fold in zip(forecasts, parts, strict=True)]
        by_match[method] = np.concatenate(ranked)
        scores += [
            _score(method, fold.season, one, loss) for fold, one, loss in zip(parts, ranked, losses, strict=True)
        ]
        scores.append(_score(method, ALL, by_match[method], np.concatenate(losses)))
    return Walk(tuple(scores), by_match)


def _forecasts(fold: Fold) -> dict[str, Matrix]:
    """The blend is made of the two that were fitted, not fitted again."""
    values = fold.judged.values
    logit = forecast(fit_logit(fold.learned), values)
    boosting = forecast(fit_gradient_boosting(fold.learned), values)
    return {
        "logit": logit,
        "gradient-boosting": boosting,
        "blend": mean_of([logit, boosting]),
        BASE_RATES: np.tile(base_rates(fold.learned), (len(values), 1)),
    }


def _score(method: str, season: str, ranked: Scores, losses: Scores) -> SeasonScore:
    return SeasonScore(method, season, len(ranked), float(ranked.mean()), float(losses.mean()))
