"""Whom to believe about a match when its documents differ: a pure function of the set of what they assert.

Most believed first: real before simulated documents, then the sources in the order that `schemas.sources` lists for the
field, within a source complete documents before rolling ones. The order of arrival never matters.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from touchline.schemas.records import MatchStatus, Provenance
from touchline.schemas.sources import precedence

# Words in the keys of rolling documents: lists of what comes, feeds, pages that are replaced. A season's or an
# archive's document is complete and corrected.
ROLLING = re.compile(r"\b(fixtures|live|upcoming|feed|snapshot)\b")
# The shortest a match can be: a result is never known before, whatever a document says of its own time.
SHORTEST = timedelta(minutes=90)
# Where only the date is known, 15:00 UTC of it stands: kick-offs no further apart may be of one day, in any time zone.
SAME_DAY = timedelta(hours=18)
DECIDED = (MatchStatus.PLAYED, MatchStatus.AWARDED)
OFF = (MatchStatus.POSTPONED, MatchStatus.ABANDONED, MatchStatus.CANCELLED)


class Assertion(Protocol):
    """The part of the record `Match` by which documents are weighed."""

    @property
    def status(self) -> MatchStatus: ...
    @property
    def home_goals(self) -> int | None: ...
    @property
    def away_goals(self) -> int | None: ...
    @property
    def kick_off_known(self) -> bool: ...
    @property
    def source(self) -> str: ...
    @property
    def document_key(self) -> str: ...
    @property
    def provenance(self) -> Provenance: ...
    @property
    def event_time(self) -> datetime: ...
    @property
    def available_at(self) -> datetime: ...


A = TypeVar("A", bound=Assertion)


@dataclass(frozen=True, slots=True)
class Verdict(Generic[A]):
    """Which assertions are believed about a match."""

    status: MatchStatus
    kick_off: A
    results: tuple[A, ...]  # those that count, the most believed first
    standing: tuple[A, ...]  # everything not withdrawn

    @property
    def result(self) -> A | None:
        """The assertion whose goals stand."""
        return self.results[0] if self.results else None

    @property
    def available_at(self) -> datetime:
        """When the believed result could be known; without one, when the believed kick-off was."""
        if self.result is None:
            return self.kick_off.available_at
        return max(self.result.available_at, self.kick_off.event_time + SHORTEST)


def verdict_on(assertions: Iterable[A]) -> Verdict[A] | None:
    """What is believed of one match; None when every document has withdrawn it.

    * A result stands as the most believed source has it. One awarded off the pitch beats one played on it.
    * Postponed, abandoned or cancelled is a match only while no standing assertion has a result. Where one says
      abandoned, a result of a later day is the replay's, and stands.
    * Simulated documents never overrule a real one; they have a say where none has a result.
    """
    standing = tuple(one for one in assertions if one.status is not MatchStatus.WITHDRAWN)
    if not standing:
        return None
    trusted = [one for one in standing if not _simulated(one)] or standing
    results = _after_abandonment(_results(standing), trusted)
    real_plan = bool(results) and _simulated(results[0]) and not _simulated(trusted[0])  # no real one has a result
    if real_plan and _without_result(trusted) in OFF:
        results = []
    kick_off = _played_at(results, standing) if results and not real_plan else _planned_at(standing)
    return Verdict(_status(results, trusted), kick_off, tuple(results), standing)


def believed(field: str, one: Assertion) -> tuple[bool, tuple[int, str], bool, str]:
    """A sort key: the smaller, the more an assertion is believed about a field."""
    return _simulated(one), precedence(field, one.source), is_rolling(one), one.document_key


def is_rolling(one: Assertion) -> bool:
    """Whether its document lists what is to come or stands only for a moment.

    A source's complete documents are put before its rolling ones, never before those of another source.
    """
    return ROLLING.search(one.document_key) is not None


def has_result(one: Assertion) -> bool:
    """Whether it states goals that were played or awarded."""
    return one.status in DECIDED and one.home_goals is not None and one.away_goals is not None


def _results(standing: Sequence[A]) -> list[A]:
    def order(one: A) -> tuple[object, ...]:
        return _simulated(one), one.status is not MatchStatus.AWARDED, believed("result", one)

    return sorted((one for one in standing if has_result(one)), key=order)


def _after_abandonment(results: list[A], trusted: Sequence[A]) -> list[A]:
    """The results of the replay, where there is one; the score at which a match was abandoned is none of it."""
    left = [one.event_time for one in trusted if one.status is MatchStatus.ABANDONED]
    if not left:
        return results
    later = [one for one in results if one.status is MatchStatus.AWARDED or one.event_time > max(left) + SAME_DAY]
    return later if later and _simulated(later[0]) <= _simulated(results[0]) else results


def _status(results: Sequence[A], trusted: Sequence[A]) -> MatchStatus:
    if any(one.status is MatchStatus.AWARDED for one in trusted):
        return MatchStatus.AWARDED
    return results[0].status if results else _without_result(trusted)


def _without_result(trusted: Sequence[A]) -> MatchStatus:
    """The newest word that a match is off, unless somebody has named a later day since."""
    off = max((one for one in trusted if one.status in OFF), key=_newest, default=None)
    if off is None:
        return MatchStatus.SCHEDULED
    planned_again = any(
        one.status not in OFF and one.available_at >= off.available_at and one.event_time > off.event_time + SAME_DAY
        for one in trusted
    )
    return MatchStatus.SCHEDULED if planned_again else off.status


def _played_at(results: Sequence[A], standing: Sequence[A]) -> A:
    return _timed(min(results, key=lambda one: believed("kick-off", one)), standing)


def _planned_at(standing: Sequence[A]) -> A:
    """The newest word of the most believed source, among what time has not overtaken."""
    current = [one for one in standing if not any(_overtakes(other, one) for other in standing)]
    first = min((_simulated(one), precedence("kick-off", one.source)) for one in current)
    of_source = [one for one in current if (_simulated(one), precedence("kick-off", one.source)) == first]
    return _timed(max(of_source, key=_newest), current)


def _overtakes(newer: Assertion, older: Assertion) -> bool:
    """Whether, once the older one's kick-off was past, the newer one still named a later."""
    past = newer.available_at > older.event_time and newer.event_time > older.event_time
    return past and _simulated(newer) <= _simulated(older)


def _timed(dated: A, others: Sequence[A]) -> A:
    """The same day with its time, if anybody knows it."""
    if dated.kick_off_known:
        return dated
    known = [one for one in others if one.kick_off_known and abs(one.event_time - dated.event_time) <= SAME_DAY]
    return min(known, key=lambda one: believed("kick-off", one), default=dated)


def _newest(one: Assertion) -> tuple[datetime, str, str]:
    return one.available_at, one.source, one.document_key


def _simulated(one: Assertion) -> bool:
    return one.provenance is Provenance.SIMULATED
