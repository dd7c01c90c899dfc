"""How good the sealed predictions of late were, beside the odds at closing, on the same matches."""

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
