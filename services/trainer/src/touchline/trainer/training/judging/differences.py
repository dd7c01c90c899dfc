"""Is one forecaster better than another? The mean difference on the same matches, with a bootstrap interval."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.scoring import log_loss, ranked_probability_score
from touchline.football.vector import Matrix

Classes = NDArray[np.int64]
Scores = NDArray[np.float64]
SAMPLES = 2_000
SEED = 20190801
REFERENCES = ("dixon-coles", "market-before", "market-closing", "market-only", "base-rate")
SCORES = {"rps": ranked_probability_score, "log_loss": log_loss}


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean score of `model` less that of `against`: below 0, the model is better; `low` to `high` holds 95%."""

    model: str
    against: str
    market: str
    score: str
    n: int
    difference: float
    low: float
    high: float


def differences(models: Mapping[str, Mapping[str, Matrix]], happened: Mapping[str, Classes]) -> list[Difference]:
    """Every model beside every reference, where both forecast all matches."""
    return [
        _difference(model, against, market, score, shares, models[against][market], happened[market])
        for against in REFERENCES
        if against in models
        for model, markets in models.items()
        for market, shares in markets.items()
        if model != against and market in models[against] and _whole(shares) and _whole(models[against][market])
        for score in SCORES
    ]


def _difference(
    model: str, against: str, market: str, score: str, ours: Matrix, theirs: Matrix, classes: Classes
) -> Difference:
    gap = SCORES[score](ours, classes) - SCORES[score](theirs, classes)
    low, high = paired_interval(gap)
    return Difference(model, against, market, score, len(gap), float(gap.mean()), low, high)


def paired_interval(gap: Scores, samples: int = SAMPLES, seed: int = SEED) -> tuple[float, float]:
    """95% of the means of as many matches drawn again with replacement.

    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 (percentiles).

    >>> low, high = paired_interval(np.array([0.1, 0.2, 0.3] * 50))
    >>> low < 0.2 < high
    True
    """
    means = np.concatenate(list(_means(gap, samples, np.random.default_rng(seed))))
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def _means(gap: Scores, samples: int, dice: np.random.Generator) -> Iterator[Scores]:
    for _ in range(0, samples, 500):  # a part at a time, so that seasons of matches fit into memory
        yield gap[dice.integers(0, len(gap), (500, len(gap)))].mean(axis=1)


def _whole(shares: Matrix) -> bool:
    return not bool(np.isnan(shares).any())
