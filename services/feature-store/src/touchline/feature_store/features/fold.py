"""Results in the order in which they became known, folded into the state of a pool; vectors read from it.

A vector sees only results available at its kick-off or before: `replay` puts both in one order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from touchline.feature_store.features import form, goals, shots
from touchline.feature_store.features.elo import rating_change
from touchline.feature_store.features.result import Fixture, MatchFact
from touchline.feature_store.features.season import entering
from touchline.feature_store.features.snapshot import team_snapshot
from touchline.feature_store.features.state import CompetitionState, PoolState, TeamState
from touchline.football.meeting import meeting_vector

T = TypeVar("T")


def fold(state: PoolState, results: Iterable[MatchFact]) -> PoolState:
    """The state after these results, whatever order they arrive in; matches without a score are passed over.

    Results that became known at the same moment are all computed from the state before it. So a fold goes on from any
    state with later results and ends as one fold of all. ValueError when a result is not later than `state.as_of`:
    refold from an earlier checkpoint.
    """
    for _, together in groupby(in_order(results), key=lambda result: result.available_at):
        state = _after(state, list(together))
    return state


def vector(state: PoolState, fixture: Fixture) -> list[float]:
    """The features of a meeting, in the order of the catalogue, as the state knows the two teams.

    >>> from datetime import UTC, datetime
    >>> derby = Fixture("E0:2019-20:a:b", "E0", "2019/20", datetime(2019, 8, 10, 14, tzinfo=UTC), "a", "b")
    >>> vector(PoolState(), derby)[:3]
    [1500.0, 1500.0, 0.0]
    """
    home = team_snapshot(state, fixture.home_team, fixture.competition, fixture.season)
    away = team_snapshot(state, fixture.away_team, fixture.competition, fixture.season)
    return meeting_vector(home, away, fixture.kick_off)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A fixture, its vector, and the state that both were read from."""

    fixture: Fixture
    values: list[float]
    state: PoolState


def replay(state: PoolState, results: Iterable[MatchFact], fixtures: Iterable[Fixture]) -> Iterator[Meeting]:
    """Each fixture by (kick-off, match id), with everything available by then and nothing later folded in."""
    pending = in_order(results)
    folded = 0
    for fixture in sorted(fixtures, key=lambda fixture: (fixture.kick_off, fixture.match_id)):
        known = folded
        while known < len(pending) and pending[known].available_at <= fixture.kick_off:
            known += 1
        state = fold(state, pending[folded:known])
        folded = known
        yield Meeting(fixture, vector(state, fixture), state)


def in_order(results: Iterable[MatchFact]) -> list[MatchFact]:
    """Played matches in the order of the fold: (available_at, match id)."""
    played = (result for result in results if result.played)
    return sorted(played, key=lambda result: (result.available_at, result.match_id))


def _after(state: PoolState, together: list[MatchFact]) -> PoolState:
    """The state after results of one moment, each computed from the state before it."""
    moment = together[0].available_at
    if state.as_of is not None and moment <= state.as_of:
        raise ValueError(f"{together[0].match_id} became known at {moment}, the state is already of {state.as_of}")
    competitions = dict(state.competitions)
    for competition in sorted({result.competition for result in together}):
        results = [result for result in together if result.competition == competition]
        competitions[competition] = _succeeded(state.of(competition), moment, results)
    return PoolState(moment, competitions)


def _succeeded(before: CompetitionState, moment: datetime, results: list[MatchFact]) -> CompetitionState:
    teams, first_season = dict(before.teams), before.first_season
    home_mean, away_mean = before.home_shots_mean, before.away_shots_mean
    for result in results:
        first_season = min(result.season, first_season or result.season)
        _record(before, teams, result)
        if result.home_shots_on_target is not None and result.away_shots_on_target is not None:
            home_mean = shots.moved_mean(home_mean, result.home_shots_on_target)
            away_mean = shots.moved_mean(away_mean, result.away_shots_on_target)
    documents = before.documents.union(*(result.documents for result in results))
    return CompetitionState(moment, teams, first_season, home_mean, away_mean, documents)


def _record(before: CompetitionState, teams: dict[str, TeamState], result: MatchFact) -> None:
    """Add one result to both teams; ratings and league means are those of the state before."""
    home_before = entering(before, result.home_team, result.season)
    away_before = entering(before, result.away_team, result.season)
    assert result.home_goals is not None
    assert result.away_goals is not None
    change = rating_change(home_before.elo, away_before.elo, result.home_goals, result.away_goals)
    home = _with_match(_latest(teams, result.home_team, home_before), result, change)
    away = _with_match(_latest(teams, result.away_team, away_before), result, -change)
    home = replace(
        home,
        points=_push(home.points, form.points_of(result.home_goals, result.away_goals), form.LAST),
        home_goals_for=_push(home.home_goals_for, result.home_goals, goals.LAST),
        home_goals_against=_push(home.home_goals_against, result.away_goals, goals.LAST),
    )
    away = replace(
        away,
        points=_push(away.points, form.points_of(result.away_goals, result.home_goals), form.LAST),
        away_goals_for=_push(away.away_goals_for, result.away_goals, goals.LAST),
        away_goals_against=_push(away.away_goals_against, result.home_goals, goals.LAST),
    )
    if result.home_shots_on_target is not None and result.away_shots_on_target is not None:
        at_home = shots.share_of_mean(result.home_shots_on_target, before.home_shots_mean)
        away_from_home = shots.share_of_mean(result.away_shots_on_target, before.away_shots_mean)
        home = _with_shots(home, at_home, away_from_home)
        away = _with_shots(away, away_from_home, at_home)
    teams[result.home_team], teams[result.away_team] = home, away


def _latest(teams: dict[str, TeamState], team: str, entered: TeamState) -> TeamState:
    """The team with results of the same moment already added, if there are any of this season."""
    known = teams.get(team)
    return known if known is not None and known.season == entered.season else entered


def _with_match(team: TeamState, result: MatchFact, change: float) -> TeamState:
    latest = max(team.last_kick_off, result.kick_off.timestamp())
    return replace(team, elo=team.elo + change, played=team.played + 1, last_kick_off=latest)


def _with_shots(team: TeamState, made: float, faced: float) -> TeamState:
    return replace(
        team,
        shots_for=_push(team.shots_for, made, shots.LAST),
        shots_against=_push(team.shots_against, faced, shots.LAST),
    )


def _push(latest: tuple[T, ...], value: T, last: int) -> tuple[T, ...]:
    """The latest `last` values with one more at the end."""
    return (*latest, value)[-last:]
