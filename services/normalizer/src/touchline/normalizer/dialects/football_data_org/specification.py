"""What football-data.org's version 4 calls things (https://docs.football-data.org/general/v4/match.html)."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from touchline.schemas.records import MatchStatus

SOURCE = "football-data-org"
DOCUMENT = re.compile(r"^competitions/(?P<code>[A-Z0-9]{2,5})/(?P<year>(?:19|20)\d{2})/(?P<what>matches|teams)\.json$")

STATUSES: Mapping[str, MatchStatus] = MappingProxyType(
    {
        "SCHEDULED": MatchStatus.SCHEDULED,
        "TIMED": MatchStatus.SCHEDULED,
        "IN_PLAY": MatchStatus.SCHEDULED,  # a score that is not final is no result
        "PAUSED": MatchStatus.SCHEDULED,
        "FINISHED": MatchStatus.PLAYED,
        "SUSPENDED": MatchStatus.ABANDONED,
        "POSTPONED": MatchStatus.POSTPONED,
        "CANCELLED": MatchStatus.CANCELLED,
        "AWARDED": MatchStatus.AWARDED,
    }
)
WITHOUT_TIME = frozenset({"SCHEDULED", "POSTPONED", "CANCELLED"})  # the day stands, the time does not
WITH_RESULT = frozenset({MatchStatus.PLAYED, MatchStatus.AWARDED})
IN_NINETY_MINUTES = "REGULAR"

DOCUMENT_FIELDS = frozenset({"filters", "resultSet", "count", "competition", "season", "matches", "teams"})
MATCH_FIELDS = frozenset(
    {
        *("id", "area", "competition", "season", "utcDate", "status", "minute", "injuryTime", "attendance", "venue"),
        *("matchday", "stage", "group", "lastUpdated", "homeTeam", "awayTeam", "score", "goals", "penalties"),
        *("bookings", "substitutions", "odds", "referees"),
    }
)
TEAM_FIELDS = frozenset(
    {
        *("id", "area", "name", "shortName", "tla", "crest", "address", "website", "founded", "clubColors", "venue"),
        *("runningCompetitions", "coach", "marketValue", "squad", "staff", "lastUpdated"),
    }
)

MOST_GOALS = 30
MOST_PEOPLE = 250_000
MOST_MATCHDAYS = 60
