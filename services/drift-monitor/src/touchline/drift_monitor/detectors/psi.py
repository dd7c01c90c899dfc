"""Population stability index: how far a window's distribution has moved from the reference's."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

BINS = 10  # of equal share in the reference; a feature of few values gets fewer
HALF = 0.5  # added to every count, so that an empty bin stays finite

Counts = NDArray[np.float64]


def population_stability_index(window: ArrayLike, reference: ArrayLike, added: float = HALF) -> float:
    """Sum over bins of (p - q) * ln(p / q), with p and q the shares of window and reference counts; 0 is no drift.

    Half a count is added to each bin (`added`). The sum is symmetric (Jeffreys' divergence) and not negative.

    >>> round(population_stability_index([144, 83, 153], [874, 466, 560]), 3)
    0.052
    """
    shares, reference_shares = _shares(window, added), _shares(reference, added)
    return float(((shares - reference_shares) * np.log(shares / reference_shares)).sum())


def normalised(index: float, window: float, reference: float) -> float:
    """The index over (1/n + 1/m): for n and m independent draws of one distribution about chi-square, bins - 1 degrees.

    Yurdakul and Naranjo (2020), Statistical properties of the population stability index, Journal of Risk Model
    Validation 14(4). The usual bounds .1 and .25 ignore both sizes.

    >>> round(normalised(0.052, 380, 1900), 1)
    16.5
    """
    return index / (1 / window + 1 / reference)


def p_value(index: float, window: float, reference: float, bins: int) -> float:
    """The chance of such an index or a larger one without drift, for independent matches.

    >>> round(p_value(0.052, 380, 1900, bins=3), 4)
    0.0003
    """
    return float(chi2.sf(normalised(index, window, reference), bins - 1)) if bins > 1 else 1.0


def binned(window: ArrayLike, reference: ArrayLike, bins: int = BINS) -> tuple[Counts, Counts]:
    """Counts of both samples in bins of equal share of the reference; equal edges are one edge.

    >>> window, reference = binned([0, 0, 1], [0, 1, 0, 1])
    >>> window.tolist(), reference.tolist()
    ([2.0, 1.0], [2.0, 2.0])
    """
    values, reference_values = np.asarray(window, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    edges = np.unique(np.quantile(reference_values, np.arange(1, bins) / bins, method="lower"))
    edges = edges[edges < reference_values.max()]
    return _counts(values, edges), _counts(reference_values, edges)


def binned_sorted(window: Counts, reference: Counts, bins: int = BINS) -> tuple[Counts, Counts]:
    """The same of sorted values, by bisection.

    >>> window, reference = binned_sorted(np.array([0.0, 0.0, 1.0]), np.array([0.0, 0.0, 1.0, 1.0]))
    >>> window.tolist(), reference.tolist()
    ([2.0, 1.0], [2.0, 2.0])
    """
    places = np.floor(np.arange(1, bins) / bins * (len(reference) - 1)).astype(np.intp)
    edges = np.unique(reference[places])
    edges = edges[edges < reference[-1]]
    first, second = (
        np.diff(np.searchsorted(values, edges, side="right"), prepend=0, append=len(values)).astype(np.float64)
        for values in (window, reference)
    )
    return first, second


def _counts(values: NDArray[np.float64], edges: NDArray[np.float64]) -> Counts:
    """How many values lie in each bin; a value on an edge belongs to the lower bin."""
    return np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1).astype(np.float64)


def _shares(counts: ArrayLike, added: float) -> Counts:
    filled = np.asarray(counts, dtype=np.float64) + added
    return np.asarray(filled / filled.sum())
