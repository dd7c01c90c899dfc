"""What a league does at the time, in running means: the scale on which its teams are measured."""

from typing import NamedTuple

from touchline.feature_store.features.means import moved
from touchline.feature_store.features.poisson import LEAGUE_WEIGHT
from touchline.feature_store.features.result import MatchFact
from touchline.feature_store.features.shots import AWAY_START, HOME_START, MEMORY

# A team's shots and corners a match in the English top flight, 2000/01-2004/05: where the running means start.
SHOTS_HOME, SHOTS_AWAY = 13.6, 10.3
CORNERS_HOME, CORNERS_AWAY = 6.4, 4.8


class League(NamedTuple):
    """Running means of a competition, of home and of away teams."""

    shots_on_target_home: float = HOME_START
    shots_on_target_away: float = AWAY_START
    goals_home: float = 1.53
    goals_away: float = 1.13
    attempts_home: float = SHOTS_HOME
    attempts_away: float = SHOTS_AWAY
    corners_home: float = CORNERS_HOME
    corners_away: float = CORNERS_AWAY
    expected_goals_home: float = 1.53  # as goals, until somebody states them
    expected_goals_away: float = 1.13


def after(league: League, result: MatchFact) -> League:
    """The means after one more match.

    >>> from datetime import UTC, datetime
    >>> noon = datetime(2019, 8, 10, 12, tzinfo=UTC)
    >>> played = MatchFact("m", "E0", "2019/20", noon, "a", "b", 1, 0, None, None, 16, None, noon, ())
    >>> round(after(League(), played).goals_home, 4)
    1.5247
    """
    assert result.home_goals is not None
    assert result.away_goals is not None
    on_target = result.home_shots_on_target is not None and result.away_shots_on_target is not None
    return League(
        _moved(league.shots_on_target_home, result.home_shots_on_target if on_target else None, MEMORY),
        _moved(league.shots_on_target_away, result.away_shots_on_target if on_target else None, MEMORY),
        moved(league.goals_home, result.home_goals, LEAGUE_WEIGHT),
        moved(league.goals_away, result.away_goals, LEAGUE_WEIGHT),
        _moved(league.attempts_home, result.home_shots, MEMORY),
        _moved(league.attempts_away, result.away_shots, MEMORY),
        _moved(league.corners_home, result.home_corners, MEMORY),
        _moved(league.corners_away, result.away_corners, MEMORY),
        _moved(league.expected_goals_home, result.home_expected_goals, MEMORY),
        _moved(league.expected_goals_away, result.away_expected_goals, MEMORY),
    )


def _moved(mean: float, value: float | None, weight: float) -> float:
    return mean if value is None else moved(mean, value, weight)
