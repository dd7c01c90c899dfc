"""Wasserstein's distance: how far values have to be moved on average; grows with how far, not only how many."""

import numpy as np
from numpy.typing import ArrayLike

from touchline.drift_monitor.detectors.comparison import Numbers, present
from touchline.drift_monitor.detectors.empirical import Distributions, distributions

SMALLEST_SPREAD = 0.001  # of the reference, below which a distance is not blown up; as in Evidently 0.7


def wasserstein(window: ArrayLike, reference: ArrayLike) -> float:
    """W = integral of |F(x) - G(x)| dx, in the feature's unit: zero for equal samples, c for one shifted by c.

    Vaserstein (1969); Ramdas, Garcia and Cuturi (2017), https://doi.org/10.3390/e19020047. It equals
    `scipy.stats.wasserstein_distance`, which sorts the values once more; a report needs it for every feature.

    Parameters: none. ValueError for a sample without a finite value.

    >>> wasserstein([0, 1, 3], [5, 6, 8])
    5.0
    """
    return area(distributions(window, reference))


def normed_wasserstein(window: ArrayLike, reference: ArrayLike) -> float:
    """W in standard deviations of the reference, so that features compare; Evidently calls .1 a drift.

    >>> normed_wasserstein([2, 4], [1, 3])
    1.0
    """
    return normed(wasserstein(window, reference), present(reference))


def area(both: Distributions) -> float:
    """Between two distribution functions that are merged already."""
    return float(both.gaps[:-1] @ np.diff(both.values))


def normed(distance: float, reference: Numbers) -> float:
    """A distance in standard deviations (of the population) of finite reference values."""
    return distance / max(float(reference.std()), SMALLEST_SPREAD)
