"""What football-data.co.uk calls things, apart from how they are read (https://www.football-data.co.uk/notes.txt)."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from touchline.schemas.competitions import Competition, known_as

SOURCE = "football-data"
LOCAL_TIME = ZoneInfo("Europe/London")  # the provider states kick-offs in UK time
SEASON_DOCUMENT = re.compile(r"^mmz4281/(?P<season>\d{4})/(?P<competition>[A-Z]+\d?)\.csv$")
FIXTURES_DOCUMENT = re.compile(r"^fixtures\.csv$")

FOLLOWED: Mapping[str, Competition] = known_as(SOURCE)

IDENTITY_COLUMNS = ("Div", "Date", "HomeTeam", "AwayTeam")
RESULT_COLUMNS = ("FTHG", "FTAG")


class Count(NamedTuple):
    """A column that counts something, and the most that can be true of one match."""

    column: str
    most: int


MOST_GOALS = 30
MOST_ACTIONS = 100
MOST_CROWD = 200_000
COUNTS: Mapping[str, Count] = MappingProxyType(
    {
        "home_goals": Count("FTHG", MOST_GOALS),
        "away_goals": Count("FTAG", MOST_GOALS),
        "half_time_home_goals": Count("HTHG", MOST_GOALS),
        "half_time_away_goals": Count("HTAG", MOST_GOALS),
        "home_shots": Count("HS", MOST_ACTIONS),
        "away_shots": Count("AS", MOST_ACTIONS),
        "home_shots_on_target": Count("HST", MOST_ACTIONS),
        "away_shots_on_target": Count("AST", MOST_ACTIONS),
        "home_corners": Count("HC", MOST_ACTIONS),
        "away_corners": Count("AC", MOST_ACTIONS),
        "home_fouls": Count("HF", MOST_ACTIONS),
        "away_fouls": Count("AF", MOST_ACTIONS),
        "home_yellow_cards": Count("HY", MOST_ACTIONS),
        "away_yellow_cards": Count("AY", MOST_ACTIONS),
        "home_red_cards": Count("HR", MOST_ACTIONS),
        "away_red_cards": Count("AR", MOST_ACTIONS),
        "attendance": Count("Attendance", MOST_CROWD),
    }
)

# What a row tells of its match, prices apart: column and, where it is a count, what it counts.
TOLD_COLUMNS: Mapping[str, str | None] = MappingProxyType(
    {
        **dict.fromkeys((*IDENTITY_COLUMNS, "Time", "Referee")),
        **{count.column: name for name, count in COUNTS.items()},
    }
)

# Known and not read: they follow from others (FTR, HTR, HBP, ABP), no record has a place for them (woodwork, offsides,
# free kicks), or they count the bookmakers behind an average.
UNUSED_COLUMNS = frozenset(
    (
        *("FTR", "HTR", "HBP", "ABP", "HHW", "AHW", "HO", "AO", "HFKC", "AFKC"),
        *("Bb1X2", "BbOU", "BbAH"),
    )
)

MOST_HANDICAP = 10  # goals

FIRST_YEAR = 1993  # the provider's earliest season; also where two-digit years turn


def season_from_code(code: str) -> str | None:
    """The season in a document's path; None when the two years do not follow each other.

    >>> season_from_code("1920"), season_from_code("9900"), season_from_code("2019")
    ('2019/20', '1999/00', None)
    """
    first, second = int(code[:2]), int(code[2:])
    if (first + 1) % 100 != second:
        return None
    return f"{full_year(first)}/{second:02d}"


def full_year(two_digits: int) -> int:
    """A two-digit year of the provider's era.

    >>> full_year(93), full_year(19)
    (1993, 2019)
    """
    century = 1900 if two_digits >= FIRST_YEAR % 100 else 2000
    return century + two_digits
