"""The recorded documents of a real provider, where they are at hand."""

import csv
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from touchline.sandbox.clock import after_next_match_day
from touchline.sandbox.fixtures import coming
from touchline.sandbox.library import Library, recorded

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set"),
]
SUMMER = datetime(2023, 7, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def library() -> Library:
    return recorded(Path(os.environ["TOUCHLINE_RECORDED"]))


def test_every_finished_season_is_served_byte_for_byte(library: Library) -> None:
    assert len(library.seasons) >= 20
    for season in library.seasons.values():
        assert season.as_of(SUMMER) == season.content
        assert len(season.rows) == 380


def test_every_match_of_a_season_is_a_fixture_once_before_it_is_a_result(library: Library) -> None:
    season = library.seasons["1920"]
    moment, met = datetime(2019, 8, 5, tzinfo=UTC), set()
    while moment < datetime(2020, 8, 1, tzinfo=UTC):
        shown = list(csv.DictReader(coming([season], moment).decode("utf-8-sig").splitlines()))
        known = (season.as_of(moment) or b"").decode()
        for row in shown:
            assert f"{row['HomeTeam']},{row['AwayTeam']}," not in known
            assert "FTHG" not in row
        met |= {(row["HomeTeam"], row["AwayTeam"]) for row in shown}
        moment += timedelta(days=4)
    assert len(met) == 380


def test_prices_are_there_an_hour_before_every_kick_off(library: Library) -> None:
    season = library.seasons["1920"]
    for kick_off in {row.kick_off for row in season.rows}:
        shown = csv.DictReader(coming([season], kick_off - timedelta(hours=1)).decode("utf-8-sig").splitlines())
        assert next(shown)["AvgH"] != ""


def test_match_days_can_be_walked_through_to_the_end(library: Library) -> None:
    seasons, start = library.seasons.values(), datetime(2023, 5, 1, tzinfo=UTC)
    moment, days = after_next_match_day(seasons, start), 0
    while moment:
        moment, days = after_next_match_day(seasons, moment), days + 1
    assert days == len({row.day for row in library.seasons["2223"].rows if row.day >= start.date()})
