"""Days, times and moments in the form of ISO 8601, as far as a provider may write them."""

import re
from datetime import UTC, date, datetime, time

from touchline.normalizer.dialects.cells import UnreadableCell

EARLIEST, LATEST = 1880, 2200  # years; no league is older, and no schedule looks so far ahead

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|\+00:00)", re.ASCII)


def iso_date(column: str, cell: str) -> date:
    """A day.

    >>> iso_date("date", "2019-08-09")
    datetime.date(2019, 8, 9)

    Raises:
        UnreadableCell: no such day.
    """
    if not _DATE.fullmatch(cell):
        raise UnreadableCell(column, f"expected a date such as 2019-08-09, got {cell[:60]!r}")
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        raise UnreadableCell(column, f"{cell!r} is no day of any calendar") from None
    _check_year(column, day)
    return day


def clock_time(column: str, cell: str) -> time:
    """A time of day; seconds are always 0 and not kept.

    >>> clock_time("time", "20:00"), clock_time("Time", "08:30:00")
    (datetime.time(20, 0), datetime.time(8, 30))

    Raises:
        UnreadableCell: no such time.
    """
    found = _TIME.fullmatch(cell)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise UnreadableCell(column, f"expected a time such as 20:00, got {cell[:60]!r}")
    return time(int(found[1]), int(found[2]))


def utc_moment(column: str, cell: str) -> datetime:
    """A moment in UTC.

    >>> utc_moment("utcDate", "2019-08-09T19:00:00Z").isoformat()
    '2019-08-09T19:00:00+00:00'

    Raises:
        UnreadableCell: no such moment.
    """
    if not _MOMENT.fullmatch(cell):
        raise UnreadableCell(column, f"expected a moment such as 2019-08-09T19:00:00Z, got {cell[:60]!r}")
    try:
        moment = datetime.fromisoformat(cell).astimezone(UTC)
    except ValueError:
        raise UnreadableCell(column, f"{cell!r} is no moment of any calendar") from None
    _check_year(column, moment)
    return moment


def _check_year(column: str, day: date) -> None:
    if not EARLIEST <= day.year <= LATEST:
        raise UnreadableCell(column, f"the year {day.year} is none of football")
