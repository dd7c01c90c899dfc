"""Whether settled predictions have become worse than they were."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm


@dataclass(frozen=True, slots=True)
class ScoreShift:
    """The rise of the mean ranked probability score, in standard errors, and how likely it is without drift."""

    window_mean: float
    reference_mean: float
    z: float
    p_value: float


def score_shift(window: ArrayLike, reference: ArrayLike) -> ScoreShift:
    """One-sided z-test on the means of two samples of scores, each with its own variance (Welch's denominator).

    z = (mean(window) - mean(reference)) / sqrt(var(window)/n + var(reference)/m); Welch (1947),
    https://doi.org/10.1093/biomet/34.1-2.28. Both samples have hundreds of matches, so z is as good as normal. Scores
    of different matches are nearly independent given good predictions, unlike features.

    >>> shift = score_shift([0.3, 0.1, 0.4, 0.2] * 50, [0.2, 0.1, 0.3, 0.2] * 250)
    >>> round(shift.window_mean - shift.reference_mean, 3), round(shift.z, 1)
    (0.05, 6.1)
    """
    scores, reference_scores = np.asarray(window, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    means = float(scores.mean()), float(reference_scores.mean())
    error = float(np.sqrt(scores.var(ddof=1) / len(scores) + reference_scores.var(ddof=1) / len(reference_scores)))
    z = (means[0] - means[1]) / error if error else 0.0
    return ScoreShift(*means, z, float(norm.sf(z)))
