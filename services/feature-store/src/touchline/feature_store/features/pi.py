"""Pi-ratings: a team at home and away apart, moved by the goal difference beyond what both expected.

Constantinou and Fenton (2013), https://doi.org/10.1515/jqas-2012-0036.
"""

from math import copysign, log10

from touchline.football.pi import BASE, HIGHEST, SCALE, expected_goal_difference

# Learning rates on the ground played at and on the other one, tuned on the English top flight of 2013-2019.
OWN_GROUND, OTHER_GROUND = 0.03, 0.02
assert BASE == 10.0, "the curve is taken back by a logarithm to base ten"


def surprise(home_rating: float, away_rating: float, home_goals: int, away_goals: int) -> float:
    """How far a result lies from what the ratings expected, on their own scale: c * log10(1 + |error|), with its sign.

    >>> surprise(0.0, 0.0, 1, 1), surprise(0.0, 0.0, 9, 0)
    (0.0, 3.0)
    """
    error = (home_goals - away_goals) - expected_goal_difference(home_rating, away_rating)
    return copysign(SCALE * log10(1.0 + abs(error)), error)


def moved(rating: float, surprise_for: float, rate: float) -> float:
    """A rating after a match; within 10.

    >>> moved(0.1, 1.0, 0.03)
    0.13
    """
    return min(HIGHEST, max(-HIGHEST, rating + rate * surprise_for))
