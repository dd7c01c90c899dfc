"""ADWIN: a window that grows while scores stay as they were, and drops its old part when they do not."""

from collections.abc import Iterable
from dataclasses import dataclass

from river.drift import ADWIN

DELTA = 0.002  # chance of a false cut at one look, as in the paper's experiments


@dataclass(frozen=True, slots=True)
class Cut:
    """A change was seen at a value (numbered from 0); what is kept begins at `since`, and its mean is `mean`."""

    at: int
    since: int
    mean: float


def adwin(scores: Iterable[float], delta: float = DELTA, clock: int = 1) -> list[Cut]:
    """Where the mean of a series of scores in [0, 1] changed: two parts of the window differ by more than epsilon.

    epsilon = sqrt(2/m * v * ln(2 ln(n)/delta)) + 2/(3m) * ln(2 ln(n)/delta), with v the variance, a + b = n the sizes
    of the parts and 1/m = 1/a + 1/b. Bifet and Gavalda (2007), https://doi.org/10.1137/1.9781611972771.42, by
    `river.drift.ADWIN`. It sees both directions, and drops old values by the bucket, so `since` is often too early.

    Args:
        scores: one a match, oldest first, such as the ranked probability score.
        delta: chance of a false cut at one look, for independent scores.
        clock: values between two looks.

    >>> from random import Random
    >>> dice = Random(7)
    >>> cuts = adwin([dice.uniform(0, 0.4) for _ in range(500)] + [dice.uniform(0.2, 0.6) for _ in range(500)])
    >>> [(cut.at, cut.since, round(cut.mean, 2)) for cut in cuts]
    [(559, 64, 0.22)]
    """
    window, cuts = ADWIN(delta=delta, clock=clock), []
    for at, score in enumerate(scores):
        window.update(score)
        if window.drift_detected:
            cuts.append(Cut(at, at + 1 - int(window.width), float(window.estimation)))
    return cuts
