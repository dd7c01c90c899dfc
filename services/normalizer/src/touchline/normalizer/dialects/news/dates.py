"""When something was published: a moment, or only a day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.news.specification import FIRST_YEAR, RUSSIAN_MONTHS, WRITTEN_DAY
from touchline.normalizer.dialects.times import next_day, start_of_day

FAST_CLOCK = timedelta(days=1)  # a publisher's clock may run so far before ours


@dataclass(frozen=True, slots=True)
class Published:
    """When an article came out; where only the day is known, it was out for sure when the next one began."""

    at: datetime
    known_at: datetime


def moment(text: str, zone: ZoneInfo) -> Published | None:
    """A time or a day in ISO 8601; a time without an offset is the publisher's own.

    >>> moment("2017-07-23T17:06:45+0000", ZoneInfo("UTC")).at.isoformat()
    '2017-07-23T17:06:45+00:00'
    >>> moment("2020-02-27", ZoneInfo("Europe/London")).known_at.isoformat()
    '2020-02-28T00:00:00+00:00'
    """
    stripped = text.strip()
    try:
        if len(stripped) == len("2020-02-27"):
            return whole_day(date.fromisoformat(stripped))
        found = datetime.fromisoformat(stripped)
        return exactly(found if found.tzinfo else found.replace(tzinfo=zone))
    except (ValueError, OverflowError):  # OverflowError: the first or last hours of the calendar in a far zone
        return None


def exactly(at: datetime) -> Published:
    """A moment with its zone."""
    at = at.astimezone(UTC)
    return Published(at, at)


def whole_day(day: date) -> Published:
    """A day without a time."""
    return Published(start_of_day(day), next_day(day))


def in_words(text: str, zone: ZoneInfo) -> Published | None:
    """A Russian day in words.

    >>> in_words("15 августа 2016, 13:43", ZoneInfo("Europe/Kyiv")).at.isoformat()
    '2016-08-15T10:43:00+00:00'
    """
    found = WRITTEN_DAY.search(text)
    month = RUSSIAN_MONTHS.get(found["month"]) if found else None
    if found is None or month is None:
        return None
    try:
        day = date(int(found["year"]), month, int(found["day"]))
        return exactly(datetime.combine(day, time(int(found["hour"]), int(found["minute"])), zone))
    except (ValueError, OverflowError):
        return None


def check_published(published: Published, fetched_at: datetime) -> Published:
    """Refuse what cannot be: a page from the time before the web, or from after it was fetched.

    Raises:
        UnreadableCell: such a time.
    """
    if published.at.year < FIRST_YEAR or published.at > fetched_at + FAST_CLOCK:
        raise UnreadableCell(
            "published", f"{published.at.isoformat()} is no time at which this can have been published"
        )
    return published
