"""Fantasy Premier League and its archive on recorded documents: nothing shows that was not known."""

import csv
import json
import os
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from touchline.sandbox.providers import fpl, fpl_archive
from touchline.sandbox.providers.fpl_season import COUNTED
from touchline.sandbox.providers.provider import DERIVED, REAL, Served

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
FRIDAY = datetime(2020, 2, 28, 18, tzinfo=UTC)
AUGUST = datetime(2019, 8, 2, tzinfo=UTC)
AFTER_THE_BREAK = datetime(2020, 6, 18, tzinfo=UTC)
ENDED = datetime(2020, 7, 27, tzinfo=UTC)


@cache
def archive() -> fpl_archive.FplArchive:
    provider = fpl_archive.recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    assert provider is not None
    return provider


@cache
def api() -> fpl.Fpl:
    provider = fpl.recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    assert provider is not None
    return provider


def rows(served: Served | None) -> list[dict[str, str]]:
    assert served is not None
    return list(csv.DictReader(served.content.decode().splitlines()))


def value(path: str, at: datetime) -> Any:
    served = api().answer(path, at, {})
    assert served is not None
    assert served.provenance == DERIVED
    return json.loads(served.content)


def of_season(file: str, at: datetime) -> Served | None:
    return archive().answer(f"data/2019-20/{file}", at, {})


def test_a_gameweek_shows_the_matches_whose_points_were_known() -> None:
    saturday_noon = datetime(2020, 2, 29, 12, tzinfo=UTC)  # Norwich v Leicester was on Friday evening
    assert of_season("gws/gw28.csv", FRIDAY) is None
    served = of_season("gws/gw28.csv", saturday_noon)
    assert served is not None
    assert served.provenance == DERIVED
    assert {row["kickoff_time"] for row in rows(served)} == {"2020-02-28T20:00:00Z"}
    whole = of_season("gws/gw28.csv", datetime(2020, 3, 2, tzinfo=UTC))
    assert whole is not None
    assert whole.provenance == REAL


def test_gameweeks_without_a_match_have_a_file_once_play_goes_on() -> None:
    assert of_season("gws/gw30.csv", datetime(2020, 6, 17, tzinfo=UTC)) is None
    assert rows(of_season("gws/gw30.csv", AFTER_THE_BREAK)) == []


def test_players_show_what_lasts_and_who_came_later_does_not() -> None:
    assert of_season("players_raw.csv", datetime(2019, 7, 31, tzinfo=UTC)) is None
    august, winter, summer = (rows(of_season("players_raw.csv", at)) for at in (AUGUST, FRIDAY, ENDED))
    assert "Bruno Miguel" not in {row["first_name"] for row in august}  # Fernandes came in January
    assert "Bruno Miguel" in {row["first_name"] for row in winter}
    assert (len(august), len(winter), len(summer)) == (526, 624, 666)
    assert all(not row["total_points"] and not row["now_cost"] and not row["news"] for row in winter)


def test_a_player_who_moved_in_january_was_at_his_former_club_before() -> None:
    clubs = [{row["web_name"]: row["team"] for row in rows(of_season("players_raw.csv", at))} for at in (AUGUST, ENDED)]
    assert [of["Walker-Peters"] for of in clubs] == ["17", "16"]  # from Tottenham to Southampton


def test_fixtures_show_results_once_over_and_kick_offs_of_the_coming_days_only() -> None:
    shown = rows(of_season("fixtures.csv", FRIDAY))
    assert max(row["kickoff_time"] for row in shown) <= (FRIDAY + timedelta(days=8)).isoformat()
    for row in shown:
        over = datetime.fromisoformat(row["kickoff_time"]) + timedelta(hours=2, minutes=30) <= FRIDAY
        assert (row["team_h_score"] != "", row["finished"]) == (over, str(over))
        assert over or (row["stats"], row["minutes"]) == ("[]", "0")


def test_the_list_of_clubs_grows_with_the_seasons() -> None:
    served = archive().answer("data/master_team_list.csv", FRIDAY, {})
    assert {row["season"] for row in rows(served)} == {"2016-17", "2017-18", "2018-19", "2019-20"}


@pytest.mark.parametrize("at", [AUGUST, FRIDAY, AFTER_THE_BREAK])
def test_the_snapshot_counts_what_was_known_and_nothing_more(at: datetime) -> None:
    season = archive().seasons["2019-20"]
    snapshot = value("bootstrap-static/", at)
    for element in snapshot["elements"]:
        known = [row for row in season.of_player[element["id"]] if row.known_at <= at]
        points = sum(row.counts[COUNTED.index("total_points")] for row in known)
        assert element.get("total_points", 0) == points
        assert element["status"] in "ais"
        assert "xpected" not in element["news"]
        assert not element["news_added"] or datetime.fromisoformat(element["news_added"]) <= at
    assert sum(event["is_next"] for event in snapshot["events"]) <= 1


def test_a_player_is_out_from_the_day_after_his_injury_until_he_is_back() -> None:
    # Alisson, calf injury from 10 August to 16 October 2019
    def status(at: datetime) -> tuple[str, str]:
        (element,) = [one for one in value("bootstrap-static/", at)["elements"] if one["code"] == 116535]
        return element["status"], element["news"]

    assert status(datetime(2019, 8, 10, 23, tzinfo=UTC)) == ("a", "")
    assert status(datetime(2019, 8, 11, tzinfo=UTC)) == ("i", "Calf Injury - Unknown return date")
    assert status(datetime(2019, 10, 17, tzinfo=UTC)) == ("a", "")


def test_live_explains_every_point_of_the_gameweek_and_waits_for_the_match() -> None:
    assert api().answer("event/28/live/", FRIDAY, {}) is None
    elements = value("event/24/live/", FRIDAY)["elements"]
    for element in elements:
        explained = [line["points"] for match in element["explain"] for line in match["stats"]]
        assert sum(explained) == element["stats"]["total_points"]
    assert max(len(element["explain"]) for element in elements) == 2  # a double gameweek


def test_a_players_history_ends_at_the_date() -> None:
    history = value("element-summary/4/", FRIDAY)["history"]
    assert len(history) == 27
    assert max(row["kickoff_time"] for row in history) < FRIDAY.isoformat()


def test_the_recorded_documents_of_2026_are_served_as_they_are_and_a_season_without_a_record_not_at_all() -> None:
    served = api().answer("bootstrap-static/", datetime(2026, 8, 23, tzinfo=UTC), {})
    assert served is not None
    assert served.provenance == REAL
    assert api().answer("bootstrap-static/", datetime(2025, 8, 23, tzinfo=UTC), {}) is None
