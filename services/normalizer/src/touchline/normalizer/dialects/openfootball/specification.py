"""What openfootball calls things (https://github.com/openfootball/football.json).

Kick-offs are local times of the league's country: in 2019/20 to 2024/25 all but 7 of 2,446 equal the UK times of
football-data.co.uk after conversion, and those 7 are late starts of 15 to 50 minutes and a match that was resumed.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from touchline.schemas.records import MatchStatus

SOURCE = "openfootball"
DOCUMENT = re.compile(r"^(?P<year>(?:19|20)\d{2})(?:-\d{2})?/(?P<league>[a-z]{2}\.\d)\.json$")

LOCAL_TIMES: Mapping[str, ZoneInfo] = MappingProxyType(
    {
        "ENG": ZoneInfo("Europe/London"),
        "GER": ZoneInfo("Europe/Berlin"),
        "ESP": ZoneInfo("Europe/Madrid"),
        "ITA": ZoneInfo("Europe/Rome"),
        "FRA": ZoneInfo("Europe/Paris"),
    }
)
"""Where the clocks of a pool's leagues stand; a kick-off of another pool is taken as unknown."""

STATUSES: Mapping[str, MatchStatus] = MappingProxyType(
    {
        "postponed": MatchStatus.POSTPONED,
        "abandoned": MatchStatus.ABANDONED,
        "suspended": MatchStatus.ABANDONED,
        "awarded": MatchStatus.AWARDED,
        "cancelled": MatchStatus.CANCELLED,
        "canceled": MatchStatus.CANCELLED,
    }
)
"""Only the exceptional is marked; a match is played when it has a score."""

DOCUMENT_FIELDS = frozenset({"name", "matches", "rounds", "clubs"})
ROUND_FIELDS = frozenset({"name", "matches"})
MATCH_FIELDS = frozenset(
    {
        *("num", "round", "stage", "group", "date", "time", "timezone", "team1", "team2", "status"),
        *("score", "score1", "score2", "score1i", "score2i", "score1et", "score2et", "score1p", "score2p"),
        *("goals1", "goals2", "stadium", "ground", "city"),
    }
)
MATCHDAY = re.compile(r"Matchday (?P<number>\d{1,2})|(?P<other>\d{1,2})\. (?:Spieltag|Round|Giornata|Jornada|Journée)")

MOST_GOALS = 30
LAST_MINUTE_OF_FIRST_HALF = 45  # its added time is written 45+2
