"""Understat's seasons, made of football-data.co.uk's facts with invented expected goals."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from touchline.sandbox.providers import understat
from touchline.sandbox.providers.football_data import FootballData
from touchline.sandbox.providers.provider import SIMULATED
from touchline.sandbox.providers.season import Season

HEADER = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG\n"
LINES = """\
E0,27/02/2020,20:00,Man United,Wolves,3,1
E0,27/02/2020,23:00,Leeds,Burnley,0,0
E0,29/02/2020,12:30,Brighton,Crystal Palace,0,1
E0,13/03/2020,20:00,Chelsea,Burnley,2,0
E0,14/03/2020,,Arsenal,Burnley,2,0
"""
SUMMER = "E0,09/08/2019,20:00,Liverpool,Norwich,4,1\n"
UNTIMED = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\nE0,10/08/2018,Man United,Leicester,2,1\n"
FACTS = {
    ("E0", "1920"): Season("1920", (HEADER + LINES).encode()),
    ("E0", "1819"): Season("1819", UNTIMED.encode()),
    ("E1", "1920"): Season("1920", (HEADER + LINES).encode()),
}
PROVIDER = understat.made_of(FootballData(FACTS))
PATH = "league/EPL/2019.json"


def shown(moment: datetime) -> dict[str, Any]:
    """Matches by the title of their home club."""
    served = PROVIDER.answer(PATH, moment, {})
    assert served is not None
    assert served.provenance == SIMULATED
    return {match["h"]["title"]: match for match in json.loads(served.content)}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=UTC)


def test_a_match_is_a_result_from_two_and_a_half_hours_after_kick_off_on() -> None:
    before, after = shown(at(27, 22, 29))["Manchester United"], shown(at(27, 22, 30))["Manchester United"]
    assert (before["isResult"], before["goals"]) == (False, {"h": None, "a": None})
    assert (after["isResult"], after["goals"]) == (True, {"h": "3", "a": "1"})


def test_expected_goals_and_the_forecast_come_at_midnight_and_never_before_the_result() -> None:
    before, after = shown(at(27, 23, 59)), shown(at(28, 0))
    assert before["Manchester United"]["xG"] == {"h": None, "a": None}
    assert "forecast" not in before["Manchester United"]
    assert float(after["Manchester United"]["xG"]["h"]) > 0
    assert sum(map(float, after["Manchester United"]["forecast"].values())) == pytest.approx(1)
    assert after["Leeds"]["xG"] == {"h": None, "a": None}
    assert float(shown(at(28, 1, 30))["Leeds"]["xG"]["a"]) > 0


def test_matches_of_the_next_eight_days_are_listed_and_one_in_play_stays() -> None:
    assert list(shown(at(28, 18))) == ["Manchester United", "Leeds", "Brighton"]
    assert "Brighton" in shown(at(29, 13))


def test_a_match_without_a_time_is_left_out() -> None:
    assert "Arsenal" not in shown(at(29, 18) + timedelta(days=60))


def test_the_same_is_said_at_every_asking() -> None:
    again = understat.made_of(FootballData(FACTS)).answer(PATH, at(28, 18), {})
    assert again == PROVIDER.answer(PATH, at(28, 18), {})


def test_times_are_utc() -> None:
    summer = understat.made_of(FootballData({("E0", "1920"): Season("1920", (HEADER + SUMMER).encode())}))
    served = summer.answer(PATH, at(28, 18), {})
    assert served is not None
    assert json.loads(served.content)[0]["datetime"] == "2019-08-09 19:00:00"


@pytest.mark.parametrize("path", ["league/EPL/2018.json", "league/EPL/2020.json", "league/RFPL/2019.json", "x"])
def test_seasons_without_times_and_leagues_that_are_not_followed_are_not_there(path: str) -> None:
    assert PROVIDER.answer(path, at(28, 18), {}) is None


def test_a_season_is_not_there_before_its_first_match_is_near() -> None:
    assert PROVIDER.answer(PATH, at(19, 19), {}) is None
    assert PROVIDER.answer(PATH, at(19, 20), {}) is not None


def test_without_recorded_results_there_is_no_provider(tmp_path: Path) -> None:
    assert understat.recorded(tmp_path) is None


@pytest.mark.recorded
@pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set")
def test_a_recorded_season_never_loses_a_match_that_it_held() -> None:
    provider = understat.recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    assert provider is not None
    moment, held = datetime(2019, 8, 5, tzinfo=UTC), set[str]()
    while moment < datetime(2020, 8, 1, tzinfo=UTC):
        served = provider.answer(PATH, moment, {})
        assert served is not None
        ids = {match["id"] for match in json.loads(served.content)}
        assert held <= ids
        moment, held = moment + timedelta(hours=7), ids
    assert len(held) == 380
