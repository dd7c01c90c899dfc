"""The fold of a pool's people inside the pool's transaction: what became known goes in, rows that changed come out."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from touchline.feature_store.documents import Anchors, DocumentSet, whole
from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.memory import with_rows
from touchline.feature_store.patience import LONG
from touchline.feature_store.people.content import PLAYER, SQUAD, Entity
from touchline.feature_store.people.features import VERSIONS, latest_served, player_records, player_rows
from touchline.feature_store.people.remembered import RECENT, RememberedPeople
from touchline.feature_store.people.replaying import Replayed, replay
from touchline.feature_store.replaying import Row
from touchline.feature_store.states import continued, latest_before
from touchline.feature_store.stores import checkpoints, folds, history, marks, people_folds, people_versions
from touchline.feature_store.stores.marks import StaleMark
from touchline.feature_store.vectors import Key, Revised, Stored, revise
from touchline.football.catalogue import LATEST
from touchline.runtime.transaction import Transaction
from touchline.schemas import batch_of, event_id
from touchline.schemas.records import PlayerFeatures
from touchline.schemas.topics import PLAYER_FEATURES

PART = 20_000  # versions that are folded, and held in memory, at once: a season of a league


@dataclass(frozen=True, slots=True)
class PeopleOutcome:
    """What a fold of people changed."""

    remembered: RememberedPeople
    players: Revised
    gone: tuple[str, ...]  # players of whom nothing is known any more
    versions: int  # folded


@dataclass(slots=True)
class _Course:
    """How far a fold has come."""

    states: tuple[PeopleState, ...]
    anchors: Anchors
    changed: dict[Entity, tuple[datetime, datetime]] = field(default_factory=dict)
    served: dict[str, Row] = field(default_factory=dict)  # by player
    reached: datetime | None = None
    versions: int = 0


async def refold_people(
    transaction: Transaction, pool: str, mark: StaleMark, held: RememberedPeople, counter: int, now: datetime
) -> PeopleOutcome:
    """Bring what is remembered of a pool's people to what is known.

    The pool's row is locked. Meetings beside which another squad stands are stale afterwards.
    """
    course = _Course(held.states, Anchors(dict(held.anchors.held)), reached=held.reached)
    if held.reached is None or mark.known_from <= held.reached:
        course.changed |= await people_folds.changed_from(transaction, pool, mark.known_from)
        await history.forget_from(transaction, pool, mark.known_from, people_folds.KINDS)
    await _fold(transaction, pool, mark, course)
    squads = {name: span for (kind, name), span in course.changed.items() if kind == SQUAD}
    await people_folds.mark_meetings(transaction, pool, squads, mark.football_time)
    revised, gone, features = await _write_players(transaction, pool, course, held, counter, now)
    await _publish(transaction, pool, mark, counter, revised, now)
    await marks.settle(transaction, mark)
    remembered = RememberedPeople(course.states, course.anchors, course.reached, features)
    return PeopleOutcome(remembered, revised, gone, course.versions)


async def _fold(transaction: Transaction, pool: str, mark: StaleMark, course: _Course) -> None:
    """Part after part, so that memory stays that of one of them.

    The first begins before all that is touched by any: a later state knows of corrections that were not known yet.
    """
    since = mark.known_from
    touches = min(mark.from_time, await people_versions.touched_from(transaction, pool, since) or mark.from_time)
    while (before := await people_versions.end_of_part(transaction, pool, since, PART)) is not None:
        await _fold_part(transaction, pool, since, before, touches, course)
        since = touches = before
    await _fold_part(transaction, pool, since, None, touches, course)


async def _fold_part(
    transaction: Transaction, pool: str, since: datetime, before: datetime | None, touches: datetime, course: _Course
) -> None:
    """What became known from a moment on, and before another."""
    later = await people_versions.known_between(transaction, pool, since, before)
    touches = min([touches, *(one.touches for one in later)])
    start = latest_before(course.states, touches) or await checkpoints.PEOPLE.before(transaction, pool, touches)
    base = await people_versions.known_before(transaction, pool, since, start.as_of)
    if len(base) + len(later) > LONG:
        replayed = await asyncio.to_thread(replay, start, base, later)
    else:
        replayed = replay(start, base, later)
    await folds.keep_document_sets(transaction, list(_sets(replayed, course.anchors)))
    await people_folds.supersede(transaction, replayed.superseded)
    await history.write(transaction, pool, replayed.rows)
    await checkpoints.PEOPLE.write(transaction, pool, replayed.states)
    course.states = continued(course.states, replayed.states, RECENT)
    course.versions += len(later)
    course.reached = max([one.known_at for one in later] + ([course.reached] if course.reached else []), default=None)
    for entity, (first, last) in replayed.changed.items():
        earlier, latest = course.changed.get(entity, (first, last))
        course.changed[entity] = min(earlier, first), max(latest, last)
    course.served |= latest_served(replayed.rows)


def _sets(replayed: Replayed, anchors: Anchors) -> Iterator[DocumentSet]:
    """The sets that rows name: the pool's after each step, and those of rows of their own."""
    yield from (whole(name, replayed.undone[name]) for name in sorted(replayed.undone))  # rows of the past name them
    for state in replayed.states:
        yield anchors.set_of(PLAYER, state.document_set, state.documents)
    own = {row.document_set: row.documents for row in replayed.rows if row.documents}
    yield from (whole(name, own[name]) for name in sorted(own))


async def _write_players(
    transaction: Transaction,
    pool: str,
    course: _Course,
    held: RememberedPeople,
    counter: int,
    now: datetime,
) -> tuple[Revised, tuple[str, ...], dict[Key, Stored]]:
    """Snapshots of the players whose rows changed."""
    players = sorted(name for kind, name in course.changed if kind == PLAYER)
    other = await history.latest_served(transaction, PLAYER, sorted(set(players) - course.served.keys()))
    served = {**other, **course.served}
    rows = player_rows(served[player] for player in players if player in served)
    unread = {player for player in players if (player, LATEST) not in held.features}
    known = {**held.features, **await folds.features(transaction, "player", pool, unread)}
    revised = revise(rows, known, counter, moments=False)
    await folds.write_features(transaction, "player", pool, revised.rows, now)
    gone = tuple(sorted(set(players) - {row.entity for row in rows}))
    await folds.remove_features(transaction, "player", pool, gone)
    stands = {key: row for key, row in with_rows(known, revised.rows).items() if key[0] not in gone}
    return revised, gone, stands


async def _publish(
    transaction: Transaction, pool: str, mark: StaleMark, counter: int, revised: Revised, now: datetime
) -> None:
    if news := revised.told():
        cause = event_id("fold", "people", pool, counter, *VERSIONS)
        batch = batch_of(PlayerFeatures, player_records(news, pool, now))
        await transaction.emit(PLAYER_FEATURES, pool, batch, cause=cause, time=mark.football_time)
