"""What an explanation speaks of: eight families of features that a fan understands, and the ordinary meeting.

Every feature stands in one family, so that what belongs together moves together: a rating of one match is never seen
beside another's difference of ratings. Prices stand in none: no voice of the product without odds reads them.
"""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.vector import MARKET, RATES, SQUAD, Matrix, places

Vector = NDArray[np.float64]


class Family(StrEnum):
    """Features that are one subject; at most eight, since an exact explanation asks the model about 2^n vectors."""

    RATINGS = "ratings"
    GOALS = "goals"
    SHOTS = "shots"
    FORM = "form"
    REST = "rest"
    HEAD_TO_HEAD = "head-to-head"
    SQUADS = "squads"
    DIVISION = "division"


def _both(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{side}" for name in names for side in ("home", "away"))


FAMILIES: Mapping[Family, tuple[str, ...]] = {
    Family.RATINGS: (
        *_both("elo", "pi", "attack", "defence"),
        *("elo_difference", "elo_expected", "pi_difference"),
        *_both("poisson_goals", "poisson"),
        *("poisson_draw", "poisson_over", "poisson_both_scored"),
    ),
    Family.GOALS: (
        *_both("goals_rate", "chances_rate", "steady_rate"),
        "goals_variance",
        *_both("goals_for", "goals_against", "goals_for_short", "goals_against_short"),
        *_both("goals_for_long", "goals_against_long"),
        *_both("expected_goals_for", "expected_goals_against", "expected_goals_known"),
        "expected_goals_difference",
        *_both("overs", "both_scored", "scoring", "clean_sheets"),
    ),
    Family.SHOTS: _both(
        *("shots_rate", "shots_for", "shots_against", "attempts_for", "attempts_against"),
        *("corners_for", "corners_against"),
    ),
    Family.FORM: (
        *_both("points", "points_short", "points_long", "over_expected", "draws", "unbeaten", "winless"),
        *_both("season_points", "season_goal_difference"),
        *("points_at_home", "points_away_from_home"),
    ),
    Family.REST: (*_both("rest", "rest_anywhere", "load"), "midweek"),
    Family.HEAD_TO_HEAD: ("meetings", "met_score", "met_goal_difference", "met_goals", "met_score_here", "since_met"),
    Family.SQUADS: SQUAD,
    Family.DIVISION: _both("played", "promoted", "seasons"),
}
UNREAD = MARKET
"""Features of no family. A product with odds would read them, and then they are a family in place of another."""


def ordinary_meeting(values: Matrix) -> Vector:
    """The vector of an ordinary meeting among these, (n, features) → (features,): what explanations start from.

    Means; of rates of goals, whose logarithms are what the voices read, the geometric one. Squads are those of both
    sides together, so that neither is the stronger: a squad of which nothing is known then changes nothing.
    ValueError when the mean of any feature is not finite, or of a rate not above 0.

    >>> from touchline.football.meeting import as_they_stand
    >>> from touchline.football.team import TeamValues
    >>> from datetime import datetime, UTC
    >>> strangers = as_they_stand(TeamValues(), TeamValues(), datetime(2019, 8, 10, tzinfo=UTC))
    >>> bool(np.allclose(ordinary_meeting(np.array([strangers, strangers])), strangers))
    True
    """
    mean = values.mean(axis=0)
    rates = places(RATES)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean[rates] = np.exp(np.log(values[:, rates]).mean(axis=0))
    home, away = places(SQUAD[::2]), places(SQUAD[1::2])
    mean[home] = mean[away] = (mean[home] + mean[away]) / 2
    check_ordinary(mean)
    return np.asarray(mean)


def check_ordinary(values: Vector) -> None:
    """ValueError unless this may be an ordinary meeting: every feature finite, rates of goals above 0."""
    if values.shape != (len(MATCH_FEATURES),) or not np.isfinite(values).all() or not (values[places(RATES)] > 0).all():
        raise ValueError("an ordinary meeting has a finite number for each feature and rates of goals above 0")
