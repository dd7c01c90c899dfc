"""What FiveThirtyEight's lines mean."""

from datetime import UTC, datetime

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.rows import Parsed, RatingRow
from touchline.normalizer.dialects.spi538.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus, ParkedKind

AT = datetime(2020, 2, 28, 18, tzinfo=UTC)
HEADER = (
    "date,league_id,league,team1,team2,spi1,spi2,prob1,prob2,probtie,proj_score1,proj_score2,"
    "importance1,importance2,score1,score2,xg1,xg2,nsxg1,nsxg2,adj_score1,adj_score2"
)
FORECAST = "80.1,79.9,0.45,0.29,0.26,1.61,1.22,,"
PLAYED = f"2019-08-10,1,Barclays Premier League,Arsenal,Chelsea,{FORECAST},3,1,2.14,0.77,1,1,3,1"


def read(*lines: str, header: str = HEADER, path: str = "spi_matches.csv") -> Parsed:
    parsed = DIALECT.read("\n".join((header, *lines)).encode(), Document(f"spi538/{path}", True, AT), reviewed())
    assert parsed.unaccounted == 0
    return parsed


def test_a_line_is_a_match_and_what_the_system_said_of_both_teams() -> None:
    parsed = read(PLAYED)
    (match,) = parsed.matches
    assert (match.counts.home_goals, match.counts.home_expected_goals, match.kick_off_known) == (3, 2.14, False)
    home, away = parsed.of(RatingRow)
    assert (home.team_id, home.rating, home.win_probability, home.projected_goals) == ("arsenal", 80.1, 0.45, 1.61)
    assert (away.team_id, away.rating, away.win_probability, away.draw_probability) == ("chelsea", 79.9, 0.29, 0.26)


def test_the_forecast_stood_when_the_day_began_and_the_result_when_it_was_over() -> None:
    parsed = read(PLAYED)
    assert parsed.matches[0].known_at == datetime(2019, 8, 11, tzinfo=UTC)
    assert {row.known_at for row in parsed.of(RatingRow)} == {datetime(2019, 8, 10, tzinfo=UTC)}


def test_a_forecast_of_a_day_to_come_is_known_since_it_was_fetched() -> None:
    parsed = read(f"2020-03-01,1,Barclays Premier League,Chelsea,Liverpool,{FORECAST},,,,,,,,")
    assert parsed.matches[0].status is MatchStatus.SCHEDULED
    assert {row.known_at for row in parsed.of(RatingRow)} == {None}


def test_an_american_evening_ends_in_the_morning_of_the_next_day() -> None:
    line = PLAYED.replace(
        "Barclays Premier League,Arsenal,Chelsea", "Major League Soccer,Seattle Sounders FC,FC Dallas"
    )
    assert read(line).matches[0].known_at == datetime(2019, 8, 11, 8, tzinfo=UTC)


def test_a_final_between_clubs_that_met_in_the_league_is_another_match() -> None:
    play_off = PLAYED.replace("Barclays Premier League,Arsenal,Chelsea", "English League Championship,Fulham,Brentford")
    parsed = read(play_off.replace("2019-08-10", "2019-12-14"), play_off.replace("2019-08-10", "2020-08-04"))
    assert [row.meeting.phase for row in parsed.matches] == [1, 2]


def test_a_competition_that_nobody_follows_is_one_note() -> None:
    parsed = read(PLAYED, *(f"2020-03-01,1,Indoor,A,B,{FORECAST},,,,,,,," for _ in range(3)))
    (note,) = parsed.parked
    assert (note.kind, note.rows, parsed.read) == (ParkedKind.NOT_FOLLOWED, 3, 1)


def test_probabilities_that_do_not_sum_to_one_are_parked_and_the_match_goes_on() -> None:
    parsed = read(PLAYED.replace("0.45,0.29", "0.75,0.29"))
    assert (len(parsed.matches), len(parsed.of(RatingRow)), parsed.parked[0].kind) == (1, 0, ParkedKind.PART)


def test_columns_that_came_and_went_are_named() -> None:
    header = HEADER.replace("nsxg1", "confidence").replace("xg1,xg2,", "").replace("score1,score2", "score1,score2", 1)
    parsed = read(PLAYED.replace("2.14,0.77,", ""), header=header)
    notes = {row.column for row in parsed.parked if row.kind is ParkedKind.SCHEMA_DRIFT}
    assert notes == {"confidence", "xg1", "xg2"}
    assert parsed.matches[0].counts.home_expected_goals is None


@pytest.mark.parametrize("day", ["2020-02-30", "0000-00-00", "9999-12-31", "28/02/2020", "", "٢٠٢٠-٠١-٠١"])
def test_what_is_no_day_is_parked(day: str) -> None:
    parsed = read(PLAYED.replace("2019-08-10", day))
    assert (parsed.read, parsed.parked[0].column) == (0, "date")


def test_another_table_of_the_provider_is_not_read() -> None:
    assert not read(PLAYED, path="spi_global_rankings.csv").matches
