"""A team: its place, its last and coming matches, and its strengths with the vector that they come from."""

from typing import Any

from touchline.football.catalogue import CATALOGUES
from touchline.football.leagues import LEAGUES
from touchline.football.simulation import RUNS
from touchline.predictor.answers import instant
from touchline.predictor.prediction.words import team_name
from touchline.predictor.serving.answering import answer_fixtures, near, times
from touchline.predictor.serving.problems import Fault, Problem, not_found
from touchline.predictor.serving.reports import Reports, Result
from touchline.predictor.serving.seasons import Seasons
from touchline.predictor.serving.state import State
from touchline.runtime.errors import Unavailable
from touchline.schemas.records import TeamFeatures

LAST, COMING = 10, 10


async def answer_team(state: State, reports: Reports, seasons: Seasons, team_id: str) -> dict[str, Any]:
    """All that is known of a team at the football clock.

    Raises:
        Problem: no team has this id.
        Unavailable: MariaDB is away.
    """
    row = team_row(state, team_id)
    last = await reports.results(row.pool, team_id, state.football_time, LAST)
    coming = coming_of(state, team_id)
    league = league_of_team(last, coming)
    place, reason = await place_of(seasons, league, team_id)
    return {
        "team_id": team_id,
        "name": team_name(team_id),
        "pool": row.pool,
        "competition": league,
        "table": place,
        "table_reason": reason,
        "last": [shown(one, team_id) for one in last],
        "coming": coming,
        "strengths": strengths_of(row),
        **times(state, row.available_at),
    }


def team_row(state: State, team_id: str) -> TeamFeatures:
    """A team's snapshot, or a problem that hints at names that look alike."""
    row = state.team(team_id)
    if row is None:
        fault = Fault("team_id", "the id of a known team" + near(team_id, state.known_teams()), team_id)
        raise not_found("unknown-team", "Unknown team", "no team has this id", fault)
    return row


def coming_of(state: State, team_id: str) -> list[dict[str, Any]]:
    """Its coming matches as the list of fixtures has them."""
    fixtures = answer_fixtures(state)["fixtures"]
    return [one for one in fixtures if team_id in (one["home_team"], one["away_team"])][:COMING]


def league_of_team(last: list[Result], coming: list[dict[str, Any]]) -> str | None:
    """The league that it plays in: of its next match in one, else of its latest."""
    seen = [*(str(one["competition"]) for one in coming), *(one.competition for one in last)]
    return next((one for one in seen if one in LEAGUES), None)


async def place_of(seasons: Seasons, league: str | None, team_id: str) -> tuple[dict[str, Any] | None, str | None]:
    """Its line of the table with where it may end, or the reason why there is none."""
    if league is None:
        return None, "no match of it in a league whose rules are written down is known"
    try:
        answer = await seasons.answer(league, 0, RUNS)
    except Problem as problem:
        return None, problem.detail
    except Unavailable:
        return None, "the table cannot be read at the moment"
    club = next((one for one in answer["clubs"] if one["team"] == team_id), None)
    return (None, f"it is not one of the clubs of {league} this season") if club is None else (club, None)


def strengths_of(row: TeamFeatures) -> dict[str, Any]:
    """Each value of its vector by name, with unit and meaning."""
    held = CATALOGUES.get(row.catalogue_version)
    features = held.teams if held is not None and len(held.teams) == len(row.values) else ()
    return {
        "catalogue_version": row.catalogue_version,
        "revision": row.revision,
        "document_set": row.document_set,
        "state_hash": row.state_hash,
        "available_at": instant(row.available_at),
        "values": [
            {"name": feature.name, "value": value, "unit": feature.unit, "about": feature.formula}
            for feature, value in zip(features, row.values, strict=False)
        ],
    }


def shown(one: Result, team_id: str) -> dict[str, Any]:
    """A played match from the side of a team."""
    gap = one.home_goals - one.away_goals if one.home_team == team_id else one.away_goals - one.home_goals
    return {
        "match_id": one.match_id,
        "competition": one.competition,
        "season": one.season,
        "kick_off": instant(one.kick_off),
        "home_team": one.home_team,
        "away_team": one.away_team,
        "home_goals": one.home_goals,
        "away_goals": one.away_goals,
        "ended": "won" if gap > 0 else "lost" if gap < 0 else "drawn",
        "provenance": one.provenance,
        "source": one.source,
        "document": one.document,
    }
