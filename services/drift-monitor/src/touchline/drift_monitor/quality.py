"""How good the sealed predictions of late were, beside the odds at closing, on the same matches; and how good those to
come should be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from touchline.football.outcome import OUTCOMES, Outcome

LATEST = 200
"""Matches looked back over, about half a season of one league: the standard error of their mean score is .01, since the
score of one match has a standard deviation of .14; that of the paired difference to the odds is a fraction of it."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A settled match with closing odds: what was sealed, what happened, and both ranked probability scores."""

    outcome: str
    probabilities: tuple[float, float, float]  # home, draw, away
    sealed: float
    closing: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over `matches`; lower scores are better. `bias` is sealed probability less share, by outcome."""

    matches: int
    sealed: float
    closing: float
    bias: Mapping[Outcome, float]


def quality_of(matches: Sequence[Scored]) -> Quality | None:
    """The means; none without a match.

    >>> quality = quality_of(
    ...     [Scored("home", (0.5, 0.3, 0.2), 0.145, 0.125), Scored("away", (0.5, 0.3, 0.2), 0.445, 0.405)]
    ... )
    >>> quality.matches, round(quality.sealed, 3), round(quality.closing, 3)
    (2, 0.295, 0.265)
    >>> [round(quality.bias[outcome], 3) for outcome in OUTCOMES]
    [0.0, 0.3, -0.3]
    """
    if not matches:
        return None
    return Quality(
        len(matches),
        fmean(each.sealed for each in matches),
        fmean(each.closing for each in matches),
        {
            outcome: fmean(each.probabilities[outcome.place] - (each.outcome == outcome) for each in matches)
            for outcome in OUTCOMES
        },
    )


def expected_score(home: float, draw: float, away: float) -> float:
    """The ranked probability score that a prediction has in the mean if its probabilities are right.

    Of both thresholds the variance of a yes or no: (h (1 - h) + a (1 - a)) / 2. Known before any result: it rises where
    matches are harder to foresee or the model less sure, and what is settled later lies above it if it was too sure
    (the entropy function of the score: Gneiting and Raftery 2007, https://doi.org/10.1198/016214506000001437).

    >>> expected_score(1.0, 0.0, 0.0), round(expected_score(0.5, 0.3, 0.2), 3)
    (0.0, 0.205)
    """
    return (home * (1 - home) + away * (1 - away)) / 2
