"""The vectors of meetings and the latest snapshot of each team, read from the states that a replay left. Pure."""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import orjson

from touchline.feature_store.features.fold import occasion_of
from touchline.feature_store.features.rows import pair_row, team_row
from touchline.feature_store.features.state import PoolState, TeamState
from touchline.feature_store.replaying import Replayed, fixture_of
from touchline.football.meeting import meeting_values
from touchline.football.resolution import ResolvedMatch


@dataclass(frozen=True, slots=True)
class Beside:
    """What a vector reads besides results: prices and squads as they were known at the moment it is of."""

    market: tuple[float, ...] | None = None
    home_squad: tuple[float, ...] | None = None
    away_squad: tuple[float, ...] | None = None
    documents: tuple[str, ...] = ()
    known_at: datetime | None = None  # the newest of it


NOTHING_BESIDE = Beside()
Aside = Callable[[ResolvedMatch], Beside]


@dataclass(frozen=True, slots=True)
class MatchVector:
    """The features of one meeting, in the order of the latest catalogue, and what they were read from.

    `document_set` names `documents` (what announced the match, prices) together with the set `rests_on`: every document
    folded into the later of the two teams' rows.
    """

    match: ResolvedMatch
    values: list[float]
    rests_on: str
    documents: tuple[str, ...]
    document_set: str
    state_hash: str
    available_at: datetime


@dataclass(frozen=True, slots=True)
class TeamVector:
    """The latest snapshot of one team, in the competition that tells most of it."""

    team_id: str
    values: list[float]
    document_set: str
    state_hash: str
    as_of: datetime  # when its latest result became known


def vectors_of(replayed: Replayed, meetings: Iterable[ResolvedMatch], beside: Aside) -> list[MatchVector]:
    """Each meeting with the results available at its kick-off or before, by kick-off and match id."""
    ordered = sorted(meetings, key=lambda one: (one.event_time, one.match_id))
    return [vector_of(replayed.at(one.event_time), one, beside(one)) for one in ordered]


def vector_of(state: PoolState, match: ResolvedMatch, beside: Beside = NOTHING_BESIDE) -> MatchVector:
    """One meeting as a state knows it."""
    competition = state.of(match.competition)
    known = [competition.teams[team] for team in (match.home_team, match.away_team) if team in competition.teams]
    latest = max(known, key=lambda one: one.as_of, default=None)
    rests_on = latest.document_set if latest else ""
    documents = tuple(sorted({match.fixture_document, *beside.documents}))
    moments = [one for one in (latest and latest.as_of, beside.known_at) if one is not None]
    home, away = (team_row(state, match.competition, team) for team in (match.home_team, match.away_team))
    pair = pair_row(state, match.competition, match.home_team, match.away_team)
    aside = (beside.market, beside.home_squad, beside.away_squad)
    return MatchVector(
        match,
        meeting_values(occasion_of(state, fixture_of(match)), home, away, pair, *aside),
        rests_on,
        documents,
        set_name(rests_on, documents),
        hashed([home and (home.season, *home.values), away and (away.season, *away.values), pair, *aside]),
        max(moments, default=match.event_time),
    )


def team_vectors(state: PoolState, teams: Collection[str] | None = None) -> list[TeamVector]:
    """One snapshot a team; of some teams, if they are named."""
    homes = main_competitions(state, teams)
    return [_team(state, team, homes[team]) for team in sorted(homes)]


def main_competitions(state: PoolState, teams: Collection[str] | None = None) -> dict[str, str]:
    """Where each team is at home: of its latest season, the competition in which it has played most matches.

    A league comes before a cup so, and a new division before the old one from the first match on.
    """
    found: dict[str, tuple[str, float, str]] = {}
    for code, competition in state.competitions.items():
        for team, known in competition.teams.items():
            if teams is not None and team not in teams:
                continue
            place = (known.season[:4], known.played, code)
            found[team] = max(found.get(team, place), place)
    return {team: code for team, (_, _, code) in found.items()}


def set_name(rests_on: str, documents: Iterable[str]) -> str:
    """The name of a set of documents together with another set; that other set alone when there are no more.

    >>> set_name("ab" * 32, []) == "ab" * 32
    True
    """
    more = sorted(documents)
    return hashlib.sha256("\n".join([rests_on, *more]).encode()).hexdigest() if more else rests_on


def _team(state: PoolState, team: str, competition: str) -> TeamVector:
    known: TeamState = state.of(competition).teams[team]
    row = team_row(state, competition, team)
    assert row is not None, "a team is remembered because of a result"
    return TeamVector(team, list(row.values), known.document_set, hashed(list(row.values)), known.as_of)


def hashed(content: list[object]) -> str:
    """sha256 of the rows that a vector or snapshot was made of."""
    return hashlib.sha256(orjson.dumps(content)).hexdigest()
