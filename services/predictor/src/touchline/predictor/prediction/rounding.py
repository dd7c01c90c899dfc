"""Whole numbers that add up to what they are parts of."""

from collections.abc import Sequence
from math import floor

NOTHING = 1e-6  # a part nearer to 0 is none, and is shown as none


def apportioned(parts: Sequence[float], total: int) -> list[int]:
    """Whole numbers near `parts` that sum to `total`: what rounding down leaves goes to the largest remainders.

    Each is within one of its part where `total` is within one of their sum; a part that is nothing gets none while
    there are others. ValueError where there is no part.

    Hamilton's method; Balinski and Young (1982), Fair Representation.

    >>> apportioned([33.4, 33.3, 33.3], 100), apportioned([6.4, 3.3, 0.0, -0.4], 9), apportioned([0.5, -0.5], 0)
    ([34, 33, 33], [6, 3, 0, 0], [1, -1])
    """
    if not parts:
        raise ValueError("there is no part")
    counted = [place for place, part in enumerate(parts) if abs(part) > NOTHING] or [*range(len(parts))]
    found = [floor(part) if place in counted else 0 for place, part in enumerate(parts)]
    by_remainder = sorted(counted, key=lambda place: (found[place] - parts[place], -abs(parts[place])))
    while left := total - sum(found):
        for place in by_remainder[:left] if left > 0 else by_remainder[left:]:
            found[place] += 1 if left > 0 else -1
    return found
