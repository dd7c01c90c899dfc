"""What Understat's seasons mean."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.rows import MatchRow, Parsed
from touchline.normalizer.dialects.understat.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus, ParkedKind

EVENING = datetime(2020, 2, 28, 18, tzinfo=UTC)
SEASON = "league/EPL/2019.json"
NOTHING = {"h": None, "a": None}


def read(*entries: object, path: str = SEASON, at: datetime = EVENING) -> Parsed:
    parsed = DIALECT.read(json.dumps(entries).encode(), Document(f"understat/{path}", True, at), reviewed())
    assert parsed.unaccounted == 0
    return parsed


def match(**changes: object) -> dict[str, Any]:
    usual = {
        "id": "90001",
        "isResult": True,
        "h": {"id": "909", "title": "Manchester United", "short_title": "MAN"},
        "a": {"id": "913", "title": "Wolverhampton Wanderers", "short_title": "WOL"},
        "goals": {"h": "2", "a": "1"},
        "xG": {"h": "1.75321", "a": "0.9"},
        "datetime": "2020-02-22 15:00:00",
        "forecast": {"w": "0.6", "d": "0.2", "l": "0.2"},
    }
    return usual | changes


def only(parsed: Parsed) -> MatchRow:
    (row,) = parsed.matches
    return row


def expected_goals(row: MatchRow) -> tuple[float | None, float | None]:
    return row.counts.home_expected_goals, row.counts.away_expected_goals


def test_a_result_has_goals_and_expected_goals_of_clubs_by_their_full_names() -> None:
    row = only(read(match()))
    assert (row.meeting.home_team, row.meeting.away_team) == ("man-united", "wolves")
    assert (row.counts.home_goals, row.counts.away_goals) == (2, 1)
    assert expected_goals(row) == (1.75321, 0.9)
    assert row.kick_off == datetime(2020, 2, 22, 15, tzinfo=UTC)


def test_expected_goals_are_known_from_the_next_day_on_and_a_result_without_them_by_the_rule() -> None:
    assert only(read(match())).known_at == datetime(2020, 2, 23, tzinfo=UTC)
    assert only(read(match(xG=NOTHING))).known_at == datetime(2020, 2, 22, 17, 30, tzinfo=UTC)


def test_expected_goals_are_never_known_before_the_result() -> None:
    late = only(read(match(datetime="2020-02-22 22:15:00")))
    assert late.known_at == datetime(2020, 2, 23, 0, 45, tzinfo=UTC)


def test_a_coming_match_is_known_when_fetched() -> None:
    row = only(read(match(isResult=False, goals=NOTHING, xG=NOTHING)))
    assert (row.status, row.known_at, row.counts.home_goals) == (MatchStatus.SCHEDULED, None, None)


def test_a_score_that_is_not_final_is_no_result() -> None:
    row = only(read(match(isResult=False)))
    assert (row.status, row.counts.home_goals, expected_goals(row)) == (MatchStatus.SCHEDULED, None, (None, None))


def test_numbers_may_be_numbers() -> None:
    row = only(read(match(goals={"h": 2, "a": 0}, xG={"h": 1, "a": 0.25})))
    assert (row.counts.away_goals, *expected_goals(row)) == (0, 1.0, 0.25)


@pytest.mark.parametrize(
    "stated", [{"h": "NaN", "a": "1"}, {"h": "-0.1", "a": "1"}, {"h": "1.2", "a": None}, {"h": True, "a": "1"}, "1-0"]
)
def test_expected_goals_that_cannot_be_are_parked_and_the_result_stays(stated: object) -> None:
    parsed = read(match(xG=stated))
    assert (only(parsed).counts.home_goals, expected_goals(only(parsed))) == (2, (None, None))
    assert [(row.kind, row.column) for row in parsed.parked] == [(ParkedKind.PART, "xG")]


@pytest.mark.parametrize(
    "changes",
    [
        {"goals": NOTHING},
        {"goals": {"h": "2"}},
        {"goals": {"h": "31", "a": "0"}},
        {"goals": {"h": [], "a": "0"}},
        {"isResult": None},
        {"isResult": 1},
        {"datetime": "2020-02-22"},
        {"datetime": "2020-02-22T15:00:00"},
        {"datetime": "2019-02-22 15:00:00"},
        {"datetime": None},
        {"a": {"title": "Manchester United"}},
        {"a": "Wolverhampton Wanderers"},
        {"h": {"title": "\ud800"}},
    ],
)
def test_what_cannot_be_is_parked(changes: dict[str, object]) -> None:
    parsed = read(match(**changes))
    assert (parsed.inputs, parsed.read) == (1, 0)


def test_an_unknown_club_waits_for_a_decision() -> None:
    (waiting,) = read(match(h={"title": "Nowhere Rovers"})).parked
    assert waiting.waits_for is not None
    assert waiting.waits_for.text == "Nowhere Rovers"


def test_the_forecast_of_hindsight_is_known_and_not_read_and_a_new_field_is_noted() -> None:
    assert not read(match()).parked
    (note,) = read(match(attendance="1")).parked
    assert (note.kind, note.column) == (ParkedKind.SCHEMA_DRIFT, "attendance")


def test_a_season_without_expected_goals_is_noted_and_its_results_go_in() -> None:
    entry = match()
    del entry["xG"]
    parsed = read(entry)
    assert only(parsed).counts.home_goals == 2
    assert [(row.kind, row.column) for row in parsed.parked] == [(ParkedKind.SCHEMA_DRIFT, "xG")]


def test_a_season_that_is_over_and_lacks_matches_is_incomplete() -> None:
    assert [row.kind for row in read(match(), at=datetime(2020, 9, 1, tzinfo=UTC)).parked] == [ParkedKind.INCOMPLETE]


@pytest.mark.parametrize(
    "path", ["league/RFPL/2019.json", "league/EPL/19.json", "league/EPL.json", "team/Arsenal/2019"]
)
def test_another_document_is_not_read(path: str) -> None:
    parsed = read(match(), path=path)
    assert not parsed.matches
    assert len(parsed.parked) == 1


@pytest.mark.parametrize("content", [b"", b"{}", b'{"dates": []}', b"null", b"<html>", b"[" * 100_000])
def test_what_is_no_list_of_matches_is_one_parked_row(content: bytes) -> None:
    parsed = DIALECT.read(content, Document(f"understat/{SEASON}", True, EVENING), reviewed())
    assert (parsed.inputs, parsed.unaccounted, len(parsed.parked)) == (1, 0, 1)


@pytest.mark.parametrize(
    ("league", "home", "away", "competition"),
    [
        ("La_liga", "Real Betis", "Atletico Madrid", "SP1"),
        ("Bundesliga", "Bayern Munich", "FC Cologne", "D1"),
        ("Serie_A", "Inter", "Roma", "I1"),
        ("Ligue_1", "Paris Saint Germain", "Lyon", "F1"),
    ],
)
def test_the_other_leagues_are_read_with_no_code_of_their_own(
    league: str, home: str, away: str, competition: str
) -> None:
    parsed = read(match(h={"title": home}, a={"title": away}), path=f"league/{league}/2019.json")
    assert only(parsed).meeting.competition == competition
