"""Knowledge in the order in which it came: results folded, corrections too, a row for whatever changed. Pure.

Two times are kept apart. A row tells of `as_of`, the moment a result could be known; it rests on what was known at
`known_at`. While results come in order the two are equal. A correction of an old result, known at m, supersedes every
row from that result on, and puts others in their place, known at m: what was served before m stays what it was.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

from touchline.feature_store.entities import pair_entity, team_entity
from touchline.feature_store.features.fold import fold
from touchline.feature_store.features.result import Fixture, MatchFact
from touchline.feature_store.features.rows import pair_row, team_row
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.versions import MatchVersion
from touchline.football.resolution import ResolvedMatch
from touchline.schemas.records import MatchStatus

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
NOT_MET = (MatchStatus.CANCELLED, MatchStatus.WITHDRAWN)


@dataclass(slots=True)
class Row:
    """What is remembered of an entity as of a moment; without values it is not known any more."""

    kind: str
    entity: str
    as_of: datetime
    known_at: datetime
    season: str
    values: tuple[float, ...]
    document_set: str
    superseded_at: datetime | None = None
    served: bool = False  # the entity's latest row at known_at
    documents: tuple[str, ...] = ()  # of the set, where the set is the row's own


@dataclass(frozen=True, slots=True)
class Superseded:
    """Rows stored earlier that tell of `as_of` or later stand only until `known_at`."""

    as_of: datetime
    known_at: datetime


@dataclass(slots=True)
class Replayed:
    """What a replay brought forth; `states` are the standing ones, oldest first, the start among them."""

    states: list[PoolState]
    rows: list[Row] = field(default_factory=list)
    superseded: list[Superseded] = field(default_factory=list)
    teams: set[str] = field(default_factory=set)  # those with a new row
    standing: list[Row] = field(default_factory=list)  # of the rows, in the order of `as_of`
    undone: dict[str, frozenset[str]] = field(default_factory=dict)  # sets of documents of states that do not stand

    @property
    def final(self) -> PoolState:
        """After everything."""
        return self.states[-1]

    def at(self, moment: datetime) -> PoolState:
        """The standing state with everything available at a moment or before; the start is the earliest there is."""
        return self.states[max(0, bisect_right(self.states, moment, key=_reached) - 1)]


def replay(start: PoolState, base: Iterable[MatchVersion], later: Iterable[MatchVersion]) -> Replayed:
    """Fold what became known after `start`: `base` as a whole, then `later` one moment of knowledge after the other.

    `base` has the version, standing before the first of `later`, of each match with a result after `start.as_of` and of
    each match in `later`; rows are made for `later` alone. No version may touch a result at `start.as_of` or before:
    start from an earlier checkpoint (ValueError).
    """
    known = _Results(start.as_of)
    replayed = Replayed([start])
    for version in base:
        known.put(fact_of(version.match))
    ordered = sorted(later, key=lambda one: (one.known_at, one.match.match_id))
    for known_at, together in groupby(ordered, key=lambda one: one.known_at):
        _step(replayed, known, known_at, [fact_of(one.match) for one in together])
    _advance(replayed, known)
    return replayed


def fact_of(match: ResolvedMatch) -> MatchFact:
    """What the fold may see: of a match that was awarded, or begun and not ended, no goals."""
    seen = match.played
    return MatchFact(
        match_id=match.match_id,
        competition=match.competition,
        season=match.season,
        kick_off=match.event_time,
        home_team=match.home_team,
        away_team=match.away_team,
        home_goals=match.home_goals if seen else None,
        away_goals=match.away_goals if seen else None,
        home_shots=match.home_shots,
        away_shots=match.away_shots,
        home_shots_on_target=match.home_shots_on_target,
        away_shots_on_target=match.away_shots_on_target,
        home_corners=match.home_corners,
        away_corners=match.away_corners,
        home_expected_goals=match.home_expected_goals,
        away_expected_goals=match.away_expected_goals,
        available_at=match.available_at,
        documents=match.documents,
    )


def fixture_of(match: ResolvedMatch) -> Fixture:
    """The meeting, before anything is known of its result."""
    return Fixture(match.match_id, match.competition, match.season, match.event_time, match.home_team, match.away_team)


def is_met(match: ResolvedMatch) -> bool:
    """Whether the two will meet or have met: a match that will never be played has no vector."""
    return match.status not in NOT_MET


class _Results:
    """The results known so far, by the moment they could be known; those the start has folded are only compared."""

    def __init__(self, start: datetime | None) -> None:
        self.start = start
        self.order: list[tuple[datetime, str]] = []
        self.facts: dict[str, MatchFact] = {}

    def put(self, fact: MatchFact) -> list[MatchFact]:
        """Put a result in place of what was known of its match; returns the results that come or go."""
        before, after = self.facts.get(fact.match_id), fact if fact.played else None
        if before == after:
            return []
        if before is not None:
            del self.facts[fact.match_id]
            if self._is_ahead(before):
                self.order.pop(bisect_left(self.order, (before.available_at, before.match_id)))
        if after is not None:
            self.facts[fact.match_id] = after
            if self._is_ahead(after):
                insort(self.order, (after.available_at, after.match_id))
        return [one for one in (before, after) if one is not None]

    def _is_ahead(self, fact: MatchFact) -> bool:
        return self.start is None or fact.available_at > self.start

    @property
    def reached(self) -> datetime | None:
        """When the latest of them could be known."""
        return self.order[-1][0] if self.order else self.start

    def after(self, moment: datetime | None, before: datetime | None = None) -> Iterator[list[MatchFact]]:
        """Moment by moment, the results that could be known after one, and before another if it is given."""
        first = 0 if moment is None else bisect_right(self.order, moment, key=lambda one: one[0])
        last = None if before is None else bisect_left(self.order, before, key=lambda one: one[0])
        for _, together in groupby(self.order[first:last], key=lambda one: one[0]):
            yield [self.facts[match_id] for _, match_id in together]


def _step(replayed: Replayed, known: _Results, known_at: datetime, facts: Sequence[MatchFact]) -> None:
    reached = known.reached
    changed = [one for fact in facts for one in known.put(fact)]
    if not changed:
        return
    since = min(one.available_at for one in changed)
    _advance(replayed, known, before=since)
    undone = _rewind(replayed, known, since, known_at) if reached is not None and reached >= since else None
    made: dict[tuple[str, str], Row] = {}
    for state, results in _advance(replayed, known):
        for row in _rows(state, results, known_at):
            made[row.kind, row.entity] = _put(replayed, row)
    told = {place for one in (*changed, *(undone or ())) for place in _entities(replayed.final, one)}
    for kind, entity in sorted(told - made.keys()) if undone is not None else ():
        made[kind, entity] = _put(replayed, _as_it_was(replayed.final, kind, entity, known_at, changed[0].season))
    for row in made.values():
        row.served = True
    replayed.teams.update(entity.split("/")[1] for kind, entity in made if kind == "team")


def _rewind(replayed: Replayed, known: _Results, since: datetime, known_at: datetime) -> list[MatchFact]:
    """Go back before a moment; returns the results that are to be folded once more.

    What `base` has from that moment on was not folded yet: only the correction tells how.
    """
    while replayed.final.as_of is not None and replayed.final.as_of >= since:
        if len(replayed.states) == 1:
            raise ValueError(f"a correction of {since} came to a state of {replayed.final.as_of}: start earlier")
        undone = replayed.states.pop()
        replayed.undone |= {one.document_set: one.documents for one in undone.competitions.values()}
    replayed.superseded.append(Superseded(since, known_at))
    while replayed.standing and replayed.standing[-1].as_of >= since:
        replayed.standing.pop().superseded_at = known_at
    return [one for together in known.after(replayed.final.as_of) for one in together]


def _advance(
    replayed: Replayed, known: _Results, before: datetime | None = None
) -> list[tuple[PoolState, list[MatchFact]]]:
    """Fold what could be known by now, or before a moment; each new state with the results that made it."""
    made = []
    for results in known.after(replayed.final.as_of, before):
        replayed.states.append(fold(replayed.final, results))
        made.append((replayed.final, results))
    return made


def _rows(state: PoolState, results: Sequence[MatchFact], known_at: datetime) -> Iterator[Row]:
    assert state.as_of is not None
    for kind, entity in sorted({place for one in results for place in _entities(state, one)}):
        if (row := _row(state, kind, entity, state.as_of, known_at)) is not None:
            yield row


def _entities(state: PoolState, result: MatchFact) -> Iterator[tuple[str, str]]:
    """Of whom a result tells: both teams in every competition that knows them, and the two together."""
    for team in (result.home_team, result.away_team):
        for competition in {result.competition, *state.competitions}:
            if competition == result.competition or team in state.of(competition).teams:
                yield "team", team_entity(competition, team)
    yield "pair", pair_entity(result.competition, result.home_team, result.away_team)


def _row(state: PoolState, kind: str, entity: str, as_of: datetime, known_at: datetime) -> Row | None:
    competition, *teams = entity.split("/")
    if kind == "team":
        team = team_row(state, competition, teams[0])
        if team is None:
            return None
        document_set = state.of(competition).teams[teams[0]].document_set
        return Row(kind, entity, as_of, known_at, team.season, tuple(team.values), document_set)
    pair = pair_row(state, competition, *teams)
    if pair is None:
        return None
    latest = max((state.of(competition).teams[team] for team in teams), key=lambda one: one.season)
    return Row(kind, entity, as_of, known_at, latest.season, tuple(pair), latest.document_set)


def _put(replayed: Replayed, row: Row) -> Row:
    replayed.rows.append(row)
    if row.superseded_at is None:
        replayed.standing.append(row)
    return row


def _as_it_was(state: PoolState, kind: str, entity: str, known_at: datetime, season: str) -> Row:
    """An entity whose latest result was taken away: what it had before is served again, or nothing.

    A row without values tells nothing of any moment, only that from `known_at` on nothing was served.
    """
    row = _row(state, kind, entity, state.as_of or known_at, known_at)
    return row or Row(kind, entity, known_at, known_at, season, (), "", superseded_at=known_at)


def _reached(state: PoolState) -> datetime:
    return state.as_of or BEGINNING
