"""Which corrections end which stored rows. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Correction(Protocol):
    """Rows that tell of `as_of` or later stand only until `known_at`."""

    @property
    def as_of(self) -> datetime: ...
    @property
    def known_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Span:
    """Rows that tell of `since` or later, and of before `until` where it is given, stand only until `known_at`."""

    since: datetime
    until: datetime | None
    known_at: datetime


def spans(corrections: Iterable[Correction]) -> Iterator[Span]:
    """What a fold's corrections end of the rows that were stored before it; each row is in one span at most.

    The corrections are in the order in which they were known, and all rows were known before the first of them: a row
    ends with the first that reaches back to it. A history that comes in late is full of corrections that end nothing
    stored, and a look at all later rows for each of them took minutes.

    >>> from datetime import UTC
    >>> from touchline.feature_store.replaying import Superseded
    >>> day = [datetime(2019, 8, number, tzinfo=UTC) for number in range(1, 10)]
    >>> told = [Superseded(day[4], day[6]), Superseded(day[5], day[7]), Superseded(day[1], day[8])]
    >>> [(one.since.day, one.until and one.until.day, one.known_at.day) for one in spans(told)]
    [(5, None, 7), (2, 5, 9)]
    """
    reached: datetime | None = None
    for one in corrections:
        if reached is None or one.as_of < reached:
            yield Span(one.as_of, reached, one.known_at)
            reached = one.as_of
