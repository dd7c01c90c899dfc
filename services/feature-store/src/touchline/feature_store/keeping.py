"""Which states of a fold are kept, to fold again from. Pure.

A pool's matches of a month are folded again in some twenty milliseconds. To write a state takes four and as much as
150 kB, of people half a megabyte: one for each match day cost more than all that it saved.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from touchline.feature_store.states import Reached

WEEKLY_FOR = timedelta(days=42)  # corrections are mostly of the latest weeks

S = TypeVar("S", bound=Reached)


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Which states of ended weeks stay: of the latest six weeks the last of each, before of each month.

    >>> from datetime import UTC
    >>> weeks = [datetime(2019, 8, 3, tzinfo=UTC) + timedelta(weeks=number) for number in range(9)]
    >>> [f"{one:%d.%m.}" for one in sorted(kept(weeks))]
    ['17.08.', '24.08.', '31.08.', '07.09.', '14.09.', '21.09.', '28.09.']
    >>> f"{max(kept(weeks[:2])):%d.%m.}", len(kept(weeks[:2]))
    ('10.08.', 2)
    """
    ordered = sorted(moments)
    recent = ordered[-1] - WEEKLY_FOR
    weekly = {one.isocalendar()[:2]: one for one in ordered if one >= recent}
    monthly = {(one.year, one.month): one for one in ordered}
    return {*weekly.values(), *monthly.values()}


def ended(states: Sequence[S]) -> dict[datetime, S]:
    """The last state of each week but the last week: until a later one has begun, it can be folded again."""
    weeks = {one.as_of.isocalendar()[:2]: (one.as_of, one) for one in states if one.as_of is not None}
    last = max(weeks, default=None)
    return dict(found for week, found in weeks.items() if week != last)
