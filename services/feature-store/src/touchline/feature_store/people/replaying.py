"""Knowledge of people in the order in which it came, folded: rows of players and squads for whatever changed. Pure.

As with results (`replaying`), a row tells of `as_of` and rests on what was known at `known_at`. A correction goes back
before the fact that it corrects; whoever's rows come out as before keeps them, so that one word put right years later
makes new rows of one player and his team.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from touchline.feature_store.features.people.facts import Event, Place
from touchline.feature_store.features.people.fold import steps
from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.folding import set_name
from touchline.feature_store.people.content import Content, Entity, Made, content_of
from touchline.feature_store.people.versions import Fact, FactVersion
from touchline.feature_store.replaying import Row


@dataclass(frozen=True, slots=True)
class Superseded:
    """Rows of one entity that were stored earlier and tell of `as_of` or later stand only until `known_at`."""

    kind: str
    entity: str
    as_of: datetime
    known_at: datetime


@dataclass(slots=True)
class Replayed:
    """What a replay brought forth; `made` are the steps that stand, oldest first."""

    start: PeopleState
    made: list[Made] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    superseded: list[Superseded] = field(default_factory=list)
    changed: dict[Entity, tuple[datetime, datetime]] = field(default_factory=dict)  # first and last moment touched
    undone: dict[str, frozenset[str]] = field(default_factory=dict)  # sets of documents of states that do not stand
    standing: dict[Entity, list[Row]] = field(default_factory=dict)  # of the rows, in the order of `as_of`

    @property
    def final(self) -> PeopleState:
        """After everything."""
        return self.made[-1].state if self.made else self.start

    @property
    def states(self) -> list[PeopleState]:
        """The standing ones, oldest first, the start among them."""
        return [self.start, *(one.state for one in self.made)]


def replay(start: PeopleState, base: Iterable[FactVersion], later: Iterable[FactVersion]) -> Replayed:
    """Fold what became known after `start`: `base` as a whole, then `later` one moment of knowledge after the other.

    `base` has the version, standing before the first of `later`, of each fact that is available after `start.as_of`;
    rows are made for `later` alone. No version may touch a moment at `start.as_of` or before: start from an earlier
    checkpoint (ValueError).
    """
    replayed, known = Replayed(start), _Known()
    for version in base:
        known.put(version)
    replayed.made += _advance(replayed.final, known)
    ordered = sorted(later, key=lambda one: (one.known_at, one.fact))
    for known_at, together in groupby(ordered, key=lambda one: one.known_at):
        _step(replayed, known, known_at, together)
    return replayed


class _Known:
    """The facts known so far, in the order of the fold."""

    def __init__(self) -> None:
        self.order: list[tuple[Place, Fact]] = []
        self.events: dict[Fact, Event] = {}

    def put(self, version: FactVersion) -> list[Event]:
        """Put a version in place of what was known of its fact; returns the events that come or go."""
        before, after = self.events.pop(version.fact, None), version.event
        if before is not None:
            self.order.pop(bisect_left(self.order, (before.place, version.fact)))
        if after is not None:
            self.events[version.fact] = after
            insort(self.order, (after.place, version.fact))
        return [one for one in (before, after) if one is not None]

    def after(self, moment: datetime | None) -> list[Event]:
        """The events that became known after a moment."""
        first = 0 if moment is None else bisect_right(self.order, moment, key=lambda one: one[0][0])
        return [self.events[fact] for _, fact in self.order[first:]]


def _step(replayed: Replayed, known: _Known, known_at: datetime, versions: Iterable[FactVersion]) -> None:
    since = min((event.available_at for one in versions for event in known.put(one)), default=None)
    if since is None:
        return
    undone = _rewind(replayed, since)
    made = _advance(replayed.final, known)
    replayed.made += made
    before, after = _timelines(undone), _timelines(made)
    for entity in sorted(before.keys() | after.keys()):
        _write(replayed, entity, before.get(entity, []), after.get(entity, []), known_at, again=bool(undone))


def _rewind(replayed: Replayed, since: datetime) -> list[Made]:
    """Go back before a moment, if we are past it; returns the steps that do not stand any more."""
    place = bisect_left(replayed.made, since, key=lambda one: one.moment)
    undone = replayed.made[place:]
    del replayed.made[place:]
    if replayed.final.as_of is not None and replayed.final.as_of >= since:
        raise ValueError(f"a correction of {since} came to a state of {replayed.final.as_of}: start earlier")
    replayed.undone |= {one.state.document_set: one.state.documents for one in undone}
    return undone


def _advance(state: PeopleState, known: _Known) -> list[Made]:
    """Fold what could be known by now."""
    made = []
    for step in steps(state, known.after(state.as_of)):
        made.append(Made(state, step))
        state = step.state
    return made


Timeline = list[tuple[datetime, Content]]


def _timelines(made: Iterable[Made]) -> dict[Entity, Timeline]:
    found: dict[Entity, Timeline] = {}
    for one in made:
        for entity, content in one.contents().items():
            found.setdefault(entity, []).append((one.moment, content))
    return found


def _write(
    replayed: Replayed, entity: Entity, before: Timeline, after: Timeline, known_at: datetime, *, again: bool
) -> None:
    """Rows for what an entity's timeline says from the first difference on."""
    same = 0
    while same < min(len(before), len(after)) and _says(before[same]) == _says(after[same]):
        same += 1
    before, after = before[same:], after[same:]
    if not before and not after:
        return
    moments = [moment for moment, _ in (*before, *after)]
    _touch(replayed, entity, min(moments), max(moments))
    if again:
        _supersede(replayed, Superseded(*entity, min(moments), known_at))
    rows = [_row(entity, moment, known_at, content) for moment, content in after]
    rows = rows or [_as_it_was(replayed.final, entity, known_at, before[-1][1].season)]
    rows[-1].served = True
    replayed.rows += rows
    replayed.standing.setdefault(entity, []).extend(row for row in rows if row.superseded_at is None)


def _says(one: tuple[datetime, Content]) -> tuple[object, ...]:
    moment, content = one
    return moment, content.season, content.values


def _touch(replayed: Replayed, entity: Entity, first: datetime, last: datetime) -> None:
    earlier, later = replayed.changed.get(entity, (first, last))
    replayed.changed[entity] = min(earlier, first), max(later, last)


def _supersede(replayed: Replayed, one: Superseded) -> None:
    replayed.superseded.append(one)
    standing = replayed.standing.get((one.kind, one.entity), [])
    while standing and standing[-1].as_of >= one.as_of:
        standing.pop().superseded_at = one.known_at


def _row(entity: Entity, as_of: datetime, known_at: datetime, content: Content) -> Row:
    name = content.document_set or set_name("", content.documents)
    return Row(*entity, as_of, known_at, content.season, content.values, name, documents=content.documents)


def _as_it_was(state: PeopleState, entity: Entity, known_at: datetime, season: str) -> Row:
    """An entity whose latest change was taken away: what it had before is served again, or nothing.

    A row without values tells nothing of any moment, only that from `known_at` on nothing was served.
    """
    content = content_of(state, entity)
    if content is None or state.as_of is None:
        return Row(*entity, known_at, known_at, season, (), "", superseded_at=known_at)
    return _row(entity, state.as_of, known_at, content)
