"""Results in the order in which they became known, folded into the state of a pool; vectors read from it.

A vector sees only results available at its kick-off or before: `replay` puts both in one order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from touchline.feature_store.features import league, pairs, team
from touchline.feature_store.features.filtering import filtered
from touchline.feature_store.features.measures import made_in
from touchline.feature_store.features.result import Fixture, MatchFact
from touchline.feature_store.features.rows import pair_row, team_row
from touchline.feature_store.features.sides import sides_of
from touchline.feature_store.features.state import Busy, CompetitionState, PoolState, TeamState, document_set_of
from touchline.football.meeting import WEEK, Occasion, meeting_values
from touchline.football.team import with_strengths

MOST_LOAD = 50.0


def fold(state: PoolState, results: Iterable[MatchFact]) -> PoolState:
    """The state after these results, whatever order they arrive in; matches without a score are passed over.

    Results that became known at the same moment are all computed from the state before it; the filters alone, which
    weigh each by what is known already, take them one by one, in the order of their ids. So a fold goes on from any
    state with later results and ends as one fold of all. ValueError when a result is not later than `state.as_of`:
    refold from an earlier checkpoint.
    """
    for _, together in groupby(in_order(results), key=lambda result: result.available_at):
        state = _after(state, list(together))
    return state


def vector(
    state: PoolState,
    fixture: Fixture,
    market: Sequence[float] | None = None,
    home_squad: Sequence[float] | None = None,
    away_squad: Sequence[float] | None = None,
) -> list[float]:
    """The features of a meeting, in the order of the latest catalogue, as the state knows the two teams.

    >>> from datetime import UTC, datetime
    >>> derby = Fixture("E0:2019-20:a:b", "E0", "2019/20", datetime(2019, 8, 10, 14, tzinfo=UTC), "a", "b")
    >>> vector(PoolState(), derby)[:3]
    [1500.0, 1500.0, 0.0]
    """
    home, away = (team_row(state, fixture.competition, one) for one in (fixture.home_team, fixture.away_team))
    pair = pair_row(state, fixture.competition, fixture.home_team, fixture.away_team)
    return meeting_values(occasion_of(state, fixture), home, away, pair, market, home_squad, away_squad)


def occasion_of(state: PoolState, fixture: Fixture) -> Occasion:
    """Who meets where and when, in a competition that the state knows since a season."""
    first_season = state.of(fixture.competition).first_season
    teams = (fixture.home_team, fixture.away_team)
    return Occasion(fixture.competition, fixture.season, fixture.kick_off, *teams, first_season)


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
    return PoolState(moment, competitions, _calendar(state.calendar, together))


def _succeeded(before: CompetitionState, moment: datetime, results: list[MatchFact]) -> CompetitionState:
    documents = before.documents.union(*(result.documents for result in results))
    document_set = document_set_of(documents)
    means, levels, met = before.league, before.levels, dict(before.pairs)
    for result in results:
        means = league.after(means, result)
        key = pairs.pair_key(result.home_team, result.away_team)
        met[key] = pairs.after(met.get(key), result)
    teams = dict(before.teams)
    for result in results:
        entered = [
            team.entering(before.teams.get(one), result.season, before.first_season)
            for one in (result.home_team, result.away_team)
        ]
        sides = sides_of(result, entered[0].values, entered[1].values, before.league, means)
        two = (result.home_team, result.away_team)
        latest = [_latest(teams, one, known) for one, known in zip(two, entered, strict=True)]
        made, kick_off = made_in(result, before.league), result.kick_off.timestamp()
        levels, *strengths = filtered(levels, latest[0].values, latest[1].values, made, kick_off)
        for one, known, side, strength in zip(two, latest, sides, strengths, strict=True):
            told = team.after(known, side)
            values = with_strengths(told.values, strength, (level[:2] for level in levels.by_measure))
            teams[one] = told._replace(values=values, as_of=moment, document_set=document_set)
    first_season = min([result.season for result in results] + ([before.first_season] if before.first_season else []))
    return CompetitionState(moment, teams, met, first_season, means, levels, documents)


def _latest(teams: dict[str, TeamState], one: str, entered: TeamState) -> TeamState:
    """The team with results of the same moment already added, if there are any of this season."""
    known = teams.get(one)
    return known if known is not None and known.season == entered.season else entered


def _calendar(before: dict[str, Busy], together: list[MatchFact]) -> dict[str, Busy]:
    calendar = dict(before)
    for result in together:
        kick_off = result.kick_off.timestamp()
        for one in (result.home_team, result.away_team):
            calendar[one] = _busier(calendar.get(one), kick_off)
    return calendar


def _busier(before: Busy | None, kick_off: float) -> Busy:
    """One more match; of two, the earlier weighs half as much every seven days before the later."""
    if before is None:
        return Busy(kick_off, 1.0)
    last = max(before.last_kick_off, kick_off)
    load = before.load * 0.5 ** ((last - before.last_kick_off) / WEEK) + 0.5 ** ((last - kick_off) / WEEK)
    return Busy(last, min(MOST_LOAD, load))
