"""Whether events forecast at 30% happen three times in ten."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of about the same size: how many, their mean, and how often they came true."""

    forecasts: int
    forecast: float
    observed: float


def reliability(forecasts: ArrayLike, happened: ArrayLike, bins: int = BINS) -> list[Bin]:
    """The reliability diagram of one outcome: `bins` equally wide bins over 0 to 1, empty ones left out.

    >>> reliability([0.12, 0.14, 0.81], [0, 0, 1])
    [Bin(forecasts=2, forecast=0.13, observed=0.0), Bin(forecasts=1, forecast=0.81, observed=1.0)]
    """
    shares, came_true = np.asarray(forecasts, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    places = bins_of(shares, bins)
    return [
        Bin(int(inside.sum()), float(shares[inside].mean()), float(came_true[inside].mean()))
        for inside in (places == place for place in range(bins))
        if inside.any()
    ]


def bins_of(forecasts: ArrayLike, bins: int = BINS) -> NDArray[np.intp]:
    """The bin of each forecast, counted from 0; 1 lies in the last.

    >>> bins_of([0.12, 0.99, 1.0]).tolist()
    [1, 9, 9]
    """
    return np.minimum((np.asarray(forecasts, dtype=np.float64) * bins).astype(np.intp), bins - 1)


def expected_calibration_error(probabilities: ArrayLike, outcomes: ArrayLike, bins: int = BINS) -> float:
    """Mean gap between forecast and frequency, weighted by bin, averaged over the classes.

    Naeini and others (2015), https://doi.org/10.1609/aaai.v29i1.9602, class by class. A perfect forecaster does not
    score zero: compare with its own null on as many matches.

    >>> expected_calibration_error([[1.0, 0.0, 0.0]], [0])
    0.0
    """
    forecast = np.atleast_2d(np.asarray(probabilities, dtype=np.float64))
    happened = np.asarray(outcomes, dtype=np.intp).reshape(-1)
    return float(np.mean(list(_class_errors(forecast, happened, bins))))


def _class_errors(forecast: ArrayLike, happened: ArrayLike, bins: int) -> Iterator[float]:
    for outcome, column in enumerate(np.asarray(forecast).T):
        diagram = reliability(column, np.asarray(happened) == outcome, bins)
        yield sum(bin.forecasts * abs(bin.forecast - bin.observed) for bin in diagram) / max(1, len(column))
