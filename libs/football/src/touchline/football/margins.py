"""Bookmakers' prices as probabilities: three ways to take the margin out.

`prices` are decimal odds of shape (..., selections), each above 1, on selections of which exactly one wins; what is
returned has the same shape and sums to 1. ValueError for a price of 1 or less.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
STEPS = 200  # of a bisection: more than doubles have bits


def multiplicative(prices: ArrayLike) -> Array:
    """1/odds, scaled to sum to 1: the margin lies on every selection alike.

    >>> multiplicative([2.0, 4.0, 3.0]).round(4).tolist()
    [0.4615, 0.2308, 0.3077]
    """
    inverse = _inverse(prices)
    return np.asarray(inverse / inverse.sum(axis=-1, keepdims=True))


def power(prices: ArrayLike) -> Array:
    """(1/odds)^k with k such that they sum to 1: the margin lies more on outsiders.

    Clarke, Kovalchik and Ingram (2017), https://doi.org/10.11648/j.ajss.20170506.12.

    >>> power([2.0, 4.0, 3.0]).round(4).tolist()
    [0.4723, 0.2231, 0.3046]
    """
    inverse = _inverse(prices)
    return _normalised(_bisected(lambda k: (inverse**k).sum(axis=-1, keepdims=True) - 1, inverse, 1e-3, 50.0), inverse)


def shin(prices: ArrayLike) -> Array:
    """Shin's model: a share z of the money knows the result, and bookmakers guard against it.

    p = (√(z² + 4(1 - z) π² / Π) - z) / (2(1 - z)) with π = 1/odds and Π their sum. Where Π is not above 1 there is
    nothing to take out, and it is scaled. Shin (1993), https://doi.org/10.2307/2234240.

    >>> shin([2.0, 4.0, 3.0]).round(4).tolist()
    [0.4694, 0.2245, 0.3061]
    """
    inverse = _inverse(prices)
    book = inverse.sum(axis=-1, keepdims=True)

    def probabilities(z: Array) -> Array:
        return np.asarray((np.sqrt(z**2 + 4 * (1 - z) * inverse**2 / book) - z) / (2 * (1 - z)))

    z = _bisected(lambda z: probabilities(z).sum(axis=-1, keepdims=True) - 1, inverse, 0.0, 0.999)
    return np.asarray(np.where(book > 1, probabilities(z), inverse / book))


METHODS: dict[str, Callable[[ArrayLike], Array]] = {"multiplicative": multiplicative, "power": power, "shin": shin}


def _inverse(prices: ArrayLike) -> Array:
    held = np.asarray(prices, dtype=np.float64)
    if not (held > 1).all():
        raise ValueError("decimal odds are above 1")
    return 1 / held


def _bisected(falling: Callable[[Array], Array], inverse: Array, low: float, high: float) -> Array:
    """Where a falling function of one number a match is zero."""
    lows = np.full((*inverse.shape[:-1], 1), low)
    highs = np.full_like(lows, high)
    for _ in range(STEPS):
        middle = (lows + highs) / 2
        above = falling(middle) > 0
        lows, highs = np.where(above, middle, lows), np.where(above, highs, middle)
    return (lows + highs) / 2


def _normalised(exponent: Array, inverse: Array) -> Array:
    found = inverse**exponent
    return np.asarray(found / found.sum(axis=-1, keepdims=True))
