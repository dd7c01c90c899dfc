"""From a checkpoint onwards: resolved matches in, vectors and new checkpoints out. Pure."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from touchline.feature_store.features.fold import fold, in_order, vector
from touchline.feature_store.features.result import MatchFact
from touchline.feature_store.features.snapshot import team_snapshot
from touchline.feature_store.features.state import CompetitionState, PoolState, document_set_of
from touchline.football.resolution import ResolvedMatch
from touchline.schemas.records import MatchStatus

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
    """The latest snapshot of one team, in the competition that tells most of it."""

    team_id: str
    values: list[float]
    competition: str
    as_of: datetime  # when the latest result of the competition became known


@dataclass(frozen=True, slots=True)
class Refolded:
    """What a fold brought forth. `states` are those after each match day, oldest first."""

    vectors: list[MatchVector]
    states: list[PoolState]
    final: PoolState

    @property
    def teams(self) -> list[TeamVector]:
        """One snapshot a team, as of the final state."""
        homes = main_competitions(self.final)
        return [_team(self.final, team, homes[team]) for team in sorted(homes)]


def refold(start: PoolState, matches: Iterable[ResolvedMatch]) -> Refolded:
    """Fold what became known after `start`, and compute the vector of every meeting that kicks off after it.

    Results and kick-offs run in one order of time; a vector sees the results available at its kick-off or before.
    """
    known = list(matches)
    state, since = start, start.as_of
    pending = deque(_moments(_fact(one) for one in known if since is None or one.available_at > since))
    meetings = [one for one in known if _is_met(one) and (since is None or one.event_time > since)]
    vectors: list[MatchVector] = []
    states: list[PoolState] = []
    views: dict[str, _View] = {}
    for match in sorted(meetings, key=lambda one: (one.event_time, one.match_id)):
        while pending and pending[0][0].available_at <= match.event_time:
            state = _advance(state, pending.popleft(), states)
        vectors.append(_view(views, state, match.competition).vector_of(match, state))
    while pending:
        state = _advance(state, pending.popleft(), states)
    return Refolded(vectors, states, state)


def main_competitions(state: PoolState) -> dict[str, str]:
    """Where each team is at home: of its latest season, the competition in which it has played most matches.

    A league comes before a cup so, and a new division before the old one from the first match on.
    """
    found: dict[str, tuple[str, int, str]] = {}
    for code, competition in state.competitions.items():
        for team, known in competition.teams.items():
            place = (known.season[:4], known.played, code)
            found[team] = max(found.get(team, place), place)
    return {team: code for team, (_, _, code) in found.items()}


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


@dataclass(slots=True)
class _View:
    """A competition's state with what is the same for every vector read from it."""

    state: CompetitionState
    state_hash: str
    named: dict[str, tuple[tuple[str, ...], str]]  # fixture document: documents and their set

    @classmethod
    def of(cls, state: CompetitionState) -> "_View":
        return cls(state, state.state_hash, {})

    def vector_of(self, match: ResolvedMatch, pool: PoolState) -> MatchVector:
        values = vector(pool, _fact(match).fixture)
        if match.fixture_document not in self.named:
            documents = tuple(sorted(self.state.documents | {match.fixture_document}))
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


def _view(views: dict[str, _View], state: PoolState, competition: str) -> _View:
    """The view of a competition, made anew when its state has moved on."""
    current, held = state.of(competition), views.get(competition)
    if held is None or held.state is not current:
        held = views[competition] = _View.of(current)
    return held


def _is_met(match: ResolvedMatch) -> bool:
    """Whether the two will meet or have met: a match that will never be played has no vector."""
    return match.status is not MatchStatus.CANCELLED


def _fact(match: ResolvedMatch) -> MatchFact:
    """What the fold may see: of a match that was awarded, or begun and not ended, no goals."""
    return MatchFact(
        match_id=match.match_id,
        competition=match.competition,
        season=match.season,
        kick_off=match.event_time,
        home_team=match.home_team,
        away_team=match.away_team,
        home_goals=match.home_goals if match.played else None,
        away_goals=match.away_goals if match.played else None,
        home_shots=match.home_shots,
        away_shots=match.away_shots,
        home_shots_on_target=match.home_shots_on_target,
        away_shots_on_target=match.away_shots_on_target,
        available_at=match.available_at,
        documents=match.documents,
    )


def _team(pool: PoolState, team: str, competition: str) -> TeamVector:
    state = pool.of(competition)
    assert state.as_of is not None, "a team is remembered because of a result"
    values = team_snapshot(pool, team, competition, state.teams[team].season).values()
    return TeamVector(team, values, competition, state.as_of)
