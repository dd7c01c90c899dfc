"""Fantasy Premier League's points of a player, at several horizons."""

from collections.abc import Sequence

from touchline.feature_store.features.people.facts import Appearance
from touchline.feature_store.features.people.remembered import Career, Form, Played, Season
from touchline.feature_store.features.people.scoring import rate
from touchline.football.player_meeting import POINTS as PRIOR

LOWEST, HIGHEST = -20.0, 60.0  # of a match; the extremes since 2016/17 are -7 and 29
# How many matches the mean over everybody weighs, and the weight of a match beside the next newer one. Best of .25 to 1
# and .8 to .93 on 2017/18 and 2018/19: root mean square error 2.234.
PRIOR_WEIGHT, MEMORY = 1.0, 0.85
# A full match, by position, in the same seasons; None: of all.
FULL_MATCH = {"goalkeeper": 3.63, "defender": 3.24, "midfielder": 3.90, "forward": 4.86, None: 3.74}


def formed(form: Form, one: Appearance) -> Form:
    """The decayed sums with one more match, played in or not; one without points changes nothing."""
    if one.points is None:
        return form
    return Form(MEMORY * form.points + one.points, MEMORY * form.matches + 1.0)


def points_form(form: Form) -> float:
    """Decayed mean over his matches, played in or not, shrunk towards 1.38.

    >>> points_form(Form())
    1.38
    """
    return bounded((form.points + PRIOR * PRIOR_WEIGHT) / (form.matches + PRIOR_WEIGHT))


def mean_points(matches: Sequence[Played], last: int) -> float:
    """Plain mean over his last matches of which points are stated, played in or not; 1.38 when there are none.

    >>> mean_points([], 5)
    1.38
    """
    latest = [match.points for match in matches if match.points is not None][-last:]
    return bounded(sum(latest) / len(latest)) if latest else PRIOR


def points_of_season(season: Season) -> float:
    """Mean over the matches of the season that he was listed for; 1.38 before the first."""
    return bounded(season.points / season.rewarded) if season.rewarded else PRIOR


def points_per_90(career: Career, position: str | None) -> float:
    """Per 90 minutes when he plays, shrunk towards the mean of his position.

    >>> points_per_90(Career(), "defender")
    3.24
    """
    return bounded(rate(career.points, career.rewarded, FULL_MATCH[position]))


def bounded(points: float) -> float:
    """Points of a match that can be, whatever a provider writes."""
    return min(HIGHEST, max(LOWEST, points))
