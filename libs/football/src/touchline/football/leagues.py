"""Leagues in which every two clubs meet home and away: how many they are, what ranks them, what is at stake.

Each is written down as its rules have been since a season. A league that is not here ends otherwise (Scotland, Belgium,
Greece and Austria divide theirs and go on), or nobody has looked its rules up yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from touchline.football.table import Criterion

_OVERALL = (Criterion.POINTS, Criterion.GOAL_DIFFERENCE, Criterion.GOALS)
_DIRECT_FIRST = (
    Criterion.POINTS,
    Criterion.DIRECT_POINTS,
    Criterion.DIRECT_GOAL_DIFFERENCE,
    Criterion.GOAL_DIFFERENCE,
    Criterion.GOALS,
)
_GERMAN = (*_OVERALL, Criterion.DIRECT_GOAL_DIFFERENCE, Criterion.DIRECT_AWAY_GOALS, Criterion.AWAY_GOALS)
_FRENCH = (
    Criterion.POINTS,
    Criterion.GOAL_DIFFERENCE,
    Criterion.DIRECT_POINTS,
    Criterion.DIRECT_GOAL_DIFFERENCE,
    Criterion.DIRECT_GOALS,
    Criterion.DIRECT_AWAY_GOALS,
    Criterion.GOALS,
    Criterion.AWAY_GOALS,
)


class NoLeague(LookupError):
    """Nothing is written down about how this competition's table ends."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Ranks that mean something, counted from 1."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class League:
    """A competition's rules since a season; who is level by all criteria shares a place."""

    competition: str
    since: str
    teams: int
    criteria: tuple[Criterion, ...]
    zones: tuple[Zone, ...]
    source: str
    remark: str | None = None

    @property
    def matches(self) -> int:
        """Of a season."""
        return self.teams * (self.teams - 1)


def _top(*others: Zone) -> tuple[Zone, ...]:
    return (Zone("title", 1, 1), Zone("top_four", 1, 4), *others)


def _second(promoted: int, play_off: int, *down: Zone) -> tuple[Zone, ...]:
    up = Zone("promotion", 1, promoted), Zone("promotion_play_off", promoted + 1, play_off)
    return (Zone("title", 1, 1), *up, *down)


_PREMIER_LEAGUE = "Premier League Handbook, section C, rules on the league table"
_ENGLISH = "EFL Regulations, section 3, rules on league positions"
_SPANISH = "RFEF, Reglamento General, rules on ties at the end of a league"
_ITALIAN = "FIGC, Norme Organizzative Interne, article 51, and Lega Serie A's notices on the play-offs since 2022/23"
_FRENCH_RULES = "LFP, Règlement administratif, article on the classement of Ligue 1"
_GERMAN_RULES = "DFL, Spielordnung, rules on the table"
_PLAYED_OFF = "where two clubs level on points decide a title or a relegation, a play-off is due; here head-to-head is"
_SHARED = "level clubs share a place; where much depends on it the league has further rules"

# fmt: off
_LEAGUES = (
    League("E0", "1995/96", 20, _OVERALL, _top(Zone("relegation", 18, 20)), _PREMIER_LEAGUE, _SHARED),
    League("E1", "2004/05", 24, _OVERALL, _second(2, 6, Zone("relegation", 22, 24)), _ENGLISH, _SHARED),
    League("E2", "2004/05", 24, _OVERALL, _second(2, 6, Zone("relegation", 21, 24)), _ENGLISH, _SHARED),
    League("E3", "2004/05", 24, _OVERALL, _second(3, 7, Zone("relegation", 23, 24)), _ENGLISH, _SHARED),
    League("D1", "2008/09", 18, _GERMAN, _top(Zone("relegation_play_off", 16, 16), Zone("relegation", 17, 18)),
           _GERMAN_RULES),
    League("SP1", "1997/98", 20, _DIRECT_FIRST, _top(Zone("relegation", 18, 20)), _SPANISH),
    League("I1", "2005/06", 20, _DIRECT_FIRST, _top(Zone("relegation", 18, 20)), _ITALIAN),
    League("I1", "2022/23", 20, _DIRECT_FIRST, _top(Zone("relegation", 18, 20)), _ITALIAN, _PLAYED_OFF),
    League("F1", "2016/17", 20, _FRENCH, _top(Zone("relegation_play_off", 18, 18), Zone("relegation", 19, 20)),
           _FRENCH_RULES),
    League("F1", "2022/23", 20, _FRENCH, _top(Zone("relegation", 17, 20)), _FRENCH_RULES),
    League("F1", "2023/24", 18, _FRENCH, _top(Zone("relegation_play_off", 16, 16), Zone("relegation", 17, 18)),
           _FRENCH_RULES),
)
# fmt: on
LEAGUES: Mapping[str, tuple[League, ...]] = {
    code: tuple(one for one in _LEAGUES if one.competition == code)
    for code in sorted({x.competition for x in _LEAGUES})
}


def league_of(competition: str, season: str) -> League:
    """The rules of a season.

    Raises:
        NoLeague: nothing is written down about it.

    >>> league_of("F1", "2021/22").teams, league_of("F1", "2024/25").teams
    (20, 18)
    """
    known = [one for one in LEAGUES.get(competition, ()) if one.since <= season]
    if not known:
        since = f" before {LEAGUES[competition][0].since}" if competition in LEAGUES else ""
        raise NoLeague(
            f"how the table of {competition}{since} ends is not written down; it is for {', '.join(LEAGUES)}"
        )
    return max(known, key=lambda one: one.since)
