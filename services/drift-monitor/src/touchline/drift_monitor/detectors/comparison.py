"""What a comparison of two samples says."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A statistic in its own unit, and how likely one as large is when both samples come from one distribution."""

    statistic: float
    p_value: float


def present(sample: ArrayLike) -> Numbers:
    """The finite values of a sample; what is missing or infinite is counted apart, never compared.

    Raises:
        ValueError: none is left, so that nothing can be compared.

    >>> present([1.0, float("nan"), 3.0]).tolist()
    [1.0, 3.0]
    """
    values = np.asarray(sample, dtype=np.float64)
    finite = values[np.isfinite(values)]
    if not finite.size:
        raise ValueError("a sample without a finite value cannot be compared")
    return finite
