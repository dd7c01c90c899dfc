"""What pi-ratings say about a meeting: goal differences, at home and away apart.

Constantinou and Fenton (2013), https://doi.org/10.1515/jqas-2012-0036. A rating is a goal difference on a curved scale.
"""

from math import copysign

BASE, SCALE = 10.0, 3.0  # b and c of the paper
HIGHEST = 10.0  # ratings of the strongest teams are about 2


def expected_against_average(rating: float) -> float:
    """Goal difference that a rating expects against an average team: sign(R) * (10^(|R|/3) - 1).

    >>> expected_against_average(0.0), round(expected_against_average(-1.0), 2)
    (0.0, -1.15)
    """
    return copysign(float(BASE ** (abs(rating) / SCALE)) - 1.0, rating)


def expected_goal_difference(home: float, away: float) -> float:
    """Goal difference that the home team's rating at home and the away team's rating away expect; within 20.

    >>> expected_goal_difference(0.5, 0.5)
    0.0
    """
    difference = expected_against_average(home) - expected_against_average(away)
    return min(20.0, max(-20.0, difference))
