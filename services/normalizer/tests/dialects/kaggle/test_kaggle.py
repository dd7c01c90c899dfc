"""Quirks of Kaggle's English Premier League: two layouts, and features that are no facts."""

from datetime import UTC, datetime

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.kaggle.parser import DIALECT
from touchline.normalizer.dialects.rows import Counts, Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import ParkedKind

SEASON_HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,Attendance,HHW,B365H,B365D,B365A"
SEASON_ROW = "E0,26/08/00,Arsenal,Leeds,2,1,H,31250,1,1.8,3.4,4.2"
ALL_HEADER = ",Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HTGS,ATP,HM1,HomeTeamLP,MW,HTFormPtsStr,ATLossStreak5,DiffLP"
ALL_ROW = "0,2000-08-26,Arsenal,Middlesboro,2,1,H,0,0.0,M,2.0,1.0,MMMMM,0,-1.0"


def read(path: str, *lines: str) -> Parsed:
    document = Document(f"kaggle/{path}", True, datetime(2001, 2, 28, tzinfo=UTC))
    parsed = DIALECT.read("\n".join(lines).encode(), document, reviewed())
    assert parsed.unaccounted == 0
    return parsed


def test_a_season_file_is_read_with_its_attendance_and_odds() -> None:
    parsed = read("Datasets/2000-01.csv", SEASON_HEADER, SEASON_ROW)
    assert parsed.matches[0].meeting.match_id == "E0:2000-01:arsenal:leeds"
    assert parsed.matches[0].counts.attendance == 31250
    assert [odds.bookmaker for odds in parsed.odds] == ["b365"]
    assert not parsed.parked


def test_a_row_of_another_division_or_season_is_parked() -> None:
    other = [SEASON_ROW.replace("E0,", "E1,"), SEASON_ROW.replace("/00", "/01")]
    parsed = read("Datasets/2000-01.csv", SEASON_HEADER, *other)
    assert [row.column for row in parsed.parked] == ["Div", "Date"]


def test_of_the_table_of_all_seasons_only_the_result_is_a_fact() -> None:
    parsed = read("Datasets/final_dataset.csv", ALL_HEADER, ALL_ROW)
    (match,) = parsed.matches
    assert match.meeting.match_id == "E0:2000-01:arsenal:middlesbrough"
    assert match.counts == Counts(home_goals=2, away_goals=1)
    assert not parsed.parked


def test_not_home_in_the_place_of_draw_or_away_changes_nothing() -> None:
    drawn = read("Datasets/final_dataset.csv", ALL_HEADER, ALL_ROW.replace("2,1,H", "1,1,NH"))
    assert (drawn.matches[0].counts.home_goals, drawn.matches[0].counts.away_goals) == (1, 1)


def test_the_seasons_of_the_table_are_told_by_their_days() -> None:
    later = ALL_ROW.replace("2000-08-26", "2015-08-08")
    parsed = read("Datasets/final_dataset.csv", ALL_HEADER, ALL_ROW, later)
    assert [match.meeting.season for match in parsed.matches] == ["2000/01", "2015/16"]


def test_a_new_feature_is_named_as_drift() -> None:
    parsed = read("Datasets/final_dataset.csv", ALL_HEADER + ",HTxG", ALL_ROW + ",1.4")
    assert [(row.kind, row.column) for row in parsed.parked] == [(ParkedKind.SCHEMA_DRIFT, "HTxG")]


@pytest.mark.parametrize("path", ["Datasets/EPLStandings.csv", "Datasets/test.csv", "Datasets/2000-02.csv"])
def test_what_is_not_read_is_parked_as_one_row(path: str) -> None:
    assert [row.line for row in read(path, SEASON_HEADER, SEASON_ROW).parked] == [1]
