"""CUSUM on calibration: do outcomes come as often as was predicted, or as often as a stated change would have it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from touchline.drift_monitor.detectors.comparison import Numbers

TILT = 0.2  # in log odds: a home win of .46 becomes .42, an away win .28 becomes .32; England's empty stadiums did .28

Outcomes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Chart:
    """A change that is looked for: multiples of TILT that it adds to the logarithm of each outcome's probability."""

    home: float
    draw: float
    away: float
    meaning: str


CHARTS: Mapping[str, Chart] = MappingProxyType(
    {
        "home-less": Chart(-1, 0, 1, "the home side's advantage has shrunk"),
        "home-more": Chart(1, 0, -1, "the home side's advantage has grown"),
        "draw-less": Chart(0, -1, 0, "there are fewer draws"),
        "draw-more": Chart(0, 1, 0, "there are more draws"),
    }
)


def evidence(probabilities: ArrayLike, outcomes: ArrayLike, chart: Chart, tilt: float = TILT) -> Numbers:
    """Of each match the log-likelihood ratio of the changed against the predicted probabilities, in nats.

    The change multiplies each probability by exp(tilt * c) and rescales: W = tilt * c[outcome] - ln(sum of p_k *
    exp(tilt * c_k)). Its mean is negative while predictions are calibrated and positive once they are off as stated.

    >>> evidence([[0.5, 0.25, 0.25]], [2], CHARTS["home-less"]).round(3).tolist()
    [0.236]
    """
    lifted = tilt * np.array([chart.home, chart.draw, chart.away])
    chances = np.asarray(probabilities, dtype=np.float64)
    return np.asarray(lifted[np.asarray(outcomes, dtype=np.intp)] - np.log(chances @ np.exp(lifted)))


def cusum(ratios: ArrayLike) -> Numbers:
    """S_t = max(0, S_(t-1) + W_t), along the last axis; the evidence of the best starting point, in nats.

    Page (1954), https://doi.org/10.1093/biomet/41.1-2.100. With predicted probabilities it is the risk-adjusted CUSUM
    of Steiner and others (2000), https://doi.org/10.1093/biostatistics/1.4.441.

    >>> cusum([-1.0, 2.0, -0.5, -3.0, 1.0]).tolist()
    [0.0, 2.0, 1.5, 0.0, 1.0]
    """
    walked = np.cumsum(np.asarray(ratios, dtype=np.float64), axis=-1)
    lowest = np.minimum(np.minimum.accumulate(walked, axis=-1), 0.0)
    return np.asarray(walked - lowest)


def since(ratios: ArrayLike, at: int) -> int:
    """The place after which the evidence at `at` began to gather: the likeliest first match of the change.

    >>> since([-1.0, -1.0, 2.0, -0.5, 1.0], at=4)
    2
    """
    empty = np.flatnonzero(cusum(np.asarray(ratios)[: at + 1]) == 0)
    return int(empty[-1]) + 1 if empty.size else 0


def threshold_for(
    probabilities: ArrayLike, chance: float, *, tilt: float = TILT, draws: int = 2000, seed: int = 0
) -> float:
    """The evidence that no chart passes over all these matches but with this chance, when predictions are calibrated.

    Outcomes are drawn from the probabilities themselves, so the level is exact but for the draws: the charts are
    judged together, whatever their dependence, and looking after every match is part of it.

    >>> one = threshold_for([[0.46, 0.25, 0.29]] * 380, chance=0.5, draws=400)
    >>> rare = threshold_for([[0.46, 0.25, 0.29]] * 380, chance=0.05, draws=400)
    >>> 1 < one < rare < 6
    True
    """
    chances = np.asarray(probabilities, dtype=np.float64)
    bounds, dice = np.cumsum(chances, axis=1)[:, :2], np.random.default_rng(seed)
    highest = np.zeros(draws)
    for draw in range(draws):
        outcomes = (dice.random(len(chances))[:, None] > bounds).sum(axis=1)
        highest[draw] = max(cusum(evidence(chances, outcomes, chart, tilt)).max() for chart in CHARTS.values())
    return float(np.quantile(highest, 1 - chance, method="higher"))
