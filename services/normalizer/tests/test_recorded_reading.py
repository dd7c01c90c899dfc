"""Recorded documents read without a platform: what is found, what is refused, what is not done again."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.recorded.documents import recorded_documents
from touchline.normalizer.recorded.reading import read_recorded
from touchline.runtime.errors import Refused
from touchline.runtime.message_files import contents_of

HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,B365H,B365D,B365A\n"


def season_file(folder: Path, row: str = "E0,09/08/2019,Liverpool,Norwich,4,1,1.14,10,19\n") -> Path:
    """A season in the provider's format, written by us."""
    file = folder / "football-data.co.uk" / "E0" / "E0_1920.csv"
    file.parent.mkdir(parents=True)
    file.write_text(HEADER + row)
    return file


def test_a_season_file_becomes_messages_about_its_competition(tmp_path: Path):
    season_file(tmp_path)
    found = read_recorded(tmp_path, "E0", tmp_path / "records")
    assert found.records == Counter({"football.matches.v1": 1, "football.odds.v1": 1})
    assert {file.key for file in contents_of(tmp_path / "records").files} == {"ENG"}


def test_what_was_read_before_is_read_again_only_when_it_has_changed(tmp_path: Path):
    file = season_file(tmp_path)
    assert read_recorded(tmp_path, "E0", tmp_path / "records").again
    assert not read_recorded(tmp_path, "E0", tmp_path / "records").again
    file.write_text(file.read_text().replace(",4,1,", ",4,2,"))
    assert read_recorded(tmp_path, "E0", tmp_path / "records").again


def test_a_season_stands_as_it_was_when_it_had_ended(tmp_path: Path):
    season_file(tmp_path)
    (one,) = recorded_documents(tmp_path, "E0")
    assert one.document.fetched_at == datetime(2020, 8, 1, tzinfo=UTC)
    assert one.document.key == "football-data/mmz4281/1920/E0.csv"


def test_a_folder_without_documents_and_an_unknown_competition_are_refused(tmp_path: Path):
    with pytest.raises(Refused, match="TOUCHLINE_RECORDED"):
        read_recorded(tmp_path, "E0", tmp_path / "records")
    with pytest.raises(Refused, match="no competition"):
        read_recorded(tmp_path, "XX", tmp_path / "records")


@pytest.mark.recorded
@pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents")
def test_every_recorded_source_of_the_premier_league_is_found():
    found = recorded_documents(Path(os.environ["TOUCHLINE_RECORDED"]), "E0")
    sources = Counter(one.document.source for one in found)
    results = {"football-data": 23, "football-datasets": 30, "xg-and-markets": 3, "spi538": 2}
    people = {"fpl-archive": 341, "absences": 8}
    assert sources == results | people
