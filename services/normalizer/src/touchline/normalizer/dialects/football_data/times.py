"""When things happen and when they could be known, by the provider's own statements."""

import re
from datetime import UTC, date, datetime, time, timedelta

from touchline.normalizer.dialects.dates import EARLIEST, LATEST
from touchline.normalizer.dialects.football_data.specification import LOCAL_TIME, full_year
from touchline.normalizer.dialects.times import ASSUMED_KICK_OFF

_DATE = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
TUESDAY, FRIDAY = 1, 4
COLLECTION_TIME = time(17)


def read_date(cell: str) -> date:
    """A day as the provider has written it over the years: day first, slashes or dashes, two or four digits of year.

    >>> read_date("09/08/19") == read_date("09-08-2019") == date(2019, 8, 9)
    True

    Raises:
        ValueError: not such a date, or no day of any calendar.
    """
    match = _DATE.fullmatch(cell)
    if match is None:
        raise ValueError(f"expected a date such as 09/08/2019, got {cell!r}")
    day, _, month, year = match.groups()
    try:
        found = date(full_year(int(year)) if len(year) == 2 else int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"{cell!r} is no day of any calendar") from None
    return _of_football(found)


def read_iso_date(cell: str) -> date:
    """A day as copies of these files write it.

    >>> read_iso_date("2019-08-09")
    datetime.date(2019, 8, 9)

    Raises:
        ValueError: not such a date, or no day of any calendar.
    """
    if not _ISO_DATE.fullmatch(cell):
        raise ValueError(f"expected a date such as 2019-08-09, got {cell!r}")
    try:
        found = date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is no day of any calendar") from None
    return _of_football(found)


def _of_football(day: date) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(f"the year {day.year} is none of football")
    return day


def read_kick_off(day: date, cell: str) -> datetime:
    """Kick-off in UTC: the stated UK time, or 15:00 UTC where the cell is blank and only the day is known.

    >>> read_kick_off(date(2019, 8, 9), "20:00").isoformat()
    '2019-08-09T19:00:00+00:00'

    Raises:
        ValueError: the cell holds something else than a time.
    """
    if not cell:
        return datetime.combine(day, ASSUMED_KICK_OFF)
    match = _TIME.fullmatch(cell)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError(f"expected a time such as 20:00, got {cell!r}")
    return datetime.combine(day, time(int(match[1]), int(match[2])), LOCAL_TIME).astimezone(UTC)


def odds_collected_at(kick_off: datetime) -> datetime:
    """When the odds before a match were collected: 17:00 UK of the last Tuesday or Friday up to the match day.

    The provider collects on Friday afternoons for the weekend and on Tuesday afternoons for the midweek. A match that
    kicks off earlier than 17:00 on such a day has its odds from that same day, so at the latest from its kick-off.

    >>> odds_collected_at(datetime(2019, 8, 11, 13, tzinfo=UTC)).isoformat()  # Sunday → Friday
    '2019-08-09T16:00:00+00:00'
    """
    day = kick_off.astimezone(LOCAL_TIME).date()
    while day.weekday() not in (TUESDAY, FRIDAY):
        day -= timedelta(days=1)
    return min(datetime.combine(day, COLLECTION_TIME, LOCAL_TIME).astimezone(UTC), kick_off)
