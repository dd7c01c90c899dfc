"""The moments that HTTP headers name; a provider may write anything into them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FURTHEST_CLOCK = 86_400.0  # seconds; a provider's clock beyond that is wrong
MOST_DIGITS = 12  # beyond it a number of seconds is no number of seconds


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header, which holds seconds or a date.

    >>> retry_after("120", datetime(2020, 1, 1, tzinfo=UTC)), retry_after("soon", datetime(2020, 1, 1, tzinfo=UTC))
    (120.0, None)
    """
    if value is None:
        return None
    seconds = whole_number(value)
    if seconds is not None:
        return float(seconds)
    moment = http_date(value)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


def http_date(value: str | None) -> datetime | None:
    """A Date header as UTC.

    >>> http_date("Fri, 28 Feb 2020 18:00:00 GMT")
    datetime.datetime(2020, 2, 28, 18, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        moment = parsedate_to_datetime(value or "")
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # OverflowError: the last hours of the year 9999 in a far time zone
        return None


def near(said: datetime | None, now: datetime) -> datetime:
    """A provider's date where its clock is near ours, else our time.

    A clock that stands in the year 9999 would otherwise make its documents known in the far future.
    """
    return said if said and abs((said - now).total_seconds()) <= FURTHEST_CLOCK else now


def whole_number(value: str | None) -> int | None:
    """A count in a header; None where it is anything else.

    >>> whole_number(" 42 "), whole_number("-1"), whole_number("²"), whole_number("9" * 5000)
    (42, None, None, None)
    """
    digits = (value or "").strip()
    return int(digits) if len(digits) <= MOST_DIGITS and digits.isascii() and digits.isdigit() else None
