"""Counts of two samples in the same bins, as Evidently 0.7 makes them: by value, or in bins of equal width."""

import numpy as np
from numpy.typing import ArrayLike

from touchline.drift_monitor.detectors.comparison import Numbers, present

MOST_VALUES = 20  # of the reference, up to which each value is a bin of its own


def counted(window: ArrayLike, reference: ArrayLike) -> tuple[Numbers, Numbers]:
    """By value for a reference of few values, else in bins of equal width over both samples, as many as Sturges says.

    Bins of equal width spend most of themselves on tails, which `psi.binned` does not; they are here for comparison
    with other tools. ValueError for a sample without a finite value.

    >>> window, reference = counted([1, 1, 2], [1, 2, 2, 3])
    >>> window.tolist(), reference.tolist()
    ([2.0, 1.0, 0.0], [1.0, 2.0, 1.0])
    """
    values, reference_values = present(window), present(reference)
    kinds = np.unique(reference_values)
    if len(kinds) > MOST_VALUES:
        return in_equal_widths(values, reference_values)
    return by_value(values, reference_values)


def by_value(window: Numbers, reference: Numbers) -> tuple[Numbers, Numbers]:
    """A bin a value that either sample has."""
    kinds, places = np.unique(np.concatenate([window, reference]), return_inverse=True)
    halves = places[: len(window)], places[len(window) :]
    first, second = (np.bincount(half, minlength=len(kinds)).astype(np.float64) for half in halves)
    return first, second


def in_equal_widths(window: Numbers, reference: Numbers) -> tuple[Numbers, Numbers]:
    """log2(n + m) + 1 bins, rounded up, from the least to the greatest value of both.

    >>> [counts.tolist() for counts in in_equal_widths(np.array([0.0, 8.0]), np.array([0.0, 1.0]))]
    [[1.0, 0.0, 1.0], [2.0, 0.0, 0.0]]
    """
    edges = np.histogram_bin_edges(np.concatenate([reference, window]), bins="sturges")
    first, second = (np.histogram(values, edges)[0].astype(np.float64) for values in (window, reference))
    return first, second
