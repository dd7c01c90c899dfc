"""What a difference of Elo ratings says about a meeting."""

# Ratings of a league's teams scatter around MEAN; SCALE is chess's: 400 points are odds of ten to one.
MEAN = 1500.0
SCALE = 400.0
# Home teams of the English top flight took 0.591 of a win per match (draw = half) over 2005/06-2015/16:
# 400 * log10(0.591 / 0.409), to the nearest five.
HOME_ADVANTAGE = 65.0


def expected_score(home_rating: float, away_rating: float) -> float:
    """The share of a win (draw = half) that the home team should take.

    1 / (1 + 10^-((home - away + home advantage) / 400)), Elo (1978); for football Hvattum and Arntzen (2010),
    https://doi.org/10.1016/j.ijforecast.2009.10.002.

    >>> round(expected_score(1500.0, 1500.0), 3)
    0.592
    """
    return float(1 / (1 + 10 ** (-(home_rating - away_rating + HOME_ADVANTAGE) / SCALE)))


# Squads change in summer: this share of the distance to the mean is kept. Best of 0.7 to 1 on 2005/06-2015/16.
KEPT_BETWEEN_SEASONS = 0.85
# Where promoted teams start. Best of -60 to -150 on 2005/06-2015/16, rounded.
PROMOTED_PRIOR = MEAN - 75.0


def after_summer(rating: float) -> float:
    """The rating with which a team that stays begins the next season.

    >>> after_summer(1600.0)
    1585.0
    """
    return MEAN + KEPT_BETWEEN_SEASONS * (rating - MEAN)
