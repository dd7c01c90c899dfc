"""Quirks of football-datasets: days as ISO 8601, no times, cells that the provider never had."""

from datetime import UTC, datetime

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.football_datasets.parser import DIALECT
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.identities.reviewed import reviewed

HEADER = "Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HTHG,HTAG,HTR,Referee,HS,AS"
ROW = "2019-08-31,Arsenal,Chelsea,2,2,D,1,0,H,A Marsh,11,9"


def read(*lines: str, path: str = "premier-league/season-1920.csv") -> Parsed:
    document = Document(f"football-datasets/{path}", True, datetime(2020, 2, 28, tzinfo=UTC))
    parsed = DIALECT.read("\n".join(lines).encode(), document, reviewed())
    assert parsed.unaccounted == 0
    return parsed


def test_a_row_is_a_match_of_the_league_and_season_in_the_path() -> None:
    (match,) = read(HEADER, ROW).matches
    assert match.meeting.match_id == "E0:2019-20:arsenal:chelsea"
    assert (match.counts.home_goals, match.counts.home_shots, match.referee) == (2, 11, "A Marsh")


def test_a_day_without_a_time_is_known_the_next_day() -> None:
    (match,) = read(HEADER, ROW).matches
    assert (match.kick_off, match.kick_off_known) == (datetime(2019, 8, 31, 15, tzinfo=UTC), False)
    assert match.known_at == datetime(2019, 9, 1, tzinfo=UTC)


def test_a_season_before_statistics_has_goals_only() -> None:
    (match,) = read(HEADER, "1993-08-21,Arsenal,Chelsea,1,2,A,,,,,,", path="premier-league/season-9394.csv").matches
    assert match.meeting.season == "1993/94"
    assert (match.counts.away_goals, match.counts.half_time_home_goals, match.counts.home_shots) == (2, None, None)


@pytest.mark.parametrize("day", ["31/08/2019", "2019-02-30", "20190831", "2019-W35-6", "", "٢٠١٩-٠٨-٣١"])
def test_a_day_in_another_form_is_parked(day: str) -> None:
    parsed = read(HEADER, ROW.replace("2019-08-31", day))
    assert [row.column for row in parsed.parked] == ["Date"]


@pytest.mark.parametrize(
    "path", ["eredivisie/season-1920.csv", "premier-league/season-1921.csv", "premier-league/schema.json"]
)
def test_what_is_no_season_of_a_league_that_we_follow_is_parked_as_one_row(path: str) -> None:
    parsed = read(HEADER, ROW, path=path)
    assert (parsed.inputs, len(parsed.parked), parsed.matches) == (1, 1, ())
