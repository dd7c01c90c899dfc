"""What is asked for of sources that are archives of seasons."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from touchline.ingestor.app import chosen
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.ingest import Choice
from touchline.ingestor.sources import football_datasets, kaggle, spi538

WINTER = datetime(2020, 2, 28, tzinfo=UTC)


def test_football_datasets_has_every_season_of_every_league_since_2000() -> None:
    planned = football_datasets.CARD.plan(WINTER, {})
    assert len(planned) == 20 * 5
    assert planned[0].key == "football-datasets/bundesliga/season-0001.csv"
    assert planned[-1].path == "serie-a/season-1920.csv"
    assert {one.part for one in planned if "premier" in one.path} >= {"E0/0001", "E0/1920"}
    assert all(one.complete for one in planned)


def test_of_a_history_from_a_day_on_what_reaches_into_it_and_what_is_about_the_present_is_wanted() -> None:
    since = Choice(since=date(2012, 6, 30))
    league = [one.part for one in football_datasets.CARD.plan(WINTER, {}) if since.wants(one) and "serie" in one.path]
    assert (league[0], len(league)) == ("I1/1112", 9)
    assert [one.path for one in kaggle.CARD.plan(datetime(2012, 9, 1, tzinfo=UTC), {}) if since.wants(one)] == [
        "Datasets/2011-12.csv",
        "Datasets/2012-13.csv",
        "Datasets/final_dataset.csv",
    ]
    assert all(since.wants(one) for one in spi538.CARD.plan(WINTER, {}))


def test_a_season_is_settled_when_it_is_long_over() -> None:
    settled = {one.part[-4:]: one.settled for one in football_datasets.CARD.plan(WINTER, {})}
    assert (settled["1718"], settled["1819"], settled["1920"]) == (True, False, False)


def test_of_the_kaggle_archive_the_seasons_that_have_begun_and_the_table_of_all_are_asked_for() -> None:
    planned = kaggle.CARD.plan(datetime(2001, 9, 1, tzinfo=UTC), {})
    assert [(one.path, one.settled) for one in planned] == [
        ("Datasets/2000-01.csv", True),
        ("Datasets/2001-02.csv", False),
        ("Datasets/final_dataset.csv", False),
    ]
    assert len(kaggle.CARD.plan(WINTER, {})) == 19
    assert all(one.settled for one in kaggle.CARD.plan(WINTER, {}))


def test_live_an_archive_that_is_not_there_is_left_out_unless_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no client to download it

    def sources(archives: Path, *only: str) -> set[str]:
        return {card.id for card in chosen(IngestorSettings(input="live", archives=archives), only)}

    assert "kaggle" not in sources(tmp_path)
    assert sources(tmp_path, "kaggle") == {"kaggle"}
    (tmp_path / "english-premier-league.zip").touch()
    assert "kaggle" in sources(tmp_path)
    sandbox = IngestorSettings(archives=tmp_path / "nowhere")
    assert "kaggle" in {card.id for card in chosen(sandbox)}
