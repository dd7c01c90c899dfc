"""Points lately, the newest weighing most."""

from collections.abc import Sequence

LAST = 5  # matches
DECAY = 0.85  # weight of a match beside the next newer one
# Points per team and match of the English top flight over 2005/06-2015/16, and how many fresh matches it weighs.
PRIOR, PRIOR_WEIGHT = 1.37, 1.0


def points_of(goals_for: int, goals_against: int) -> int:
    """League points: 3 for a win, 1 for a draw.

    >>> points_of(2, 0), points_of(1, 1), points_of(0, 3)
    (3, 1, 0)
    """
    return 3 if goals_for > goals_against else int(goals_for == goals_against)


def points_per_match(points: Sequence[int]) -> float:
    """Mean points over the last five matches, oldest first, decayed by 0.85 a match and shrunk towards 1.37.

    >>> points_per_match([])
    1.37
    >>> points_per_match([3, 0]) < points_per_match([0, 3])
    True
    """
    total, weight = PRIOR * PRIOR_WEIGHT, PRIOR_WEIGHT
    for age, earned in enumerate(reversed(points[-LAST:])):
        total += earned * DECAY**age
        weight += DECAY**age
    return total / weight
