"""Many tests at once: the chance that any of them speaks falsely is what is kept small, not that of each."""

import numpy as np
from numpy.typing import ArrayLike

from touchline.drift_monitor.detectors.comparison import Numbers


def holm(p_values: ArrayLike) -> Numbers:
    """Adjusted p-values: one at or below a level means drift, and all together err with at most that chance.

    The smallest of k is multiplied by k, the next by k - 1, and none becomes smaller than one before it. Whatever the
    dependence between the tests. Holm (1979), https://www.jstor.org/stable/4615733.

    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    chances = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(chances, kind="stable")
    stepped = np.maximum.accumulate(chances[order] * np.arange(len(chances), 0, -1))
    adjusted = np.empty_like(chances)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted
