"""Which states of a pool's people are kept, to fold again from. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from touchline.feature_store.features.people.state import PeopleState

# A state holds every player that was ever listed, half a megabyte a pool: for so long one a week is kept, before one a
# month. In between, what was known is folded again.
WEEKLY_FOR = timedelta(days=42)


def kept(moments: Iterable[datetime], reached: datetime) -> set[datetime]:
    """Which checkpoints stay: the last of each week for six weeks, of each month before.

    >>> from datetime import UTC
    >>> days = [datetime(2019, 8, day, tzinfo=UTC) for day in (3, 10, 17)]
    >>> [sorted(day.day for day in kept(days, datetime(2019, month, 20, tzinfo=UTC))) for month in (8, 12)]
    [[3, 10, 17], [17]]
    """
    ordered = sorted(moments)
    recent = reached - WEEKLY_FOR
    weekly = {one.isocalendar()[:2]: one for one in ordered if one >= recent}
    monthly = {(one.year, one.month): one for one in ordered}
    return {*weekly.values(), *monthly.values()}


def ended(states: Sequence[PeopleState]) -> dict[datetime, PeopleState]:
    """The last state of each week but the last week: until a later one has begun, it can be folded again."""
    weeks = {one.as_of.isocalendar()[:2]: (one.as_of, one) for one in states if one.as_of is not None}
    last = max(weeks, default=None)
    return dict(found for week, found in weeks.items() if week != last)
