"""Every feature of a window beside its reference, at once: distances, chances, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from touchline.drift_monitor.detectors.comparison import Numbers
from touchline.drift_monitor.detectors.counting import by_value
from touchline.drift_monitor.detectors.empirical import Distributions, of_sorted
from touchline.drift_monitor.detectors.family import holm
from touchline.drift_monitor.detectors.jensen_shannon import jensen_shannon
from touchline.drift_monitor.detectors.kolmogorov_smirnov import asymptotic_p_value, largest_gap
from touchline.drift_monitor.detectors.psi import binned_sorted, p_value, population_stability_index
from touchline.drift_monitor.detectors.wasserstein import area, normed

FEW = 5  # values in both samples, up to which a feature is compared by counts
NAN = float("nan")
FAR = 0.1  # of either distance: a drift, as in Evidently 0.7


class Distance(StrEnum):
    """How far a feature moved: by counts for few values, else in standard deviations of the reference."""

    JENSEN_SHANNON = "jensen-shannon"
    WASSERSTEIN = "wasserstein"


@dataclass(frozen=True, slots=True)
class FeatureReport:
    """One feature; p-values are for independent rows, `adjusted` by Holm over all features of the report."""

    feature: str
    present: int
    reference_present: int
    missing: float  # share of the window
    reference_missing: float
    distance_by: Distance
    distance: float
    far: bool
    stability_index: float
    index_p_value: float
    largest_gap: float
    p_value: float
    adjusted: float
    mean: float
    reference_mean: float
    bins: tuple[float, ...]  # counts of the window, in bins of equal share of the reference
    reference_bins: tuple[float, ...]


def report(window: ArrayLike, reference: ArrayLike, names: Sequence[str]) -> list[FeatureReport]:
    """Compare rows x features of both samples, column by column; NaN and infinity count as missing.

    The distance is the one that Evidently 0.7 (https://docs.evidentlyai.com) takes for a reference of more than a
    thousand rows, equal to it: normed Wasserstein, or Jensen-Shannon for at most five values. A feature without a
    value on a side has NaN for every statistic and is `far`: it cannot be compared with what it was, and that is news.

    Raises:
        ValueError: the numbers of columns and names differ.

    >>> found = report([[0, 1.0], [0, 2.0], [1, 3.0]], [[0, 1.0], [0, 2.0], [1, 4.0]], ["promoted", "rest"])
    >>> [(one.feature, round(one.distance, 3), one.far) for one in found]
    [('promoted', 0.0, False), ('rest', 0.481, True)]
    """
    first, second = (np.asarray(side, dtype=np.float64) for side in (window, reference))
    if not first.shape[1] == second.shape[1] == len(names):
        raise ValueError("every column needs a name, in both samples")
    columns = zip(names, np.ascontiguousarray(first.T), np.ascontiguousarray(second.T), strict=True)
    found = [_compared(name, column, reference_column) for name, column, reference_column in columns]
    chances = holm([1.0 if np.isnan(one.p_value) else one.p_value for one in found])
    return [replace(one, adjusted=float(chance)) for one, chance in zip(found, chances, strict=True)]


def _compared(name: str, window: Numbers, reference: Numbers) -> FeatureReport:
    values, others = (np.sort(side[np.isfinite(side)]) for side in (window, reference))
    sizes = len(values), len(others)
    found = FeatureReport(
        feature=name,
        present=sizes[0],
        reference_present=sizes[1],
        missing=_missing(window),
        reference_missing=_missing(reference),
        distance_by=Distance.WASSERSTEIN,
        distance=NAN,
        far=True,
        stability_index=NAN,
        index_p_value=NAN,
        largest_gap=NAN,
        p_value=NAN,
        adjusted=NAN,
        mean=NAN,
        reference_mean=NAN,
        bins=(),
        reference_bins=(),
    )
    return found if not all(sizes) else _measured(found, values, others)


def _missing(values: Numbers) -> float:
    return 1 - float(np.isfinite(values).mean()) if values.size else 1.0


def _measured(found: FeatureReport, values: Numbers, others: Numbers) -> FeatureReport:
    """With every statistic, from samples that are finite and sorted."""
    both = of_sorted(values, others)
    by, distance = _distance(values, others, both)
    bins, other_bins = binned_sorted(values, others)
    index = population_stability_index(bins, other_bins)
    gap = largest_gap(both)
    return replace(
        found,
        distance_by=by,
        distance=distance,
        far=distance >= FAR,
        stability_index=index,
        index_p_value=p_value(index, len(values), len(others), bins=len(bins)),
        largest_gap=gap,
        p_value=asymptotic_p_value(gap, both.sizes),
        mean=float(values.mean()),
        reference_mean=float(others.mean()),
        bins=tuple(bins.tolist()),
        reference_bins=tuple(other_bins.tolist()),
    )


def _distance(values: Numbers, others: Numbers, both: Distributions) -> tuple[Distance, float]:
    """The one that suits the number of different values."""
    kinds = 1 + np.count_nonzero(np.diff(both.values))
    if kinds <= FEW:
        return Distance.JENSEN_SHANNON, jensen_shannon(*by_value(values, others))
    return Distance.WASSERSTEIN, normed(area(both), others)
