"""Judging by walking forward: each season is forecast by models that knew only what came before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.blend import RESULT
from touchline.football.scoreline import Grid
from touchline.football.scoring import log_loss, ranked_probability_score
from touchline.football.vector import Matrix
from touchline.trainer.training.gating import TooLittleHistory
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.models.blend import blended, told
from touchline.trainer.training.models.seasons import forecast_seasons, steps
from touchline.trainer.training.models.voices import VOICES, Said

JUDGED = 5  # seasons
FEWEST = 200  # matches to learn from: half a season of twenty teams
METHOD = "blend"
BASE_RATES = "base-rates"
ALL = "all"  # seasons

Scores = NDArray[np.float64]


class TooFewMatches(TooLittleHistory):
    """There is not enough history to learn from."""


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
    """What walking forward found, of the blend, of each voice alone and of the base rates."""

    seasons: tuple[str, ...]  # those judged
    shares: Matrix  # (n, 3): what the blend said of their matches
    scores: tuple[SeasonScore, ...]
    by_match: Mapping[str, Scores]  # method to its ranked probability scores, match by match

    def mean(self, method: str) -> float:
        """Mean ranked probability score over all matches judged."""
        return float(self.by_match[method].mean())

    def by_season(self, method: str, against: str) -> tuple[tuple[str, float, float], ...]:
        """Each season judged with the mean ranked probability scores of two methods, or of one and `BASE_RATES`."""
        found = {(one.method, one.season): one.ranked_probability_score for one in self.scores}
        seasons = sorted(season for of, season in found if of == method and season != ALL)
        return tuple((season, found[method, season], found[against, season]) for season in seasons)


def judged_seasons(matches: Matches) -> list[str]:
    """The last five that can be forecast from enough matches.

    Raises:
        TooFewMatches: there is none, or what there is knows no home wins, draws or away wins.
    """
    if len(matches) == 0 or np.bincount(matches.outcomes, minlength=3).min() == 0:
        raise TooFewMatches(f"{len(matches)} matches without home wins, draws or away wins teach nothing")
    found = [step.season for step in steps(matches, forecast_seasons(matches)[-JUDGED:]) if step.known.sum() >= FEWEST]
    if not found:
        raise TooFewMatches(f"{len(matches)} matches hold no season with {FEWEST} matches before it")
    return found


def walk(matches: Matches, said: Said, seasons: Sequence[str], alone: Grid | None = None) -> Walk:
    """How the blend, each of its voices and the base rates did in these seasons; `alone` are its grids, if at hand."""
    grids = blended(matches, said, seasons) if alone is None else alone
    shares: dict[str, Matrix] = {METHOD: told(grids)[RESULT]}
    shares |= {voice: said[RESULT, voice] for voice in VOICES[RESULT]}
    shares[BASE_RATES] = walked_base_rates(matches, seasons)
    inside = np.isin(matches.seasons, seasons)
    scores: list[SeasonScore] = []
    by_match: dict[str, Scores] = {}
    for method, answers in shares.items():
        by_match[method] = ranked_probability_score(answers[inside], matches.outcomes[inside])
        losses = log_loss(answers[inside], matches.outcomes[inside])
        for season in (*seasons, ALL):
            part = (matches.seasons[inside] == season) | (season == ALL)
            scores.append(_score(method, season, by_match[method][part], losses[part]))
    return Walk(tuple(seasons), shares[METHOD][inside], tuple(scores), by_match)


def walked_base_rates(matches: Matches, seasons: Sequence[str]) -> Matrix:
    """The base rates that were known before each match of these seasons, (n, 3); NaN of all others."""
    found = np.full((len(matches), 3), np.nan)
    for step in steps(matches, seasons):
        found[step.asked] = base_rates(matches.where(step.known))
    return found


def base_rates(matches: Matches) -> Matrix:
    """How often home, draw and away came before, shape (3,): the forecast that any model has to beat."""
    return np.asarray(np.bincount(matches.outcomes, minlength=3) / len(matches))


def _score(method: str, season: str, ranked: Scores, losses: Scores) -> SeasonScore:
    return SeasonScore(method, season, len(ranked), float(ranked.mean()), float(losses.mean()))
