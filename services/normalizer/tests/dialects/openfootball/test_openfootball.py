"""What openfootball's layouts and marks mean."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.openfootball.parser import DIALECT
from touchline.normalizer.dialects.rows import MatchRow, Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus, ParkedKind

AT = datetime(2020, 2, 28, 18, tzinfo=UTC)


def read(*matches: object, path: str = "2019-20/en.1.json", **fields: object) -> Parsed:
    content = json.dumps({"name": "Invented", "matches": matches} | fields).encode()
    return read_bytes(content, path)


def read_bytes(content: bytes, path: str = "2019-20/en.1.json") -> Parsed:
    parsed = DIALECT.read(content, Document(f"openfootball/{path}", True, AT), reviewed())
    assert parsed.unaccounted == 0
    return parsed


def match(**changes: object) -> dict[str, Any]:
    usual = {"round": "Matchday 5", "date": "2019-09-14", "time": "15:00", "team1": "Arsenal FC", "team2": "Chelsea FC"}
    return {**usual, "score": {"ht": [1, 0], "ft": [2, 1]}, **changes}


def only(parsed: Parsed) -> MatchRow:
    (row,) = parsed.matches
    return row


@pytest.mark.parametrize(
    ("path", "teams", "kick_off"),
    [
        ("2019-20/en.1.json", ("Arsenal FC", "Chelsea FC"), "2019-09-14T14:00:00+00:00"),
        ("2019-20/de.1.json", ("FC Schalke 04", "Borussia Dortmund"), "2019-09-14T13:00:00+00:00"),
        ("2019-20/es.1.json", ("Real Madrid", "FC Barcelona"), "2019-09-14T13:00:00+00:00"),
    ],
)
def test_a_kick_off_is_local_time_of_the_leagues_country(path: str, teams: tuple[str, str], kick_off: str) -> None:
    assert only(read(match(team1=teams[0], team2=teams[1]), path=path)).kick_off.isoformat() == kick_off


def test_winter_time_is_an_hour_later_in_utc() -> None:
    assert only(read(match(date="2019-12-14"))).kick_off.isoformat() == "2019-12-14T15:00:00+00:00"


def test_without_a_time_only_the_day_is_known_and_the_result_from_the_next_on() -> None:
    row = only(read(match(time=None)))
    assert (row.kick_off.hour, row.kick_off_known) == (15, False)
    assert row.known_at == datetime(2019, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mark", "status"),
    [
        ("postponed", MatchStatus.POSTPONED),
        ("abandoned", MatchStatus.ABANDONED),
        ("cancelled", MatchStatus.CANCELLED),
    ],
)
def test_a_match_without_a_result_has_none_whatever_its_score_says(mark: str, status: MatchStatus) -> None:
    row = only(read(match(status=mark)))
    assert (row.status, row.counts.home_goals, row.known_at) == (status, None, None)


def test_an_awarded_match_has_a_result_that_nobody_knew_after_the_final_whistle() -> None:
    row = only(read(match(status="awarded", score={"ft": [3, 0]})))
    assert (row.status, row.counts.home_goals, row.counts.away_goals) == (MatchStatus.AWARDED, 3, 0)
    assert row.known_at is None


def test_a_mark_that_nobody_knows_parks_the_match() -> None:
    (parked,) = (row for row in read(match(status="delayed")).parked if row.kind is ParkedKind.ROW)
    assert parked.column == "status"


@pytest.mark.parametrize("score", [{}, None, {"ft": None}])
def test_no_score_means_scheduled(score: object) -> None:
    assert only(read(match(score=score))).status is MatchStatus.SCHEDULED


@pytest.mark.parametrize(
    "fields",
    [
        {"score": {"ft": [2, 1], "ht": [1, 0]}},
        {"score": None, "score1": 2, "score2": 1, "score1i": 1, "score2i": 0},
        {
            "score": [2, 1],
            "goals1": [{"name": "A", "minute": "45+2"}, {"name": "B", "minute": 46}],
            "goals2": [{"name": "C", "minute": 90, "offset": 3}],
        },
    ],
)
def test_every_layout_of_a_score_says_the_same(fields: dict[str, object]) -> None:
    counts = only(read(match(**fields))).counts
    assert (counts.home_goals, counts.away_goals) == (2, 1)
    assert (counts.half_time_home_goals, counts.half_time_away_goals) == (1, 0)


def test_half_time_stays_open_where_a_goal_has_no_minute() -> None:
    goals = {"goals1": [{"name": "A", "minute": 3}, {"name": "B"}], "goals2": [{"name": "C", "minute": 90}]}
    parsed = read(match(score={"ft": [2, 1]}, **goals))
    assert only(parsed).counts.half_time_home_goals is None


def test_goals_that_do_not_add_up_are_a_parked_part_and_the_result_goes_on() -> None:
    parsed = read(match(goals1=[{"name": "A", "minute": 3}]))
    assert only(parsed).counts.home_goals == 2
    assert [row.kind for row in parsed.parked] == [ParkedKind.PART]


def test_rounds_and_teams_as_objects_are_read_too() -> None:
    old = {"date": "2019-09-14", "team1": {"name": "Arsenal FC", "code": "ARS"}, "team2": {"name": "Chelsea FC"}}
    content = {"name": "Invented", "rounds": [{"name": "Matchday 5", "matches": [old]}, {"name": "Matchday 6"}]}
    parsed = read_bytes(json.dumps(content).encode())
    assert (only(parsed).round, only(parsed).status) == ("Matchday 5", MatchStatus.SCHEDULED)
    assert (parsed.inputs, parsed.read) == (2, 1)


def test_a_later_round_before_the_first_has_the_wrong_year_and_is_not_believed() -> None:
    first = match(round="Matchday 1", date="2019-08-10", team1="Liverpool FC", team2="Everton FC")
    parsed = read(first, match(round="Matchday 38", date="2019-07-26"))
    assert [row.meeting.home_team for row in parsed.matches] == ["liverpool"]
    assert "the year is wrong" in parsed.parked[0].reason


def test_a_round_that_is_over_and_not_whole_is_noted() -> None:
    others = match(round="Matchday 1", team1="Liverpool FC", team2="Everton FC")
    parsed = read(match(round="Matchday 1"), others, match(round="Matchday 2", team1="Chelsea FC", team2="Arsenal FC"))
    notes = [row.column for row in parsed.parked if row.kind is ParkedKind.INCOMPLETE]
    assert notes == ["Matchday 2"]


def test_a_round_to_come_may_still_grow() -> None:
    others = match(round="Matchday 1", team1="Liverpool FC", team2="Everton FC")
    coming = match(round="Matchday 2", team1="Chelsea FC", team2="Arsenal FC", date="2020-03-07", score={})
    assert not read(match(round="Matchday 1"), others, coming).parked


def test_the_same_match_twice_is_parked_once() -> None:
    parsed = read(match(), match(date="2019-09-15"))
    assert (parsed.read, len(parsed.parked)) == (1, 1)
    assert "line 1 already holds this match" in parsed.parked[0].reason


def test_a_new_field_is_named_and_the_match_goes_on() -> None:
    parsed = read(match(weather="rain"))
    assert only(parsed).status is MatchStatus.PLAYED
    assert [(row.kind, row.column) for row in parsed.parked] == [(ParkedKind.SCHEMA_DRIFT, "weather")]


@pytest.mark.parametrize(
    "element",
    [None, 7, "x", [], {}, {"date": 5}, match(team1=None), match(score=[1]), match(score={"ft": [10**400, 0]})],
)
def test_what_is_no_match_is_one_parked_row(element: object) -> None:
    parsed = read(element)
    assert (parsed.inputs, parsed.read) == (1, 0)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"[]", b"{}", b'{"matches": 3}', b'{"matches": [NaN]}', b"[" * 200_000, b"\xff\xfe", b"1" * 9_000],
)
def test_what_is_no_such_document_is_one_parked_row(content: bytes) -> None:
    parsed = read_bytes(content)
    assert (parsed.inputs, len(parsed.parked)) == (1, 1)


@pytest.mark.parametrize("path", ["2019-20/xx.1.json", "2019/en.1.json", "2019-21/en.1.json", "9999-00/en.1.json"])
def test_a_league_or_season_that_is_none_is_not_read(path: str) -> None:
    assert not read(match(), path=path).matches


def test_half_a_letter_in_a_name_is_parked() -> None:
    parsed = read_bytes(json.dumps({"matches": [match(team1="Arsenal \ud800")]}).encode())
    assert (parsed.read, parsed.parked[0].column) == (0, "team1")
