"""The empirical distributions of two samples side by side, from one merge of the sorted values."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from touchline.drift_monitor.detectors.comparison import Numbers, present


@dataclass(frozen=True, slots=True)
class Distributions:
    """All values of both samples, sorted, and the share of each sample at or below them.

    Among equal values only the last share is that of the value; the others are on the way there.
    """

    values: Numbers
    window: Numbers
    reference: Numbers
    sizes: tuple[int, int]

    @property
    def gaps(self) -> Numbers:
        """|F(x) - G(x)| at each value."""
        return np.abs(self.window - self.reference)


def distributions(window: ArrayLike, reference: ArrayLike) -> Distributions:
    """Both distribution functions; ValueError for a sample without a finite value.

    >>> both = distributions([1, 3], [2, 3, 4])
    >>> both.values.tolist(), both.window.tolist()
    ([1.0, 2.0, 3.0, 3.0, 4.0], [0.5, 0.5, 1.0, 1.0, 1.0])
    """
    return of_sorted(np.sort(present(window)), np.sort(present(reference)))


def of_sorted(window: Numbers, reference: Numbers) -> Distributions:
    """The same of samples that are finite and sorted: a stable sort then merges the two in linear time."""
    together = np.concatenate([window, reference])
    order = np.argsort(together, kind="stable")
    ours = np.cumsum(order < len(window))
    theirs = np.arange(1, len(together) + 1) - ours
    return Distributions(together[order], ours / len(window), theirs / len(reference), (len(window), len(reference)))
