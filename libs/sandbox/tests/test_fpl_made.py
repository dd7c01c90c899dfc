"""Views of Fantasy Premier League, derived from an archive of two players and two matches that we made."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from touchline.sandbox.providers import fpl, fpl_archive
from touchline.sandbox.providers.provider import DERIVED

COUNTED = (
    "minutes,goals_scored,assists,clean_sheets,goals_conceded,own_goals,penalties_saved,penalties_missed,"
    "yellow_cards,red_cards,saves,bonus,bps,total_points"
)
HEADER = f"element,fixture,was_home,opponent_team,kickoff_time,team_h_score,team_a_score,value,{COUNTED}"
WILD = "1,{fixture},True,2,{kick_off},1,0,{price},90,1,0,1,0,0,0,0,0,0,0,3,40,{points}"
VOSS = "2,{fixture},False,1,{kick_off},1,0,45,90,0,0,0,1,0,0,0,1,0,0,0,9,1"
FIRST = {"fixture": 5, "kick_off": "2019-08-10T14:00:00Z", "price": 55, "points": 11}
SECOND = {"fixture": 6, "kick_off": "2019-08-17T14:00:00Z", "price": 56, "points": 11}
PLAYERS = """id,code,first_name,second_name,web_name,element_type,team,team_code,total_points
1,900,Jan,Wild,Wild,3,1,3,22
2,901,Ivan,Voss,Voss,2,2,7,2
"""
BETWEEN = datetime(2019, 8, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    season = tmp_path / "fpl" / "data" / "2019-20"
    (season / "gws").mkdir(parents=True)
    (tmp_path / "fpl" / "data" / "master_team_list.csv").write_text(
        "season,team,team_name\n2019-20,1,Arsenal\n2019-20,2,Watford\n"
    )
    (season / "players_raw.csv").write_text(PLAYERS)
    for number, match in ((1, FIRST), (2, SECOND)):
        table = "\n".join([HEADER, WILD.format(**match), VOSS.format(**match), ""])
        (season / "gws" / f"gw{number}.csv.gz").write_bytes(gzip.compress(table.encode()))
    return tmp_path


def view(folder: Path, path: str, at: datetime) -> Any:
    provider = fpl.recorded(folder)
    assert provider is not None
    served = provider.answer(path, at, {})
    assert served is None or served.provenance == DERIVED
    return json.loads(served.content) if served else None


def test_a_player_has_the_price_and_the_points_of_what_was_known(folder: Path) -> None:
    def wild(at: datetime) -> tuple[int, int, int]:
        (found, _) = view(folder, "bootstrap-static/", at)["elements"]
        return found["now_cost"], found.get("total_points", 0), found["team"]

    assert wild(datetime(2019, 8, 10, 23, tzinfo=UTC)) == (55, 0, 1)
    assert wild(BETWEEN) == (55, 11, 1)
    assert wild(datetime(2019, 8, 18, tzinfo=UTC)) == (56, 22, 1)


def test_a_match_has_its_result_when_over_and_is_finished_with_its_bonus_points(folder: Path) -> None:
    def first(at: datetime) -> tuple[int | None, bool, bool]:
        match = view(folder, "fixtures/", at)[0]
        return match["team_h_score"], match["finished_provisional"], match["finished"]

    assert first(datetime(2019, 8, 10, 16, 29, tzinfo=UTC)) == (None, False, False)
    assert first(datetime(2019, 8, 10, 16, 30, tzinfo=UTC)) == (1, True, False)
    assert first(datetime(2019, 8, 11, tzinfo=UTC)) == (1, True, True)


def test_only_the_gameweeks_that_have_begun_are_live(folder: Path) -> None:
    assert view(folder, "event/2/live/", BETWEEN) is None
    assert view(folder, "event/7/live/", BETWEEN) is None
    (wild, _) = view(folder, "event/1/live/", BETWEEN)["elements"]
    lines = {line["identifier"]: line["points"] for line in wild["explain"][0]["stats"]}
    assert lines == {"minutes": 2, "goals_scored": 5, "clean_sheets": 1, "bonus": 3}


def test_events_are_told_apart_by_their_deadlines(folder: Path) -> None:
    first, second = view(folder, "bootstrap-static/", BETWEEN)["events"]
    assert (first["deadline_time"], first["is_current"], first["finished"]) == ("2019-08-10T13:00:00Z", True, True)
    assert (second["is_next"], second["finished"]) == (True, False)


def test_the_archive_hides_sums_over_the_season_until_it_is_over(folder: Path) -> None:
    provider = fpl_archive.recorded(folder)
    assert provider is not None
    past = provider.answer("data/2019-20/players_raw.csv", BETWEEN, {})
    whole = provider.answer("data/2019-20/players_raw.csv", datetime(2019, 8, 18, tzinfo=UTC), {})
    assert past is not None
    assert past.content.decode().splitlines()[1] == "1,900,Jan,Wild,Wild,3,1,3,"
    assert whole is not None
    assert whole.content.decode() == PLAYERS
    assert provider.answer("data/2019-20/gws/gw2.csv", BETWEEN, {}) is None
    assert provider.answer("data/2018-19/players_raw.csv", BETWEEN, {}) is None


def test_without_documents_there_is_no_provider(tmp_path: Path) -> None:
    assert fpl.recorded(tmp_path) is None
    assert fpl_archive.recorded(tmp_path) is None
