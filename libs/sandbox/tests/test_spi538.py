"""FiveThirtyEight's tables and the archive of expected goals, as they would have stood."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from touchline.sandbox.providers import spi538, xg_and_markets
from touchline.sandbox.providers.spi538 import Spi538, Table
from touchline.sandbox.providers.xg_and_markets import Archive, XgAndMarkets

HEADER = "date,league_id,league,team1,team2,spi1,prob1,score1,score2,xg1,xg2,nsxg1,nsxg2,adj_score1,adj_score2\n"
PLAYED = "2019-05-11,1,League,A,B,80.1,0.5,3,1,2.1,0.7,1.9,1.0,3.1,1.0\n"
LATER = '2019-05-18,1,League,"C, of D",A,70.1,0.4,0,2,0.5,1.7,0.6,1.2,0.0,2.1\n'
COMING = "2019-08-10,1,League,A,C,80.0,0.6,,,,,,,,\n"
TABLE = Table((HEADER + PLAYED + LATER + COMING).encode())


def as_of(moment: datetime) -> list[str]:
    return (TABLE.as_of(moment) or b"").decode().splitlines(keepends=True)[1:]


def test_a_result_shows_at_eight_on_the_next_day_and_the_forecast_before_it() -> None:
    known_at = datetime(2019, 5, 12, 8, tzinfo=UTC)
    assert as_of(known_at - timedelta(seconds=1))[0] == "2019-05-11,1,League,A,B,80.1,0.5,,,,,,,,\n"
    assert as_of(known_at)[0] == PLAYED


def test_forecasts_reach_a_week_ahead() -> None:
    assert TABLE.as_of(datetime(2019, 5, 3, 23, tzinfo=UTC)) is None
    assert len(as_of(datetime(2019, 5, 10, tzinfo=UTC))) == 1
    assert len(as_of(datetime(2019, 5, 11, tzinfo=UTC))) == 2


def test_from_its_last_result_on_the_table_is_real_with_all_its_forecasts() -> None:
    provider = Spi538({"spi_matches.csv": TABLE})
    before, after = (provider.answer("spi_matches.csv", datetime(2019, 5, 19, hour, tzinfo=UTC), {}) for hour in (7, 8))
    assert before is not None
    assert after is not None
    assert (before.provenance, after.provenance, after.content) == ("derived", "real", TABLE.content)
    assert provider.answer("spi_matches_intl.csv", datetime(2020, 1, 1, tzinfo=UTC), {}) is None


def test_the_archive_shows_a_match_when_it_is_over_by_its_own_clock() -> None:
    header, first, second = "Date,Time,HomeTeam\n", "2020-09-12,08:30:00,A\n", "2020-12-05,12:00:00,B\n"
    archive = Archive((header + first + second).encode())
    known_at = datetime(2020, 9, 12, 14, tzinfo=UTC)  # 08:30 at UTC-3, and 2 h 30
    assert archive.as_of(known_at - timedelta(seconds=1)) is None
    assert archive.as_of(known_at) == (header + first).encode()
    served = XgAndMarkets({"E0_2021.csv": archive}).answer("E0_2021.csv", datetime(2021, 7, 1, tzinfo=UTC), {})
    assert served is not None
    assert served.provenance == "real"


@pytest.mark.recorded
@pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set")
def test_the_recorded_tables_are_served_byte_for_byte_in_the_end() -> None:
    folder, moment = Path(os.environ["TOUCHLINE_RECORDED"]), datetime(2023, 7, 1, tzinfo=UTC)
    ratings, archive = spi538.recorded(folder), xg_and_markets.recorded(folder)
    assert ratings is not None
    assert archive is not None
    assert {path: table.as_of(moment) == table.content for path, table in ratings.tables.items()} == {
        "spi_matches.csv": True,
        "spi_matches_latest.csv": True,
    }
    assert [one.as_of(moment) == one.content for one in archive.archives.values()] == [True] * 3


@pytest.mark.recorded
@pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set")
def test_a_past_view_of_the_recorded_table_holds_no_result_of_its_own_day() -> None:
    ratings = spi538.recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    assert ratings is not None
    past = ratings.tables["spi_matches.csv"].as_of(datetime(2018, 2, 28, 18, tzinfo=UTC))
    assert past is not None
    names, *lines = (line.split(",") for line in past.decode().splitlines())
    day, score = names.index("date"), names.index("score1")
    assert max(line[day] for line in lines if line[score]) == "2018-02-27"
    assert max(line[day] for line in lines) == "2018-03-07"
