"""Shots on target as a share of what the league does at the time.

Providers change what they count: in 2013/14 the English season files dropped blocked shots, and the mean fell from 7.1
to 4.4 a team overnight. A share of the league's running mean carries over such a change; a count does not.
"""

from collections.abc import Sequence

LAST = 10  # matches
# Shots on target of home and away teams in the English top flight, 2000/01-2004/05: where the running means start.
HOME_START, AWAY_START = 6.56, 4.85
MEMORY = 0.02  # weight of the newest match in the running mean: five rounds of ten matches
PRIOR_WEIGHT = 4.0  # matches at the league's mean
LOWEST_MEAN, HIGHEST_SHARE = 1.0, 10.0  # keep a share finite and in range whatever a provider writes


def share_of_mean(shots: int, league_mean: float) -> float:
    """One match's shots on target beside the league's mean.

    >>> share_of_mean(6, 4.0)
    1.5
    """
    return min(HIGHEST_SHARE, shots / max(LOWEST_MEAN, league_mean))


def moved_mean(league_mean: float, shots: int) -> float:
    """The running mean after one more match.

    >>> moved_mean(5.0, 10)
    5.1
    """
    return league_mean + MEMORY * (shots - league_mean)


def shots_share(shares: Sequence[float]) -> float:
    """Mean share over the last ten matches, shrunk towards 1 by a weight of four matches.

    >>> shots_share([])
    1.0
    """
    recent = shares[-LAST:]
    return (sum(recent) + PRIOR_WEIGHT) / (len(recent) + PRIOR_WEIGHT)
