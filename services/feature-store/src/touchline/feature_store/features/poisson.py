"""Attack and defence that move with every match: one step up the slope of a Poisson likelihood.

The log-likelihood of g goals at the rate r has the slope g - r in the log of r, of which attack and defence are parts:
each side's two parts move by a share of it.
"""

HIGHEST = 3.0  # a rate twenty times the league's mean
LEAGUE_WEIGHT = 0.01  # of the newest match in the league's running means of goals
# Share of the slope by which the two parts move. Of 0.01 to 0.05, on the English top flight of 2005/06-2018/19, the
# best ranked probability score of the next match's outcome (.1953); the likelihood of its goals is best at 0.015.
STEP = 0.02


def slope(goals: float, rate: float) -> float:
    """Goals beyond those expected; a freak result counts as five goals more at most.

    >>> slope(3, 1.5), slope(12, 1.5)
    (1.5, 5.0)
    """
    return min(5.0, goals - rate)


def moved(strength: float, slope_of: float) -> float:
    """A strength after a match, within 3.

    >>> moved(0.1, 0.0)
    0.1
    """
    return min(HIGHEST, max(-HIGHEST, strength + STEP * slope_of))
