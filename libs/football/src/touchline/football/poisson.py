"""Goals of two teams as independent Poisson counts: outcomes from two rates, by sums over a small grid.

Maher (1982), https://doi.org/10.1111/j.1467-9574.1982.tb00782.x.
"""

from math import exp
from typing import NamedTuple

LOWEST_RATE, HIGHEST_RATE = 0.05, 10.0  # goals
MOST_GOALS = 12  # a team's; beyond, less than one match in a million at three goals a match


class GoalChances(NamedTuple):
    """Chances of what two rates make of a match."""

    home: float
    draw: float
    away: float
    over: float  # three goals or more
    both_score: float


def rate(mean: float, attack: float, defence: float) -> float:
    """Goals to expect of a side: the league's mean for its ground, exp(attack - opponent's defence); 0.05 to 10.

    >>> rate(1.5, 0.2, 0.2)
    1.5
    """
    return min(HIGHEST_RATE, max(LOWEST_RATE, mean * exp(attack - defence)))


def goal_chances(home_rate: float, away_rate: float) -> GoalChances:
    """Chances of home win, draw and away win (they sum to 1), of three goals or more, and of both teams scoring.

    >>> [round(chance, 3) for chance in goal_chances(1.5, 1.2)]
    [0.441, 0.255, 0.304, 0.506, 0.543]
    """
    no_home, no_away = exp(-home_rate), exp(-away_rate)
    at_home, visiting = no_home, no_away
    fewer_home = fewer_away = 0.0
    home = draw = away = 0.0
    for goals in range(1, MOST_GOALS + 2):
        home += at_home * fewer_away
        away += visiting * fewer_home
        draw += at_home * visiting
        fewer_home += at_home
        fewer_away += visiting
        at_home *= home_rate / goals
        visiting *= away_rate / goals
    total, both = home + draw + away, home_rate + away_rate
    over = max(0.0, 1.0 - no_home * no_away * (1.0 + both + both * both / 2.0))
    return GoalChances(home / total, draw / total, away / total, over, (1.0 - no_home) * (1.0 - no_away))
