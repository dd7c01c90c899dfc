"""From a question to an answer out of memory: which match is meant, what is said about it, how old that is."""

import difflib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from touchline.football.meeting import as_they_stand
from touchline.predictor.answers import answer_of, instant
from touchline.predictor.prediction.fixtures import is_coming
from touchline.predictor.prediction.forecast import forecast_by
from touchline.predictor.prediction.markets import markets_of
from touchline.predictor.serving.problems import Fault, Problem, bad_request, not_found
from touchline.predictor.serving.state import Meeting, Served, State
from touchline.predictor.serving.with_odds import NOT_SEALED, nothing_with_odds, with_odds_of
from touchline.schemas.records import MatchPrediction, TeamFeatures

USUAL_KICK_OFF = time(15, tzinfo=UTC)  # where only the date is known, as in the records
FARTHEST = timedelta(days=366)  # a team a year from now is another team


def answer_match(
    state: State, match_id: str | None, home: str | None, away: str | None, day: str | None
) -> dict[str, Any]:
    """The answer to a fixture's id or to two teams, as the query names them."""
    if match_id is not None:
        if home is not None or away is not None or day is not None:
            raise bad_request(
                Fault("match_id", "either match_id alone, or home and away with an optional date", match_id)
            )
        return answer_fixture(state, match_id)
    missing = [name for name, value in (("home", home), ("away", away)) if value is None]
    if home is None or away is None:
        raise bad_request(
            *(Fault(name, "a team id, or else match_id alone, such as E0:2019-20:arsenal:chelsea") for name in missing)
        )
    if home == away:
        raise bad_request(Fault("away", "another team than home", away))
    return answer_teams(state, home, away, None if day is None else day_of(day))


def answer_fixture(state: State, match_id: str) -> dict[str, Any]:
    """The standing prediction of a match, with all markets."""
    return whole(state, standing_of(state, match_id))


def standing_of(state: State, match_id: str) -> MatchPrediction:
    """The standing prediction of a match, or a problem that says why there is none."""
    standing = state.latest.get(match_id)
    if standing is not None:
        return standing
    meeting = state.meeting(match_id)
    if meeting is not None and is_coming(meeting.kick_off, state.football_time):
        raise not_found("no-prediction-yet", "No prediction yet", state.reason_without(meeting))
    fault = Fault(
        "match_id", "the id of a match that was predicted; see /v1/fixtures" + near(match_id, state.latest), match_id
    )
    raise not_found("unknown-match", "Unknown match", "no match of this id has been predicted", fault)


def answer_teams(state: State, home: str, away: str, day: date | None) -> dict[str, Any]:
    """The prediction of these teams' match (on that day, if one is named), else of a meeting not planned."""
    for field, team in (("home", home), ("away", away)):
        if state.team(team) is None:
            fault = Fault(field, "the id of a known team" + near(team, state.known_teams()), team)
            raise not_found("unknown-team", "Unknown team", f"no team is called {team[:100]!r}", fault)
    meant = planned(state, home, away, day)
    if meant is not None and meant.match_id in state.latest:
        return whole(state, state.latest[meant.match_id])
    if day is not None and (past := predicted_on(state, home, away, day)) is not None:
        return whole(state, past)
    kick_off = kick_off_on(state, day) if meant is None else meant.kick_off
    return answer_hypothetical(state, home, away, kick_off, meant)


def answer_hypothetical(
    state: State, home: str, away: str, kick_off: datetime, meant: Meeting | None
) -> dict[str, Any]:
    """What the served model says about two teams as they stand now; not sealed, and marked so."""
    if state.served is None:
        raise Problem(503, "no-model", "No model yet", "no model has been promoted yet; ask again later")
    teams = [one for team in (home, away) if (one := state.team(team)) is not None]
    _refuse_other_worlds(state.served, teams)
    at_home, visiting = (team.values for team in teams)
    said = forecast_by(state.served.model, as_they_stand(at_home, visiting, kick_off))
    manifest = state.served.model.manifest
    return {
        "match_id": None if meant is None else meant.match_id,
        "home_team": home,
        "away_team": away,
        "kick_off": instant(kick_off),
        "probabilities": {"home": said.home, "draw": said.draw, "away": said.away},
        "model": {"name": manifest.name, "version": manifest.version},
        "model_version": manifest.version,
        "prediction_id": None,
        "hypothetical": True,
        "reason": "no such match is planned" if meant is None else state.reason_without(meant),
        **times(state, min(team.available_at for team in teams)),
        **markets_of(said.grid),
        "with_odds": nothing_with_odds(NOT_SEALED),
    }


def answer_fixtures(state: State) -> dict[str, Any]:
    """Every coming match with its prediction, or with the reason why there is none."""
    fixtures = []
    for meeting in state.coming():
        standing = state.latest.get(meeting.match_id)
        fixtures.append(
            {
                "match_id": meeting.match_id,
                "competition": meeting.competition,
                "season": meeting.season,
                "home_team": meeting.home_team,
                "away_team": meeting.away_team,
                "kick_off": instant(meeting.kick_off),
                "prediction": None if standing is None else stamped(state, standing),
                "reason": state.reason_without(meeting) if standing is None else None,
            }
        )
    version = None if state.served is None else state.served.model.manifest.version
    return {"football_time": instant(state.football_time), "model_version": version, "fixtures": fixtures}


def prediction_named(state: State, prediction_id: str) -> MatchPrediction:
    """A sealed prediction by its id."""
    row = state.predictions.get(prediction_id)
    if row is None:
        fault = Fault("prediction_id", "the id of a sealed prediction, 32 hexadecimal digits", prediction_id)
        raise not_found("unknown-prediction", "Unknown prediction", "no prediction of this id has been sealed", fault)
    return row


def whole(state: State, row: MatchPrediction) -> dict[str, Any]:
    """A prediction with grid and all markets, null where it was sealed before grids were kept; and those with odds."""
    said = {"markets": None, "grid": None} if row.grid is None else markets_of(tuple(row.grid))
    return {**stamped(state, row), **said, "with_odds": with_odds_of(state, row)}


def stamped(state: State, row: MatchPrediction) -> dict[str, Any]:
    """A prediction with what depends on when it is asked: its age, whether it stands, whether the match has begun."""
    latest = state.latest.get(row.match_id, row)
    meeting = state.meeting(row.match_id)
    kick_off = row.event_time if meeting is None else meeting.kick_off
    return {
        **answer_of(row),
        "model_version": row.model_version,
        "status": "coming" if is_coming(kick_off, state.football_time) else "started",
        "superseded_by": None if latest.prediction_id == row.prediction_id else latest.prediction_id,
        **times(state, row.available_at),
    }


def times(state: State, said_at: datetime) -> dict[str, Any]:
    """The football clock, and how old the answer is by it."""
    age = max(timedelta(0), state.football_time - said_at)
    return {
        "football_time": instant(state.football_time),
        "age_seconds": age.total_seconds(),
        "topics_read_at": None if state.read_at is None else instant(state.read_at),
    }


def planned(state: State, home: str, away: str, day: date | None) -> Meeting | None:
    """The first coming match of these teams, on that day if one is named."""
    for each in state.coming():
        if (each.home_team, each.away_team) == (home, away) and (day is None or each.kick_off.date() == day):
            return each
    return None


def predicted_on(state: State, home: str, away: str, day: date) -> MatchPrediction | None:
    """The standing prediction of these teams' match on a day, past ones too."""
    for row in state.latest.values():
        if (row.home_team, row.away_team, row.event_time.date()) == (home, away, day):
            return row
    return None


def day_of(text: str) -> date:
    """A day as the query names it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise bad_request(Fault("date", "a day as YYYY-MM-DD, such as 2019-08-17", text)) from None


def kick_off_on(state: State, day: date | None) -> datetime:
    """When a hypothetical meeting would start: now, or at the usual hour of a day that is not past."""
    now = state.football_time
    if day is None:
        return now
    if not now.date() <= day <= (now + FARTHEST).date():
        expected = f"a day from {now.date()} on, at most a year ahead: teams are taken as they stand now"
        raise bad_request(Fault("date", expected, day.isoformat()))
    return datetime.combine(day, USUAL_KICK_OFF)


def near(name: str, known: Iterable[str]) -> str:
    """A hint at names that look alike.

    >>> near("arsnal", ["arsenal", "chelsea"])
    '; did you mean arsenal?'
    """
    alike = difflib.get_close_matches(name[:64], list(known), n=3, cutoff=0.7)
    return f"; did you mean {', '.join(alike)}?" if alike else ""


def _refuse_other_worlds(served: Served, teams: list[TeamFeatures]) -> None:
    home, away = teams
    if home.pool != away.pool:
        raise bad_request(Fault("away", f"a team of the same pool as home, {home.pool}", away.team_id))
    pinned = served.model.manifest.catalogue_version
    if any(team.catalogue_version != pinned for team in teams):
        detail = f"the served model reads catalogue {pinned}; these teams' snapshots are of another"
        raise Problem(503, "no-features", "No features for this model yet", detail)
