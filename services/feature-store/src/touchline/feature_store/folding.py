"""From a checkpoint onwards: resolved matches in, vectors and new checkpoints out. Pure."""

import hashlib
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from touchline.feature_store.features.fold import fold, in_order, vector
from touchline.feature_store.features.result import MatchFact
from touchline.feature_store.features.snapshot import team_snapshot
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.resolution import ResolvedMatch

# Every match day is a checkpoint for this long; of older weeks only the last day, so that a pool's history stays small.
DAILY_FOR = timedelta(days=42)


@dataclass(frozen=True, slots=True)
class MatchVector:
    """The features of one meeting and what they were read from."""

    match: ResolvedMatch
    values: list[float]
    documents: tuple[str, ...]
    document_set: str
    state_hash: str
    available_at: datetime


@dataclass(frozen=True, slots=True)
class TeamVector:
    """The latest snapshot of one team."""

    team_id: str
    values: list[float]


@dataclass(frozen=True, slots=True)
class Refolded:
    """What a fold brought forth. `states` are those after each match day, oldest first."""

    vectors: list[MatchVector]
    states: list[PoolState]
    final: PoolState

    @property
    def teams(self) -> list[TeamVector]:
        """One snapshot a team, as of the final state."""
        return [_team(self.final, team) for team in sorted(self.final.teams)]


def refold(start: PoolState, matches: Iterable[ResolvedMatch]) -> Refolded:
    """Fold what became known after `start`, and compute the vector of every meeting that kicks off after it.

    Results and kick-offs run in one order of time; a vector sees the results available at its kick-off or before.
    """
    known = list(matches)
    state, since = start, start.as_of
    pending = deque(_moments(_fact(one) for one in known if since is None or one.available_at > since))
    meetings = [one for one in known if since is None or one.event_time > since]
    vectors: list[MatchVector] = []
    states: list[PoolState] = []
    view = _View.of(state)
    for match in sorted(meetings, key=lambda one: (one.event_time, one.match_id)):
        while pending and pending[0][0].available_at <= match.event_time:
            state = _advance(state, pending.popleft(), states)
        view = view if view.state is state else _View.of(state)
        vectors.append(view.vector_of(match))
    while pending:
        state = _advance(state, pending.popleft(), states)
    return Refolded(vectors, states, state)


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Which checkpoints stay: the last of each day for six weeks, of each week before; the rest can be folded again.

    >>> from datetime import UTC
    >>> days = [datetime(2019, 8, 10, 17, tzinfo=UTC), datetime(2019, 8, 11, 17, tzinfo=UTC)]
    >>> [day.day for day in kept([*days, datetime(2020, 5, 1, tzinfo=UTC)])].count(10)
    0
    """
    ordered = sorted(moments)
    if not ordered:
        return set()
    recent = ordered[-1] - DAILY_FOR
    daily = {one.date(): one for one in ordered if one >= recent}
    weekly = {one.isocalendar()[:2]: one for one in ordered}
    return {*daily.values(), *weekly.values()}


def document_set_of(documents: Sequence[str]) -> str:
    """The name of a set of documents: sha256 over their sorted hashes.

    >>> document_set_of(["b", "a"]) == document_set_of(["a", "b"])
    True
    """
    return hashlib.sha256("\n".join(sorted(documents)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _View:
    """A state with what is the same for every vector read from it."""

    state: PoolState
    state_hash: str
    documents: frozenset[str]
    named: dict[str, tuple[tuple[str, ...], str]]  # fixture document: documents and their set

    @classmethod
    def of(cls, state: PoolState) -> "_View":
        return cls(state, state.state_hash, state.documents, {})

    def vector_of(self, match: ResolvedMatch) -> MatchVector:
        values = vector(self.state, _fact(match).fixture)
        if match.fixture_document not in self.named:
            documents = tuple(sorted(self.documents | {match.fixture_document}))
            self.named[match.fixture_document] = (documents, document_set_of(documents))
        documents, document_set = self.named[match.fixture_document]
        available_at = self.state.as_of or match.event_time
        return MatchVector(match, values, documents, document_set, self.state_hash, available_at)


def _advance(state: PoolState, results: list[MatchFact], states: list[PoolState]) -> PoolState:
    after = fold(state, results)
    if states and after.as_of and states[-1].as_of and states[-1].as_of.date() == after.as_of.date():
        states.pop()
    states.append(after)
    return after


def _moments(facts: Iterable[MatchFact]) -> list[list[MatchFact]]:
    return [list(group) for _, group in groupby(in_order(facts), key=lambda fact: fact.available_at)]


def _fact(match: ResolvedMatch) -> MatchFact:
    return MatchFact(
        match_id=match.match_id,
        competition=match.competition,
        season=match.season,
        kick_off=match.event_time,
        home_team=match.home_team,
        away_team=match.away_team,
        home_goals=match.home_goals,
        away_goals=match.away_goals,
        home_shots=match.home_shots,
        away_shots=match.away_shots,
        home_shots_on_target=match.home_shots_on_target,
        away_shots_on_target=match.away_shots_on_target,
        available_at=match.available_at,
        document=match.document,
    )


def _team(state: PoolState, team: str) -> TeamVector:
    known = state.teams[team]
    snapshot = team_snapshot(state, team, known.competition, known.season)
    return TeamVector(team, snapshot.values())
