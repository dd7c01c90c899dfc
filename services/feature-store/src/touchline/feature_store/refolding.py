"""One fold of one pool inside its transaction: what became known goes in, rows and vectors that changed come out."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from touchline.feature_store.documents import Anchors, sets_of_vectors, whole
from touchline.feature_store.folding import MatchVector, team_vectors, vectors_of
from touchline.feature_store.memory import Coming, Remembered, with_rows
from touchline.feature_store.patience import LONG
from touchline.feature_store.people.refolding import PeopleOutcome, refold_people
from touchline.feature_store.pricing import KIND as MARKET
from touchline.feature_store.pricing import market_rows
from touchline.feature_store.replaying import Replayed, is_met, replay
from touchline.feature_store.stores import checkpoints, facts, folds, history, knowledge, marks, prices
from touchline.feature_store.stores.beside import beside_of
from touchline.feature_store.vectors import (
    Revised,
    match_records,
    match_rows,
    revise,
    team_records,
    team_rows,
)
from touchline.feature_store.versions import MatchVersion
from touchline.feature_store.waiting import Stale, Waiting, ask_waiting, read_for
from touchline.football.catalogue import CATALOGUES, LATEST
from touchline.runtime import tracing
from touchline.runtime.transaction import Transaction
from touchline.schemas import batch_of, event_id
from touchline.schemas.records import MatchFeatures, TeamFeatures
from touchline.schemas.topics import MATCH_FEATURES, TEAM_FEATURES

VERSIONS = tuple(sorted(CATALOGUES))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fold changed."""

    revision: int  # the pool's counter afterwards
    remembered: Remembered
    matches: Revised
    teams: Revised
    gone: tuple[str, ...]  # matches that have no vector any more
    versions: int  # folded
    people: PeopleOutcome | None = None


async def refold(
    transaction: Transaction, pool: str, waiting: Waiting, held: Remembered, counter: int, now: datetime
) -> Outcome | None:
    """Bring what is remembered of a pool to what is known; None when nothing was stale. The pool's row is locked.

    People come first: their squads stand beside meetings, which wait for a fold afterwards.
    """
    people: PeopleOutcome | None = None
    if (mark := await waiting.people) is not None:
        with tracing.span("fold people", mark.causes, attributes={"pool": pool}):
            people = await refold_people(transaction, pool, mark, held.people, counter, now)
        counter, waiting = people.players.revision, ask_waiting(transaction, pool)
    stale = Stale(await waiting.results, await waiting.prices)
    matches: Outcome | None = None
    if stale.mark is not None or stale.priced:
        with tracing.span("fold", stale.causes, attributes={"pool": pool}):
            matches = await _refold_matches(transaction, pool, stale, held, counter, now)
    if people is None and matches is None:
        return None
    unchanged = Revised([], frozenset(), counter)
    outcome = matches or Outcome(counter, held, unchanged, unchanged, (), 0)
    await folds.finish(transaction, pool, outcome.revision)
    known = people.remembered if people else held.people
    remembered = replace(outcome.remembered, folds=held.folds + 1, people=known)
    return replace(outcome, remembered=remembered, people=people)


async def _refold_matches(
    transaction: Transaction, pool: str, stale: Stale, held: Remembered, counter: int, now: datetime
) -> Outcome:
    """The fold of results, and the vectors of whatever changed."""
    await _price(transaction, pool, stale)
    replayed, later = await _replay(transaction, pool, held, stale)
    anchors = Anchors(dict(held.anchors.held))
    undone = [whole(name, replayed.undone[name]) for name in sorted(replayed.undone)]  # rows of the past name them
    await folds.keep_document_sets(transaction, [*undone, *anchors.sets_of(replayed.states)])
    changed = {one.match.match_id for one in later} | stale.priced.keys()
    coming = await _coming(transaction, pool, held, replayed, later, stale.priced)
    vectors, gone = await _vectors(transaction, coming, replayed, changed)
    matches, coming = await _write_matches(transaction, pool, coming, vectors, gone, counter, now)
    teams, coming = await _write_teams(transaction, pool, coming, replayed, matches.revision, now)
    await _publish(transaction, pool, stale, counter, (vectors, matches, teams), now)
    if stale.mark is not None:
        await marks.settle(transaction, stale.mark)
    await prices.settle(transaction, stale.priced.values())
    reached = max([one.known_at for one in later] + ([held.reached] if held.reached else []), default=None)
    remembered = held.succeeded(replayed.states, anchors, reached, coming)
    return Outcome(teams.revision, remembered, matches, teams, tuple(gone), len(changed))


async def _price(transaction: Transaction, pool: str, stale: Stale) -> None:
    """What the market says of the matches whose prices are new, from all their prices."""
    if not stale.priced:
        return
    told = await prices.told_of(transaction, sorted(stale.priced))
    rows = [row for match_id in sorted(told) for row in market_rows(told[match_id])]
    await history.replace(transaction, pool, MARKET, sorted(stale.priced), rows)
    sets = {row.document_set: row.documents for row in rows}
    await folds.keep_document_sets(transaction, [whole(name, sets[name]) for name in sorted(sets)])


async def _replay(
    transaction: Transaction, pool: str, held: Remembered, stale: Stale
) -> tuple[Replayed, list[MatchVersion]]:
    """Fold what became known, and write the rows that it made; returns what became known, too."""
    later, start, base = await read_for(transaction, pool, held, stale)
    if len(base) + len(later) > LONG:
        replayed = await asyncio.to_thread(replay, start, base, later)
    else:
        replayed = replay(start, base, later)
    if stale.mark is not None:
        if held.reached is None or stale.known_from <= held.reached:
            await history.forget_from(transaction, pool, stale.known_from)
        await history.supersede(transaction, pool, replayed.superseded)
        await history.write(transaction, pool, replayed.rows)
        await checkpoints.RESULTS.write(transaction, pool, replayed.states, later=not held.is_latest(start))
    return replayed, later


async def _coming(
    transaction: Transaction,
    pool: str,
    held: Remembered,
    replayed: Replayed,
    later: Sequence[MatchVersion],
    priced: Collection[str],
) -> Coming:
    """Every match that kicks off after the replay's start, as it stands now, and every one that changed."""
    start = replayed.states[0].as_of
    changed = {match_id: found[-1] for match_id, found in knowledge.grouped(later).items()}
    now = {match_id: one.match for match_id, one in changed.items() if one.stands}
    if held.coming is None or not held.knows_coming(start):
        every = await facts.meetings_after(transaction, pool, start)
        coming = Coming(start, {one.match_id: one for one in every}, {}, {})
    else:
        coming = held.coming
    now |= await facts.matches_of(transaction, sorted(set(priced) - changed.keys() - coming.matches.keys()))
    stays = {match_id: one for match_id, one in coming.matches.items() if match_id not in changed}
    return replace(coming, matches={**stays, **now})


async def _vectors(
    transaction: Transaction, coming: Coming, replayed: Replayed, changed: Collection[str]
) -> tuple[list[MatchVector], list[str]]:
    """The vectors of teams with new rows and of matches that changed; and the matches that have none.

    A match that kicked off before the replay's start changed in its result alone, which its own vector never sees.
    """
    start = replayed.states[0].as_of
    stands = {match_id for match_id in changed if match_id in coming.matches and is_met(coming.matches[match_id])}
    touched = {one.match_id: one for one in coming.of(replayed.teams, start)}
    touched |= {one: coming.matches[one] for one in stands if start is None or coming.matches[one].event_time >= start}
    met = [one for one in touched.values() if is_met(one)]
    gone = sorted((set(changed) | touched.keys()) - {one.match_id for one in met} - stands)
    beside = await beside_of(transaction, met)
    if len(met) > LONG:
        return await asyncio.to_thread(vectors_of, replayed, met, beside), gone
    return vectors_of(replayed, met, beside), gone


async def _write_matches(
    transaction: Transaction,
    pool: str,
    coming: Coming,
    vectors: Sequence[MatchVector],
    gone: Sequence[str],
    counter: int,
    now: datetime,
) -> tuple[Revised, Coming]:
    unread = {one.match.match_id for one in vectors if (one.match.match_id, LATEST) not in coming.vectors}
    held = {**coming.vectors, **await folds.features(transaction, "match", pool, unread)}
    revised = revise(match_rows(vectors, VERSIONS), held, counter)
    sets = sets_of_vectors(vectors)
    wanted = {row.document_set for row in revised.rows}
    await folds.keep_document_sets(transaction, [sets[name] for name in sorted(sets.keys() & wanted)])
    await folds.write_features(transaction, "match", pool, revised.rows, now)
    await folds.remove_features(transaction, "match", pool, gone)
    stands = {key: row for key, row in with_rows(held, revised.rows).items() if key[0] not in gone}
    return revised, replace(coming, vectors=stands)


async def _write_teams(
    transaction: Transaction, pool: str, coming: Coming, replayed: Replayed, counter: int, now: datetime
) -> tuple[Revised, Coming]:
    """Snapshots of the teams with new rows."""
    rows = team_rows(team_vectors(replayed.final, replayed.teams), pool, VERSIONS)
    unread = {team for team in replayed.teams if (team, LATEST) not in coming.teams}
    held = {**coming.teams, **await folds.features(transaction, "team", pool, unread)}
    revised = revise(rows, held, counter, moments=False)
    await folds.write_features(transaction, "team", pool, revised.rows, now)
    gone = replayed.teams - {row.entity for row in rows}
    await folds.remove_features(transaction, "team", pool, sorted(gone))
    stands = {key: row for key, row in with_rows(held, revised.rows).items() if key[0] not in gone}
    return revised, replace(coming, teams=stands)


async def _publish(
    transaction: Transaction,
    pool: str,
    stale: Stale,
    counter: int,
    found: tuple[Sequence[MatchVector], Revised, Revised],
    now: datetime,
) -> None:
    vectors, matches, teams = found
    cause, time = event_id("fold", pool, counter, *VERSIONS), stale.football_time
    if news := matches.told():
        records = match_records(news, {one.match.match_id: one.match for one in vectors}, now)
        await transaction.emit(MATCH_FEATURES, pool, batch_of(MatchFeatures, records), cause=cause, time=time)
    if team_news := teams.told():
        batch = batch_of(TeamFeatures, team_records(team_news, pool, now))
        await transaction.emit(TEAM_FEATURES, pool, batch, cause=cause, time=time)
