"""What is asked of Fantasy Premier League, its archive and the archive of absences, and when."""

import json
from datetime import UTC, datetime

import pytest

from touchline.ingestor.sources import absences, fpl, fpl_archive
from touchline.ingestor.sources.card import PlannedDocument, SourceCard

FRIDAY = datetime(2020, 2, 28, 18, tzinfo=UTC)
FIXTURES = b"id,event,kickoff_time\n1,27,2020-02-22T12:30:00Z\n2,28.0,2020-02-28T20:00:00Z\n3,,\n4,x,2020-01-01\n"
SNAPSHOT = {
    "events": [
        {"id": 26, "is_previous": False, "is_current": False},
        {"id": 27, "is_previous": True, "is_current": False},
        {"id": 28, "is_previous": False, "is_current": True},
    ],
    "elements": [{"id": number} for number in range(1, 601)],
}


def planned(card: SourceCard, pages: dict[str, bytes], moment: datetime = FRIDAY) -> list[PlannedDocument]:
    return card.plan(moment, pages)


def test_a_run_of_the_api_makes_at_most_ten_requests_and_names_the_season_of_what_is_numbered_anew() -> None:
    documents = planned(fpl.CARD, {fpl.BOOTSTRAP.key: json.dumps(SNAPSHOT).encode()})
    keys = [document.key for document in documents]
    assert keys[:3] == ["fpl/fixtures.json", "fpl/2019-20/event/27/live.json", "fpl/2019-20/event/28/live.json"]
    assert sum(key.startswith("fpl/2019-20/element-summary/") for key in keys) == fpl.SUMMARIES
    assert len(fpl.CARD.index(FRIDAY)) + len(documents) <= 10
    assert not any(document.complete or document.settled for document in documents)


def test_every_player_has_his_turn() -> None:
    players = list(range(1, 601))
    seen = {one for day in range(1, 121) for one in fpl._of_day(players, datetime.fromordinal(737_000 + day))}
    assert seen == set(players)


@pytest.mark.parametrize(
    "page", [b"", b"<html>", b"[]", b'{"events": 7, "elements": [{"id": "x"}, null, {"id": true}]}']
)
def test_a_snapshot_that_cannot_be_read_leaves_the_fixtures(page: bytes) -> None:
    assert [document.key for document in planned(fpl.CARD, {fpl.BOOTSTRAP.key: page})] == ["fpl/fixtures.json"]


def test_the_archive_is_asked_for_every_season_and_of_the_current_one_for_gameweeks_that_have_begun() -> None:
    pages = {"fpl-archive/data/2019-20/fixtures.csv": FIXTURES}
    by_key = {document.key: document for document in planned(fpl_archive.CARD, pages)}
    gameweeks = [key for key in by_key if key.startswith("fpl-archive/data/2019-20/gws/")]
    assert gameweeks == ["fpl-archive/data/2019-20/gws/gw27.csv"]
    assert sum("/data/2016-17/gws/" in key for key in by_key) == 38
    assert by_key["fpl-archive/data/2017-18/players_raw.csv"].settled
    assert not by_key["fpl-archive/data/2018-19/players_raw.csv"].settled
    assert "fpl-archive/data/2017-18/fixtures.csv" not in by_key
    assert next(iter(by_key)) == "fpl-archive/data/master_team_list.csv"


def test_the_season_of_the_long_break_has_47_gameweeks() -> None:
    keys = [document.key for document in planned(fpl_archive.CARD, {}, datetime(2021, 2, 1, tzinfo=UTC))]
    assert sum("/data/2019-20/gws/" in key for key in keys) == 47
    assert not any("/data/2020-21/gws/" in key for key in keys)  # its fixtures were not to be had


def test_seasons_of_absences_that_have_begun_are_asked_for() -> None:
    paths = [document.path for document in planned(absences.CARD, {})]
    assert (paths[0], paths[-1], len(paths)) == ("absences_1516.csv", "absences_1920.csv", 5)
