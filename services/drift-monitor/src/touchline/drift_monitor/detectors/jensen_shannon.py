"""Jensen-Shannon: how far two distributions over the same bins are apart, bounded even where one has none."""

from numpy.typing import ArrayLike
from scipy.spatial.distance import jensenshannon


def jensen_shannon(window: ArrayLike, reference: ArrayLike) -> float:
    """JS = sqrt((KL(p | m) + KL(q | m)) / 2), m = (p + q) / 2, of counts in the same bins; natural logarithm.

    A metric: 0 for equal shares, sqrt(ln 2) = .8326 for distributions that share no bin. Lin (1991),
    https://doi.org/10.1109/18.61115; Endres and Schindelin (2003), https://doi.org/10.1109/TIT.2003.813506. By
    `scipy.spatial.distance.jensenshannon`.

    Parameters: the bins (`counting` has Evidently's, `psi.binned` ours). Without a count on a side it is NaN.

    >>> round(jensen_shannon([144, 83, 153], [874, 466, 560]), 4)
    0.0809
    >>> round(jensen_shannon([5, 0], [0, 9]), 4)
    0.8326
    """
    return float(jensenshannon(window, reference))
