"""What football-data.co.uk calls things, apart from how they are read (https://www.football-data.co.uk/notes.txt)."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from touchline.schemas.records import OddsMoment

SOURCE = "football-data"
LOCAL_TIME = ZoneInfo("Europe/London")  # the provider states kick-offs in UK time
SEASON_DOCUMENT = re.compile(r"(?:^|/)mmz4281/(?P<season>\d{4})/(?P<competition>[A-Z]+\d?)\.csv$")
FIXTURES_DOCUMENT = re.compile(r"(?:^|/)fixtures\.csv$")

IDENTITY_COLUMNS = ("Div", "Date", "HomeTeam", "AwayTeam")
RESULT_COLUMNS = ("FTHG", "FTAG")


class Count(NamedTuple):
    """A column that counts something, and the most that can be true of one match."""

    column: str
    most: int


MOST_GOALS = 30
MOST_ACTIONS = 100
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
    }
)

Columns = tuple[str, str, str]


class Triple(NamedTuple):
    """Home, draw and away prices of one bookmaker at one moment; the first columns that the document has are read."""

    bookmaker: str
    moment: OddsMoment
    columns: tuple[Columns, ...]


def _triple(bookmaker: str, moment: OddsMoment, *prefixes: str) -> Triple:
    return Triple(bookmaker, moment, tuple((f"{name}H", f"{name}D", f"{name}A") for name in prefixes))


# Betbrain's averages and maxima (Bb*) were replaced by the provider's own (Avg, Max) in 2019/20.
TRIPLES: tuple[Triple, ...] = (
    _triple("b365", OddsMoment.BEFORE, "B365"),
    _triple("b365", OddsMoment.CLOSING, "B365C"),
    _triple("pinnacle", OddsMoment.BEFORE, "PS", "P"),
    _triple("pinnacle", OddsMoment.CLOSING, "PSC", "PC"),
    _triple("average", OddsMoment.BEFORE, "Avg", "BbAv"),
    _triple("average", OddsMoment.CLOSING, "AvgC"),
    _triple("maximum", OddsMoment.BEFORE, "Max", "BbMx"),
    _triple("maximum", OddsMoment.CLOSING, "MaxC"),
)
LEAST_BOOK, MOST_BOOK = 0.9, 1.4  # sum of 1/odds: outside it a price is mistyped or the columns have shifted

# Seasons begin on 1 July, except where the calendar was broken: 2019/20 ended on 26 July 2020.
_UNUSUAL_STARTS = {2020: date(2020, 8, 1)}
FIRST_YEAR = 1993  # the provider's earliest season; also where two-digit years turn


def season_start(year: int) -> date:
    """The first day that belongs to the season beginning in `year`."""
    return _UNUSUAL_STARTS.get(year, date(year, 7, 1))


def season_range(season: str) -> tuple[date, date]:
    """First and last day of a season.

    >>> season_range("2019/20")
    (datetime.date(2019, 7, 1), datetime.date(2020, 7, 31))
    """
    year = int(season[:4])
    return season_start(year), season_start(year + 1) - timedelta(days=1)


def season_of(day: date) -> str:
    """The season that a day belongs to.

    >>> season_of(date(2020, 7, 26)), season_of(date(2021, 7, 26)), season_of(date(1999, 12, 26))
    ('2019/20', '2021/22', '1999/00')
    """
    year = day.year if day >= season_start(day.year) else day.year - 1
    return f"{year}/{(year + 1) % 100:02d}"


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
