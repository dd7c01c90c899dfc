"""What was known of people, and since when: each fact that records add up to, one moment of knowledge after the other.

A document's first word on something counts as known when it was available, by the rule of its kind; what a later
version of that document says was known when it was told. A list or a statement of a later moment stands beside the
earlier ones: what was said in August was said in August. Of a match the latest version alone stands. Taken back, all of
it goes. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from touchline.feature_store.features.people.belief import appearances, listings, statements
from touchline.feature_store.features.people.facts import Event
from touchline.schemas.records import Availability, Player, PlayerMatch

Record = Player | PlayerMatch | Availability
RECORDS: tuple[type[Record], ...] = (Player, PlayerMatch, Availability)
Fact = tuple[str, str, str]  # the record's name; the player or match; the moment, or the player of the match


@dataclass(frozen=True, slots=True)
class Told:
    """A record, what later versions of its document have in common with it, and the football time that told it."""

    record: Record
    key: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class FactVersion:
    """A fact as it was known from `known_at` on, until `superseded_at`; None: to this day.

    `event` is None where nobody says so any more. `touches` is the earliest moment whose features follow from what this
    version changed.
    """

    fact: Fact
    pool: str
    known_at: datetime
    superseded_at: datetime | None
    touches: datetime
    event: Event | None

    @property
    def key(self) -> tuple[Fact, datetime]:
        """What it stands under."""
        return self.fact, self.known_at


def versions_of(told: Iterable[Told]) -> list[FactVersion]:
    """The versions of the facts that these records add up to, whatever order they came in.

    The records are all of one type, and all that there are of their players; of `PlayerMatch`, of their matches.
    """
    found: dict[Fact, list[tuple[datetime, Event | None]]] = {}
    standing: dict[Fact, dict[str, Record]] = {}
    pools: dict[Fact, str] = {}
    for known_at, together in groupby(_in_knowledge(told), key=lambda one: one[0]):
        for fact in sorted({fact for _, one in together for fact in _put(standing, pools, one)}):
            _append(found.setdefault(fact, []), known_at, _believed(list(standing[fact].values())))
    return [one for fact in sorted(found) for one in _linked(fact, pools[fact], found[fact])]


def entity_of(record: Record) -> str:
    """What a fact is read together with: all that is said of a player, or of the players of a match."""
    return record.match_id if isinstance(record, PlayerMatch) else record.player_id


@dataclass(frozen=True, slots=True)
class Revision:
    """What must be done so that new versions stand in place of the old ones."""

    written: tuple[FactVersion, ...]
    dropped: tuple[FactVersion, ...]
    stale: Mapping[str, tuple[datetime, datetime]]  # by pool: the earliest moment touched, and since when that is known


def revised(before: Iterable[FactVersion], after: Iterable[FactVersion]) -> Revision:
    """The difference between two sets of versions of the same facts."""
    stood, stands = {one.key: one for one in before}, {one.key: one for one in after}
    written = tuple(one for key, one in stands.items() if stood.get(key) != one)
    dropped = tuple(one for key, one in stood.items() if key not in stands)
    news = [one for one in written if one.key not in stood or stood[one.key].event != one.event]
    changed = [*news, *dropped, *(stood[one.key] for one in news if one.key in stood)]
    stale = {
        pool: (
            min(one.touches for one in changed if one.pool == pool),
            min(one.known_at for one in changed if one.pool == pool),
        )
        for pool in sorted({one.pool for one in changed})
    }
    return Revision(written, dropped, stale)


def _in_knowledge(told: Iterable[Told]) -> list[tuple[datetime, Told]]:
    """Each record and when it was known, in that order."""
    found: list[tuple[datetime, Told]] = []
    ordered = sorted(told, key=lambda one: (entity_of(one.record), one.record.player_id, one.key, one.record.revision))
    for _, versions in groupby(ordered, key=lambda one: (entity_of(one.record), one.record.player_id, one.key)):
        before: datetime | None = None
        for one in versions:
            available_at = one.record.available_at
            before = available_at if before is None else max(available_at, one.told_at, before)
            found.append((before, one))
    return sorted(found, key=lambda one: one[0])  # stable: versions of a document stay in their order


def _put(standing: dict[Fact, dict[str, Record]], pools: dict[Fact, str], one: Told) -> list[Fact]:
    """Let a record stand, or take back what its document said before; returns the facts that it is about."""
    if one.record.withdrawn:
        entity = entity_of(one.record)
        taken = [fact for fact, said in standing.items() if fact[1] == entity and _is_said(said, one)]
        for fact in taken:
            del standing[fact][one.key]
        return taken
    fact = _fact_of(one.record)
    standing.setdefault(fact, {})[one.key] = one.record
    pools.setdefault(fact, one.record.pool)
    return [fact]


def _is_said(said: Mapping[str, Record], one: Told) -> bool:
    return one.key in said and said[one.key].player_id == one.record.player_id


def _fact_of(record: Record) -> Fact:
    kind = type(record).__name__
    if isinstance(record, PlayerMatch):
        return kind, record.match_id, record.player_id
    return kind, record.player_id, record.available_at.isoformat()


def _believed(records: Sequence[Record]) -> Event | None:
    """The one fact that records of one fact add up to."""
    played = [one for one in records if isinstance(one, PlayerMatch)]
    stated = [one for one in records if isinstance(one, Availability)]
    listed = [one for one in records if isinstance(one, Player)]
    events: list[Event] = [*appearances(played), *statements(stated), *listings(listed)]
    return events[0] if events else None


def _append(found: list[tuple[datetime, Event | None]], known_at: datetime, event: Event | None) -> None:
    since = known_at if event is None else max(known_at, event.available_at)  # never known before it can be
    while found and found[-1][0] >= since:
        found.pop()
    before = found[-1][1] if found else None
    if not _is_same(before, event):
        found.append((since, event))


def _is_same(before: Event | None, after: Event | None) -> bool:
    """Whether two say the same. Which version of a document says so is the first that did: an end that an absence was
    given afterwards is no news."""
    if before is None or after is None:
        return before is after
    return replace(after, documents=before.documents) == before


def _linked(fact: Fact, pool: str, found: Sequence[tuple[datetime, Event | None]]) -> Iterator[FactVersion]:
    ends = [*(known_at for known_at, _ in found), None][1:]
    before: Event | None = None
    for (known_at, event), superseded_at in zip(found, ends, strict=True):
        moments = [one.available_at for one in (before, event) if one is not None]
        yield FactVersion(fact, pool, known_at, superseded_at, min([known_at, *moments]), event)
        before = event
