"""When things happen on the pitch and when they could be known: rules that hold for every source."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

ASSUMED_KICK_OFF = time(15, tzinfo=UTC)  # stands for a kick-off of which only the day is known
RESULT_DELAY = timedelta(hours=2, minutes=30)

LOCAL_TIMES: Mapping[str, ZoneInfo] = MappingProxyType(
    {
        "ENG": ZoneInfo("Europe/London"),
        "GER": ZoneInfo("Europe/Berlin"),
        "ESP": ZoneInfo("Europe/Madrid"),
        "ITA": ZoneInfo("Europe/Rome"),
        "FRA": ZoneInfo("Europe/Paris"),
    }
)
"""Where the clocks of a pool's leagues stand; a local kick-off of another pool, or of a cup, is taken as unknown."""


def result_known_at(kick_off: datetime, kick_off_known: bool) -> datetime:
    """A result is known 2 h 30 after kick-off, or from the next day on where only the day is known.

    >>> result_known_at(datetime(2018, 8, 10, 15, tzinfo=UTC), False).isoformat()
    '2018-08-11T00:00:00+00:00'
    """
    return kick_off + RESULT_DELAY if kick_off_known else next_day(kick_off.date())


def next_day(day: date) -> datetime:
    """Midnight UTC after a day: when what has a day and no time is known for sure."""
    return datetime.combine(day + timedelta(days=1), time(tzinfo=UTC))


def start_of_day(day: date) -> datetime:
    """Midnight UTC with which a day begins."""
    return datetime.combine(day, time(tzinfo=UTC))


def assumed_kick_off(day: date) -> datetime:
    """15:00 UTC of a day."""
    return datetime.combine(day, ASSUMED_KICK_OFF)
