"""openfootball and, made from it, football-data.org show what was known on the sandbox's date."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from touchline.sandbox.providers import football_data_org, openfootball
from touchline.sandbox.providers.football_data_org import FootballDataOrg
from touchline.sandbox.providers.openfootball import OpenFootball, SeasonDocument

PATH = "2019-20/en.1.json"
MATCHES = [
    {"round": "Matchday 1", "date": "2019-08-10", "time": "12:30", "team1": "A", "team2": "B", "score": {"ft": [3, 1]}},
    {"round": "Matchday 1", "date": "2019-08-10", "team1": "C", "team2": "D", "score": {"ft": [0, 0]}},
    {"round": "Matchday 1", "date": "2019-10-30", "time": "19:45", "team1": "E", "team2": "F", "score": {"ft": [1, 0]}},
    {"round": "Matchday 2", "date": "2019-07-04", "time": "20:00", "team1": "B", "team2": "A", "score": {"ft": [2, 0]}},
    {
        "round": "Matchday 3",
        "date": "2020-07-11",
        "time": "15:00",
        "team1": "A",
        "team2": "C",
        "score": {"ft": [0, 3]},
        "status": "awarded",
    },
    {"round": "Matchday 4", "date": "2020-05-09", "team1": "D", "team2": "A", "score": {}, "status": "cancelled"},
]


def provider() -> OpenFootball:
    content = json.dumps({"name": "Invented", "matches": MATCHES}).encode()
    return OpenFootball({PATH: SeasonDocument("en.1", content)})


def as_of(moment: datetime) -> list[dict[str, Any]]:
    served = provider().answer(PATH, moment, {})
    return json.loads(served.content)["matches"] if served else []


def shown(matches: list[dict[str, Any]], home: str, away: str) -> dict[str, Any] | None:
    return next((match for match in matches if (match["team1"], match["team2"]) == (home, away)), None)


def test_a_season_is_there_four_weeks_before_its_first_match() -> None:
    assert as_of(datetime(2019, 7, 12, tzinfo=UTC)) == []
    assert len(as_of(datetime(2019, 7, 14, tzinfo=UTC))) == 2


def test_a_score_shows_two_hours_and_a_half_after_a_kick_off_in_local_time() -> None:
    known_at = datetime(2019, 8, 10, 14, tzinfo=UTC)  # 12:30 in summer time is 11:30 UTC
    before, after = (shown(as_of(moment), "A", "B") for moment in (known_at - timedelta(seconds=1), known_at))
    assert before is not None
    assert before["score"] == {}
    assert after == MATCHES[0]


def test_without_a_time_a_score_shows_at_the_next_midnight() -> None:
    midnight = datetime(2019, 8, 11, tzinfo=UTC)
    scores = [
        match["score"]
        for moment in (midnight - timedelta(seconds=1), midnight)
        if (match := shown(as_of(moment), "C", "D"))
    ]
    assert scores == [{}, {"ft": [0, 0]}]


def test_a_match_that_was_moved_far_away_is_postponed_once_its_round_is_over_and_does_not_tell_its_new_day() -> None:
    assert shown(as_of(datetime(2019, 8, 10, 23, tzinfo=UTC)), "E", "F") is None
    postponed = shown(as_of(datetime(2019, 8, 11, tzinfo=UTC)), "E", "F")
    assert postponed is not None
    assert (postponed["date"], postponed.get("time"), postponed["status"]) == ("2019-08-10", None, "postponed")
    moved = shown(as_of(datetime(2019, 10, 3, tzinfo=UTC)), "E", "F")
    assert moved is not None
    assert (moved["date"], moved["score"], "status" in moved) == ("2019-10-30", {}, False)


def test_a_day_of_the_wrong_year_shows_its_score_only_a_year_later() -> None:
    assert shown(as_of(datetime(2020, 6, 1, tzinfo=UTC)), "B", "A") is None
    early, late = (shown(as_of(datetime(2020, 7, 4, hour, 30, tzinfo=UTC)), "B", "A") for hour in (20, 21))
    assert early is not None
    assert early["score"] == {}
    assert late == MATCHES[3]


def test_what_was_decided_off_the_pitch_shows_weeks_later() -> None:
    played = shown(as_of(datetime(2020, 7, 12, tzinfo=UTC)), "A", "C")
    assert played is not None
    assert (played["score"], "status" in played) == ({}, False)
    assert shown(as_of(datetime(2020, 8, 11, tzinfo=UTC)), "A", "C") == MATCHES[4]
    assert "status" not in (shown(as_of(datetime(2020, 6, 30, tzinfo=UTC)), "D", "A") or {})
    assert shown(as_of(datetime(2020, 7, 9, tzinfo=UTC)), "D", "A") == MATCHES[5]


def test_the_whole_document_is_real_and_a_past_one_derived() -> None:
    whole, past = (provider().answer(PATH, datetime(2020, month, 1, tzinfo=UTC), {}) for month in (9, 3))
    assert whole is not None
    assert past is not None
    assert (whole.content, whole.provenance) == (provider().seasons[PATH].content, "real")
    assert past.provenance == "derived"


def test_answers_of_football_data_org_are_made_and_say_so() -> None:
    made = FootballDataOrg(provider())
    served = made.answer("competitions/PL/matches", datetime(2019, 8, 10, 13, tzinfo=UTC), {"season": "2019"})
    assert served is not None
    assert served.provenance == "simulated"
    answer = json.loads(served.content)
    in_play, without_time = answer["matches"]
    assert answer["resultSet"]["count"] == 2
    assert (in_play["utcDate"], in_play["status"]) == ("2019-08-10T11:30:00Z", "IN_PLAY")
    assert in_play["score"]["fullTime"] == {"home": None, "away": None}
    assert without_time["status"] == "SCHEDULED"


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (datetime(2019, 8, 10, 11, 29, tzinfo=UTC), "TIMED"),
        (datetime(2019, 8, 10, 11, 30, tzinfo=UTC), "IN_PLAY"),
        (datetime(2019, 8, 10, 14, tzinfo=UTC), "FINISHED"),
    ],
)
def test_a_match_of_football_data_org_goes_through_its_states(moment: datetime, status: str) -> None:
    served = FootballDataOrg(provider()).answer("competitions/PL/matches", moment, {})
    assert served is not None
    assert json.loads(served.content)["matches"][0]["status"] == status


def test_football_data_org_has_the_teams_and_no_season_that_nobody_recorded() -> None:
    made, moment = FootballDataOrg(provider()), datetime(2019, 9, 1, tzinfo=UTC)
    teams = made.answer("competitions/PL/teams", moment, {"season": "2019"})
    assert teams is not None
    assert [team["name"] for team in json.loads(teams.content)["teams"]] == list("ABCDEF")
    assert made.answer("competitions/PL/teams", moment, {"season": "2018"}) is None
    assert made.answer("competitions/CL/matches", moment, {}) is None
    assert made.answer("persons/44", moment, {}) is None


@pytest.mark.recorded
@pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set")
def test_no_recorded_season_tells_a_score_before_the_match_is_over() -> None:
    facts = openfootball.recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    assert facts is not None
    season = facts.seasons[PATH]
    for day in range(0, 360, 5):
        moment = datetime(2019, 8, 1, 12, tzinfo=UTC) + timedelta(days=day)
        for one in season.as_of(moment):
            assert not one.entry["score"] or one.listed.begins + openfootball.RESULT_KNOWN_AFTER <= moment
    assert facts.answer(PATH, datetime(2020, 8, 1, tzinfo=UTC), {}) is not None
    assert facts.answer("2019-20/en.9.json", datetime(2020, 8, 1, tzinfo=UTC), {}) is None


@pytest.mark.recorded
@pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set")
def test_on_the_sandboxs_first_evening_the_premier_league_has_eighteen_coming_matches() -> None:
    made = football_data_org.recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    assert made is not None
    served = made.answer("competitions/PL/matches", datetime(2020, 2, 28, 18, tzinfo=UTC), {"season": "2019"})
    assert served is not None
    statuses = [match["status"] for match in json.loads(served.content)["matches"]]
    assert (statuses.count("FINISHED"), statuses.count("TIMED"), len(statuses)) == (270, 18, 288)
