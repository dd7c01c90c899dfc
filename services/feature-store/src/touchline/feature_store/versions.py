"""What was known of each match, and since when: its assertions resolved one moment of knowledge after the other. Pure.

A document's first word on a match counts as known when it was available, by the provider's time or the rule of its
kind, so that a history read years later stands at its own times. What a later version of that document says differently
was known when that version was told, never before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from touchline.football.resolution import ResolvedMatch, resolve
from touchline.schemas.records import Match, MatchStatus


@dataclass(frozen=True, slots=True)
class Told:
    """An assertion, and the football time of the message that told it."""

    assertion: Match
    told_at: datetime


@dataclass(frozen=True, slots=True)
class MatchVersion:
    """A match as it was known from `known_at` on, until `superseded_at`; `None`: to this day.

    `touches` is the earliest moment whose features follow from what this version changed.
    """

    match: ResolvedMatch
    known_at: datetime
    superseded_at: datetime | None
    touches: datetime

    @property
    def stands(self) -> bool:
        """Whether anybody still says that there is such a match."""
        return self.match.status is not MatchStatus.WITHDRAWN


def versions_of(told: Iterable[Told]) -> list[MatchVersion]:
    """The versions of one match, oldest first, whatever order its assertions came in."""
    found: list[tuple[datetime, ResolvedMatch]] = []
    latest: dict[str, Match] = {}
    for known_at, together in groupby(_in_knowledge(told), key=lambda one: one[0]):
        latest |= {assertion.document_key: assertion for _, assertion in together}
        match = resolve(latest.values()) or _withdrawn(found)
        if match is None:
            continue
        since = max(known_at, match.available_at)  # a result is not known before it can be
        while found and found[-1][0] >= since:
            found.pop()
        match = _as_announced(found, match)
        if not found or found[-1][1] != match:
            found.append((since, match))
    return list(_linked(found))


@dataclass(frozen=True, slots=True)
class Revision:
    """What must be done so that the new versions of one match stand in place of the old ones."""

    match_id: str
    pool: str
    known_from: datetime  # everything known at this moment or later is no longer what it was
    touches: datetime
    dropped: tuple[datetime, ...]  # when the versions were known that no longer stand as they were
    written: tuple[MatchVersion, ...]


def revised(before: Sequence[MatchVersion], after: Sequence[MatchVersion]) -> Revision | None:
    """The difference between two lists of versions of one match; None when they are equal.

    Where they first differ, the version before it is written again: when it was superseded has changed.
    """
    same = 0
    while same < min(len(before), len(after)) and _content(before[same]) == _content(after[same]):
        same += 1
    differing = [*before[same:], *after[same:]]
    if not differing:
        return None
    kept_from = max(0, same - 1)
    one = differing[0].match
    return Revision(
        one.match_id,
        one.pool,
        min(version.known_at for version in differing),
        min(version.touches for version in differing),
        tuple(version.known_at for version in before[same:]),
        tuple(after[kept_from:]),
    )


def _in_knowledge(told: Iterable[Told]) -> list[tuple[datetime, Match]]:
    """Each assertion and when it was known, in that order."""
    ordered = sorted(told, key=lambda one: (one.assertion.document_key, one.assertion.revision))
    found: list[tuple[datetime, Match]] = []
    for _, versions in groupby(ordered, key=lambda one: one.assertion.document_key):
        before: datetime | None = None
        for one in versions:
            available_at = one.assertion.available_at
            before = available_at if before is None else max(available_at, one.told_at, before)
            found.append((before, one.assertion))
    return sorted(found, key=lambda one: (one[0], one[1].document_key, one[1].revision))


def _withdrawn(found: Sequence[tuple[datetime, ResolvedMatch]]) -> ResolvedMatch | None:
    return replace(found[-1][1], status=MatchStatus.WITHDRAWN) if found else None


def _as_announced(found: Sequence[tuple[datetime, ResolvedMatch]], match: ResolvedMatch) -> ResolvedMatch:
    """As long as the kick-off is the same, it was announced by the document that first named it."""
    if not found or found[-1][1].event_time != match.event_time:
        return match
    return replace(match, fixture_document=found[-1][1].fixture_document)


def _linked(found: Sequence[tuple[datetime, ResolvedMatch]]) -> Iterator[MatchVersion]:
    ends = [*(known_at for known_at, _ in found), None][1:]
    before: ResolvedMatch | None = None
    for (known_at, match), superseded_at in zip(found, ends, strict=True):
        yield MatchVersion(match, known_at, superseded_at, _touched(before, match, known_at))
        before = match


def _touched(before: ResolvedMatch | None, after: ResolvedMatch, known_at: datetime) -> datetime:
    """The kick-offs, where the meeting changed; where its result did, when that could be known."""
    moments = [known_at]
    both = [one for one in (before, after) if one is not None]
    if before is None or _meeting(before) != _meeting(after):
        moments += [one.event_time for one in both]
    if before is None or _result(before) != _result(after):
        moments += [one.available_at for one in both if one.played]
    return min(moments)


def _meeting(match: ResolvedMatch) -> tuple[object, ...]:
    off = match.status in (MatchStatus.CANCELLED, MatchStatus.WITHDRAWN)
    return match.event_time, off, match.fixture_document


def _result(match: ResolvedMatch) -> tuple[object, ...]:
    """All of it that is folded."""
    if not match.played:
        return ()
    return (
        match.event_time,
        match.home_goals,
        match.away_goals,
        match.home_shots,
        match.away_shots,
        match.home_shots_on_target,
        match.away_shots_on_target,
        match.home_corners,
        match.away_corners,
        match.home_expected_goals,
        match.away_expected_goals,
        match.available_at,
        match.documents,
    )


def _content(version: MatchVersion) -> tuple[ResolvedMatch, datetime]:
    return version.match, version.known_at
