"""Means in which the weight of a match halves every so many matches: one number is all that is remembered."""


def step(half_life: float) -> float:
    """The weight of the newest match.

    >>> round(step(1.0), 3), round(step(20.0), 3)
    (0.5, 0.034)
    """
    return float(1.0 - 0.5 ** (1.0 / half_life))


def moved(mean: float, value: float, weight: float) -> float:
    """The mean after one more match.

    >>> moved(1.0, 3.0, 0.5)
    2.0
    """
    return mean + weight * (value - mean)
