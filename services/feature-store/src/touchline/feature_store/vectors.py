"""Which vectors are news, and the records that tell it. Pure.

A vector is news when its values, its catalogue or its kick-off changed. Its document set, state hash and availability
may move although no number does: they are kept up to date in the table, but publishing them would make the predictor
seal the same probabilities again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from touchline.feature_store.folding import MatchVector, TeamVector
from touchline.football.catalogue import project
from touchline.football.resolution import ResolvedMatch
from touchline.schemas.competitions import INTERNATIONAL
from touchline.schemas.records import MatchFeatures, TeamFeatures
from touchline.schemas.revision import first_of

Key = tuple[str, int]  # match or team, catalogue version


@dataclass(frozen=True, slots=True)
class Stored:
    """A vector of a match or a snapshot of a team as the table holds it; revision and recorded_at aside, derived."""

    entity: str
    catalogue_version: int
    values: list[float]
    document_set: str
    state_hash: str
    event_time: datetime
    available_at: datetime
    revision: int = 0

    @property
    def key(self) -> Key:
        """What it stands under."""
        return self.entity, self.catalogue_version

    def told(self) -> tuple[object, ...]:
        """What a reader acts upon."""
        return self.values, self.event_time

    def content(self) -> tuple[object, ...]:
        """What a rebuild must find again."""
        return *self.told(), self.document_set, self.state_hash, self.available_at


@dataclass(frozen=True, slots=True)
class Revised:
    """Rows to write, in order, and which of them are news."""

    rows: list[Stored]
    news: frozenset[Key]
    revision: int  # the pool's counter afterwards

    def told(self) -> list[Stored]:
        """The rows that are news."""
        return [row for row in self.rows if row.key in self.news]


def match_rows(vectors: Iterable[MatchVector], versions: Sequence[int]) -> list[Stored]:
    """Each meeting's row in each catalogue version, without a revision yet."""
    return [
        Stored(
            one.match.match_id,
            version,
            project("match", one.values, version),
            one.document_set,
            one.state_hash,
            one.match.event_time,
            one.available_at,
        )
        for one in vectors
        for version in versions
    ]


def team_rows(teams: Iterable[TeamVector], pool: str, versions: Sequence[int]) -> list[Stored]:
    """Each team's row in each catalogue version; `event_time` is when its latest result became known.

    None in the pool of cups that cross countries: a club's snapshot is that of its own country.
    """
    if pool == INTERNATIONAL:
        return []
    return [
        Stored(
            one.team_id,
            version,
            project("team", one.values, version),
            one.document_set,
            one.state_hash,
            one.as_of,
            one.as_of,
        )
        for one in teams
        for version in versions
    ]


def revise(rows: Sequence[Stored], held: Mapping[Key, Stored], counter: int, *, moments: bool = True) -> Revised:
    """Give each row that is news the next revision, keep that of the others, and leave out what is equal.

    `moments` says whether `event_time` alone is news: for a meeting it is the kick-off, for a team only a clock.
    """
    written, news = [], set()
    for row in rows:
        before = held.get(row.key)
        if before is not None and before.content() == row.content():
            continue
        if before is None or _told(before, moments) != _told(row, moments):
            counter += 1
            news.add(row.key)
        revision = counter if row.key in news or before is None else before.revision
        written.append(replace(row, revision=revision))
    return Revised(written, frozenset(news), counter)


def first_counter(held: int, incarnation: int) -> int:
    """Where counting goes on: after a restore, above everything that was ever given out.

    >>> first_counter(7, 0), first_counter(7, 1) > 2**31
    (7, True)
    """
    return max(held, first_of(incarnation))


def match_records(rows: Iterable[Stored], matches: Mapping[str, ResolvedMatch], now: datetime) -> list[MatchFeatures]:
    """The rows as they travel."""
    return [
        MatchFeatures(
            match_id=row.entity,
            pool=match.pool,
            competition=match.competition,
            season=match.season,
            home_team=match.home_team,
            away_team=match.away_team,
            **travelling(row, now),
        )
        for row in rows
        for match in (matches[row.entity],)
    ]


def travelling(row: Stored, now: datetime) -> dict[str, Any]:
    """What every record of features holds beside the names of its entity."""
    return {
        "catalogue_version": row.catalogue_version,
        "values": row.values,
        "document_set": row.document_set,
        "state_hash": row.state_hash,
        "event_time": row.event_time,
        "available_at": row.available_at,
        "recorded_at": now,
        "revision": row.revision,
    }


def team_records(rows: Iterable[Stored], pool: str, now: datetime) -> list[TeamFeatures]:
    """The rows as they travel."""
    return [TeamFeatures(team_id=row.entity, pool=pool, **travelling(row, now)) for row in rows]


def _told(row: Stored, moments: bool) -> tuple[object, ...]:
    return row.told() if moments else row.told()[:1]
