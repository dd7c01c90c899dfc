"""Goals scored and conceded, at home and away apart."""

from collections.abc import Sequence

LAST = 10  # matches
# Goals per match of home and away teams in the English top flight, 2005/06-2015/16.
HOME_PRIOR, AWAY_PRIOR = 1.53, 1.13
PRIOR_WEIGHT = 4.0  # matches; half of ten would hide a good attack, none would believe a single 5-0


def goals_per_match(goals: Sequence[int], prior: float) -> float:
    """Mean goals over the last ten matches, shrunk towards `prior` by a weight of four matches.

    >>> goals_per_match([], HOME_PRIOR)
    1.53
    >>> goals_per_match([2, 2, 2, 2], 1.0)
    1.5
    """
    recent = goals[-LAST:]
    return (sum(recent) + PRIOR_WEIGHT * prior) / (len(recent) + PRIOR_WEIGHT)
