"""Rows make one vector: the only definition, for a fixture, for history and for a hypothetical meeting alike.

A vector follows from the rows of the two teams, their meetings, the market and the squads, and from nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from touchline.football.catalogue.matches import BOTH_TEAMS
from touchline.football.elo import expected_score
from touchline.football.pi import expected_goal_difference
from touchline.football.poisson import goal_chances, rate
from touchline.football.strength import MEASURES, goals_to_expect, uncertainty
from touchline.football.team import TeamRow, TeamValues, in_season, level_by, strength_at, values_of

__all__ = ["Occasion", "TeamRow", "as_they_stand", "entered", "meeting_values", "rest_days"]

LONGEST_REST = 14.0  # days; a longer pause is a season's break and says no more about tiredness
DAY = 86_400.0  # seconds
WEEK, YEAR = 7 * DAY, 365.25 * DAY
HEAD_TO_HEAD_KEPT = 5.0  # years; both clubs have changed since
NOT_MET = (0.0, 0.5, 0.0, 2.66, 0.59, HEAD_TO_HEAD_KEPT)
# Home win, draw and away win of the English top flight over 2005/06-2015/16: 46.6, 25.5 and 27.9 percent, as log-odds.
NO_MARKET = (0.60, 0.09, 0.0, 0.0, 0.0)
NO_SQUAD = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
TUESDAY, THURSDAY = 1, 3

_TWICE = tuple(TeamValues._fields.index(name) for name in BOTH_TEAMS)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who meets where and when; `first_season` is the competition's earliest of which anything is known."""

    competition: str
    season: str
    kick_off: datetime  # aware
    home_team: str
    away_team: str
    first_season: str | None


def entered(row: TeamRow | None, occasion: Occasion) -> TeamRow:
    """A team's row as one of the occasion's season; documented priors when nothing is known of the team."""
    return TeamRow(occasion.season, in_season(row, occasion.season, occasion.first_season))


def meeting_values(
    occasion: Occasion,
    home: TeamRow | None,
    away: TeamRow | None,
    pair: Sequence[float] | None = None,
    market: Sequence[float] | None = None,
    home_squad: Sequence[float] | None = None,
    away_squad: Sequence[float] | None = None,
) -> list[float]:
    """The features of a meeting, in the order of the latest catalogue's matches; every one finite.

    `pair` is from the side of the first of the two in alphabetical order. ValueError for a kick-off without a zone.

    >>> from datetime import UTC
    >>> derby = Occasion("E0", "2019/20", datetime(2019, 8, 10, 14, tzinfo=UTC), "a", "b", None)
    >>> meeting_values(derby, None, None)[:3]
    [1500.0, 1500.0, 0.0]
    """
    kick_off = _seconds(occasion.kick_off)
    at_home = in_season(home, occasion.season, occasion.first_season)
    visiting = in_season(away, occasion.season, occasion.first_season)
    return [
        *_first(at_home, visiting, kick_off),
        *_ratings(at_home, visiting),
        *(value for place in _TWICE for value in (at_home[place], visiting[place])),
        *_compared(at_home, visiting),
        *_times(at_home, visiting, occasion.kick_off, kick_off),
        *_head_to_head(pair, occasion, kick_off),
        *_market(market),
        *(value for both in zip(home_squad or NO_SQUAD, away_squad or NO_SQUAD, strict=True) for value in both),
        *_expected(at_home, visiting, kick_off),
    ]


def as_they_stand(home: Sequence[float], away: Sequence[float], kick_off: datetime) -> list[float]:
    """The features of a meeting that nobody has planned: two teams' rows taken as of its season, and nothing else.

    `home` and `away` are in the order of the latest catalogue's teams; ValueError for other lengths.
    """
    season = "as they stand"
    at_home, visiting = (TeamRow(season, values_of(values)) for values in (home, away))
    return meeting_values(Occasion("", season, kick_off, "", "", None), at_home, visiting)


def rest_days(last_kick_off: float, kick_off: datetime) -> float:
    """Days since a team's latest known match, at most 14; a team without one is rested.

    >>> from datetime import UTC
    >>> rest_days(datetime(2019, 8, 10, tzinfo=UTC).timestamp(), datetime(2019, 8, 13, 12, tzinfo=UTC))
    3.5
    """
    return _rest(last_kick_off, _seconds(kick_off))


def _seconds(kick_off: datetime) -> float:
    if kick_off.tzinfo is None:
        raise ValueError("a kick-off without a time zone")
    return kick_off.timestamp()


def _rest(last_kick_off: float, kick_off: float) -> float:
    return min(LONGEST_REST, max(0.0, (kick_off - last_kick_off) / DAY))


def _first(home: TeamValues, away: TeamValues, kick_off: float) -> list[float]:
    """Version 1."""
    return [
        home.elo,
        away.elo,
        home.elo - away.elo,
        expected_score(home.elo, away.elo),
        home.points,
        away.points,
        home.home_goals_for,
        home.home_goals_against,
        away.away_goals_for,
        away.away_goals_against,
        home.shots_for,
        home.shots_against,
        away.shots_for,
        away.shots_against,
        _rest(home.last_kick_off, kick_off),
        _rest(away.last_kick_off, kick_off),
        home.played,
        away.played,
        home.promoted,
        away.promoted,
    ]


def _ratings(home: TeamValues, away: TeamValues) -> tuple[float, ...]:
    """The league's means are those of the team that played later: what was known last."""
    league = home if home.last_kick_off >= away.last_kick_off else away
    home_goals = rate(league.league_home_goals, home.attack, away.defence)
    away_goals = rate(league.league_away_goals, away.attack, home.defence)
    difference = expected_goal_difference(home.pi_home, away.pi_away)
    return (home.pi_home, away.pi_away, difference, home_goals, away_goals, *goal_chances(home_goals, away_goals))


def _expected(home: TeamValues, away: TeamValues, kick_off: float) -> list[float]:
    """Goals to expect by each measure, home and away, then how little is known of the two teams' goals."""
    later = home if home.last_kick_off >= away.last_kick_off else away
    found: list[float] = []
    unknown = 0.0
    for place, (measure, dynamics) in enumerate(MEASURES.items()):
        two = [strength_at(place, team, kick_off, dynamics) for team in (home, away)]
        found += goals_to_expect(*level_by(place, later), *two)
        if measure == "goals":
            unknown = uncertainty(*two)
    return [*found, unknown]


def _compared(home: TeamValues, away: TeamValues) -> tuple[float, ...]:
    at_home = home.expected_goals_for - home.expected_goals_against
    return at_home - (away.expected_goals_for - away.expected_goals_against), home.home_points, away.away_points


def _times(home: TeamValues, away: TeamValues, kick_off: datetime, seconds: float) -> tuple[float, ...]:
    midweek = TUESDAY <= kick_off.weekday() <= THURSDAY
    return (
        _rest(home.last_kick_off_anywhere, seconds),
        _rest(away.last_kick_off_anywhere, seconds),
        load_at(home, seconds),
        load_at(away, seconds),
        float(midweek),
    )


def load_at(team: TeamValues, kick_off: float) -> float:
    """A team's load, halved every seven days since its latest kick-off; in matches.

    >>> load_at(TeamValues(last_kick_off_anywhere=0.0, load=1.5), 14 * DAY)
    0.375
    """
    age = max(0.0, kick_off - team.last_kick_off_anywhere)
    return float(team.load * 0.5 ** (age / WEEK))


def _head_to_head(pair: Sequence[float] | None, occasion: Occasion, kick_off: float) -> tuple[float, ...]:
    """A pair's row from the home side; meetings of more than five years ago say nothing."""
    if pair is None:
        return NOT_MET
    meetings, score, difference, goals, at_first, at_second, last_met = pair
    since = max(0.0, kick_off - last_met) / YEAR
    if since >= HEAD_TO_HEAD_KEPT:
        return NOT_MET
    if occasion.home_team < occasion.away_team:
        return meetings, score, difference, goals, at_first, since
    return meetings, 1.0 - score, -difference, goals, 1.0 - at_second, since


def _market(market: Sequence[float] | None) -> tuple[float, ...]:
    home, away, over, over_known, books = market or NO_MARKET
    return home, away, over, float(market is not None), over_known, books
