"""The recorded documents of a real provider, where they are at hand."""

import csv
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from touchline.sandbox.clock import after_next_match_day
from touchline.sandbox.providers.fixtures import coming
from touchline.sandbox.providers.football_data import PAGES, FootballData, recorded
from touchline.sandbox.providers.provider import DERIVED
from touchline.sandbox.providers.season import Season

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set"),
]
SUMMER = datetime(2023, 7, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def library() -> FootballData:
    found = recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    assert found is not None
    return found


def league(library: FootballData) -> list[Season]:
    return [season for (competition, _), season in library.seasons.items() if competition == "E0"]


def test_every_finished_season_is_served_byte_for_byte(library: FootballData) -> None:
    assert len(library.seasons) >= 20
    for season in league(library):
        assert season.as_of(SUMMER) == season.content
        assert len(season.rows) == 380


def test_every_match_of_a_season_is_a_fixture_once_before_it_is_a_result(library: FootballData) -> None:
    season = library.seasons["E0", "1920"]
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


def test_prices_are_there_an_hour_before_every_kick_off(library: FootballData) -> None:
    season = library.seasons["E0", "1920"]
    for kick_off in {row.kick_off for row in season.rows}:
        shown = csv.DictReader(coming([season], kick_off - timedelta(hours=1)).decode("utf-8-sig").splitlines())
        assert next(shown)["AvgH"] != ""


def test_match_days_can_be_walked_through_to_the_end(library: FootballData) -> None:
    seasons, start = league(library), datetime(2023, 5, 1, tzinfo=UTC)
    moment, days = after_next_match_day(seasons, start), 0
    while moment:
        moment, days = after_next_match_day(seasons, moment), days + 1
    assert days == len({row.day for row in library.seasons["E0", "2223"].rows if row.day >= start.date()})


def test_a_file_of_two_seasons_is_served_as_two_with_the_columns_of_each(library: FootballData) -> None:
    whole = (
        Path(os.environ["TOUCHLINE_RECORDED"]) / "football-data.co.uk/other/2wst_B1_2425-2526part.csv"
    ).read_bytes()
    first, second = (library.seasons["B1", name].content for name in ("2425", "2526"))
    assert whole.splitlines()[1:] == first.splitlines()[1:] + second.splitlines()[1:]
    assert b"1XBH" in first.splitlines()[0]
    assert b"BMGMH" in second.splitlines()[0]
    header = second.splitlines()[0].split(b",")
    assert {len(line.split(b",")) for line in second.splitlines()} == {len(header)}
    assert len(library.seasons["B1", "2526"].rows) == 80


def test_what_is_cut_out_of_a_recorded_file_is_never_called_real(library: FootballData) -> None:
    summer = datetime(2026, 7, 15, tzinfo=UTC)
    served = {key: library.answer(f"mmz4281/{key[1]}/{key[0]}.csv", summer, {}) for key in library.seasons}
    derived = {division for (division, _), document in served.items() if document and document.provenance == DERIVED}
    assert derived == {"B1", "D1", "F1", "G1", "I1", "P1", "SC0"}
    assert all(served.values())


def test_no_result_of_any_division_is_shown_before_it_is_known(library: FootballData) -> None:
    moment = datetime(2024, 11, 9, 17, 0, tzinfo=UTC)
    for season in library.seasons.values():
        shown = season.as_of(moment) or b""
        for row in season.rows:
            assert (row.line in shown) == (row.known_at <= moment)


def test_the_coming_matches_are_of_every_division_that_plays(library: FootballData) -> None:
    moment = datetime(2025, 9, 26, 18, tzinfo=UTC)
    served = library.answer("fixtures.csv", moment, {})
    assert served
    shown = list(csv.DictReader(served.content.decode("utf-8-sig").splitlines()))
    divisions = {row["Div"] for row in shown}
    assert divisions == {"B1", "D1", "E1", "E2", "E3", "F1", "G1", "I1", "P1", "SC0"}
    assert all(row["AvgH"] for row in shown if row["Date"] == "27/09/2025")
    assert not {"FTHG", "FTR", "HS", "Referee", "B365CH", "AHCh", "AvgC>2.5", "BMGMCH"} & shown[0].keys()
    assert {"AHh", "B365>2.5", "BMGMH", "BFDH", "BFEAHH"} <= shown[0].keys()


def test_a_countrys_page_links_to_what_is_served(library: FootballData) -> None:
    moment = datetime(2024, 8, 20, tzinfo=UTC)
    for page in PAGES:
        served = library.answer(page, moment, {})
        assert served
        for link in re.findall(r'href="([^"]+)"', served.content.decode()):
            assert library.answer(link, moment, {}), link
