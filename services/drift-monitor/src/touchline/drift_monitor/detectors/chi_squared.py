"""Chi-square: whether counts of two samples may come from the same shares; for outcomes and features of few values."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2_contingency, chisquare

from touchline.drift_monitor.detectors.comparison import Comparison


def chi_squared(window: ArrayLike, reference: ArrayLike) -> Comparison:
    """X = sum of (observed - expected)^2 / expected over both samples, expected under common shares.

    Pearson (1900), https://doi.org/10.1080/14786440009463897; `scipy.stats.chi2_contingency` without Yates' correction,
    bins - 1 degrees of freedom. A bin that neither sample has is left out. A rule of thumb asks for five expected in
    each bin.

    Parameters: none. ValueError for a sample without a count.

    >>> found = chi_squared([144, 83, 153], [874, 466, 560])
    >>> round(found.statistic, 2), f"{found.p_value:.1e}"
    (17.4, '1.7e-04')
    """
    table = np.array([window, reference], dtype=np.float64)
    if not table.sum(axis=1).all():
        raise ValueError("a sample without a count cannot be compared")
    table = table[:, table.any(axis=0)]
    if table.shape[1] == 1:
        return Comparison(0.0, 1.0)
    found = chi2_contingency(table, correction=False)
    return Comparison(float(found.statistic), float(found.pvalue))


def goodness_of_fit(window: ArrayLike, reference: ArrayLike) -> Comparison:
    """The same against the reference's shares as if they were known without error; Evidently 0.7 tests so.

    Its p-values are too small by the reference's own error: with a reference as large as the window X is doubled. A
    count in a bin that the reference has not makes X infinite.

    >>> f"{goodness_of_fit([144, 83, 153], [874, 466, 560]).p_value:.1e}"
    '2.1e-05'
    """
    counts, expected = np.asarray(window, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = chisquare(counts, expected * (counts.sum() / expected.sum()))
    return Comparison(float(found.statistic), float(found.pvalue))
