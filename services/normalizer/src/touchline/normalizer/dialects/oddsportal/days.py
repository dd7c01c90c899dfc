"""When a match begins: by the moment that its cell holds, or by the page's own words for the day."""

import re
from datetime import UTC, date, datetime, time, timedelta

from touchline.normalizer.dialects.cells import UnreadableCell

FROM_TODAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
_RELATIVE = re.compile(r"(Yesterday|Today|Tomorrow), (\d{1,2}) ([A-Z][a-z]{2})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ABSOLUTE = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})", re.IGNORECASE)
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def day_called(words: str, today: date) -> date | None:
    """The day of a heading, seen from the day on which the page was fetched; None where it names none.

    >>> day_called("Yesterday, 28 Feb", date(2020, 2, 29)), day_called("07 Mar 2020", date(2020, 2, 29))
    (datetime.date(2020, 2, 28), datetime.date(2020, 3, 7))

    Raises:
        UnreadableCell: no day of any calendar, or a page of another day than it was fetched on.
    """
    relative, absolute = _RELATIVE.match(words), _ABSOLUTE.match(words)
    if relative:
        day = today + timedelta(days=FROM_TODAY[relative[1].lower()])
        if (day.day, _MONTHS[day.month - 1]) != (int(relative[2]), relative[3].lower()):
            raise UnreadableCell("date", f"the page says {words[:40]!r} and was fetched on {today}: it is an old one")
        return day
    if absolute is None:
        return None
    try:
        return date(int(absolute[3]), _MONTHS.index(absolute[2].lower()) + 1, int(absolute[1]))
    except ValueError:
        raise UnreadableCell("date", f"{words[:40]!r} is no day of any calendar") from None


def kick_off_of(moment: str | None, clock: str, day: date | None) -> datetime:
    """The moment in seconds since 1970, else the time of the day, which the page tells in UTC.

    >>> kick_off_of("1385495100", "", None).isoformat()
    '2013-11-26T19:45:00+00:00'

    Raises:
        UnreadableCell: neither is there.
    """
    if moment is not None:
        found = datetime.fromtimestamp(int(moment), UTC)
    elif day is None:
        raise UnreadableCell("date", "neither the row nor a heading above it tells the day")
    else:
        try:
            found = datetime.combine(day, time.fromisoformat(clock), tzinfo=UTC)
        except ValueError:
            raise UnreadableCell("time", f"expected a time such as 15:00, got {clock[:40]!r}") from None
    if not EARLIEST <= found < LATEST:
        raise UnreadableCell("time", f"{found:%Y-%m-%d} lies outside all seasons")
    return found
