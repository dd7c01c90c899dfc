"""What the answers of football-data.org's version 4 mean."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.football_data_org.parser import DIALECT
from touchline.normalizer.dialects.rows import MatchRow, Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus, ParkedKind

AT = datetime(2020, 2, 28, 18, tzinfo=UTC)
MATCHES, TEAMS = "competitions/PL/2019/matches.json", "competitions/PL/2019/teams.json"
CHANGED_AT = "2020-02-20T12:00:00Z"


def read(*entries: object, path: str = MATCHES, **fields: object) -> Parsed:
    answer = {"competition": {"code": "PL"}, "matches" if path == MATCHES else "teams": entries} | fields
    parsed = DIALECT.read(json.dumps(answer).encode(), Document(f"football-data-org/{path}", True, AT), reviewed())
    assert parsed.unaccounted == 0
    return parsed


def match(**changes: object) -> dict[str, Any]:
    usual = {
        "utcDate": "2020-02-22T15:00:00Z",
        "status": "FINISHED",
        "matchday": 27,
        "lastUpdated": CHANGED_AT,
        "homeTeam": {"id": 57, "name": "Arsenal FC"},
        "awayTeam": {"id": 61, "name": "Chelsea FC"},
        "score": {"duration": "REGULAR", "fullTime": {"home": 2, "away": 1}, "halfTime": {"home": 1, "away": 0}},
    }
    return usual | changes


def only(parsed: Parsed) -> MatchRow:
    (row,) = parsed.matches
    return row


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("SCHEDULED", MatchStatus.SCHEDULED),
        ("TIMED", MatchStatus.SCHEDULED),
        ("IN_PLAY", MatchStatus.SCHEDULED),
        ("PAUSED", MatchStatus.SCHEDULED),
        ("FINISHED", MatchStatus.PLAYED),
        ("SUSPENDED", MatchStatus.ABANDONED),
        ("POSTPONED", MatchStatus.POSTPONED),
        ("CANCELLED", MatchStatus.CANCELLED),
        ("AWARDED", MatchStatus.AWARDED),
    ],
)
def test_every_status_means_something_and_only_two_have_a_result(stated: str, status: MatchStatus) -> None:
    row = only(read(match(status=stated)))
    assert row.status is status
    assert (row.counts.home_goals is not None) == (stated in ("FINISHED", "AWARDED"))


def test_a_result_is_known_by_the_rule_though_the_answer_was_changed_later() -> None:
    assert only(read(match(lastUpdated="2020-06-01T00:00:00Z"))).known_at == datetime(2020, 2, 22, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize("stated", ["POSTPONED", "CANCELLED", "AWARDED", "SUSPENDED"])
def test_what_was_decided_off_the_pitch_is_known_when_the_answer_was_changed(stated: str) -> None:
    assert only(read(match(status=stated))).known_at == datetime(2020, 2, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(("stated", "known"), [("TIMED", True), ("SCHEDULED", False)])
def test_a_scheduled_match_has_a_day_and_a_timed_one_a_time(stated: str, known: bool) -> None:
    assert only(read(match(status=stated, utcDate="2020-03-07T12:30:00Z"))).kick_off_known is known


def test_after_extra_time_the_goals_of_ninety_minutes_count() -> None:
    score = {"duration": "EXTRA_TIME", "fullTime": {"home": 4, "away": 3}, "regularTime": {"home": 3, "away": 3}}
    assert only(read(match(score=score))).counts.home_goals == 3
    without = read(match(score={"duration": "EXTRA_TIME", "fullTime": {"home": 4, "away": 3}}))
    assert not without.matches


def test_the_referee_is_the_one_in_the_middle() -> None:
    people = [{"name": "A. Flag", "type": "ASSISTANT_REFEREE_N1"}, {"name": "B. Whistle", "type": "REFEREE"}]
    assert only(read(match(referees=people))).referee == "B. Whistle"


def test_an_answer_about_another_competition_is_not_read() -> None:
    assert not read(match(), competition={"code": "BL1"}).matches


def test_an_answer_that_holds_less_than_it_says_is_noted() -> None:
    parsed = read(match(), resultSet={"count": 380})
    assert [row.kind for row in parsed.parked] == [ParkedKind.INCOMPLETE]


@pytest.mark.parametrize(
    "changes",
    [
        {"utcDate": "2020-02-22 15:00"},
        {"utcDate": "9999-12-31T23:59:59Z"},
        {"utcDate": "2018-02-22T15:00:00Z"},
        {"status": "LIVE"},
        {"homeTeam": "Arsenal FC"},
        {"homeTeam": {"name": "Chelsea FC"}},
        {"score": {"fullTime": {"home": True, "away": 1}}},
        {"score": {"fullTime": {"home": 1e400, "away": 1}}},
        {"matchday": -1},
    ],
)
def test_what_cannot_be_is_parked(changes: dict[str, object]) -> None:
    parsed = read(match(**changes))
    assert (parsed.inputs, parsed.read) == (1, 0)


def test_teams_are_clubs_by_their_names() -> None:
    parsed = read({"name": "Arsenal FC"}, {"name": "Nowhere Rovers"}, path=TEAMS)
    assert [team.team_id for team in parsed.teams] == ["arsenal"]
    (waiting,) = parsed.parked
    assert waiting.waits_for is not None
    assert waiting.waits_for.text == "Nowhere Rovers"
