"""Recorded documents read without a platform: what is found, what is refused, what is not done again."""

import gzip
import os
import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from touchline.normalizer.identities.reviewed import list_files
from touchline.normalizer.recorded.documents import recorded_documents
from touchline.normalizer.recorded.reading import engine_of, read_recorded
from touchline.runtime.errors import Refused
from touchline.runtime.message_files import CONTENTS, contents_of, messages_of
from touchline.schemas import decode, rows_of
from touchline.schemas.records import Player, PlayerMatch
from touchline.schemas.topics import PLAYER_MATCHES, PLAYERS, Topic

R = TypeVar("R")
SAMPLES = Path(__file__).parents[3] / "tests" / "samples"
HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,B365H,B365D,B365A\n"


def season_file(folder: Path, row: str = "E0,09/08/2019,Liverpool,Norwich,4,1,1.14,10,19\n") -> Path:
    """A season in the provider's format, written by us."""
    file = folder / "football-data.co.uk" / "E0" / "E0_1920.csv"
    file.parent.mkdir(parents=True)
    file.write_text(HEADER + row)
    return file


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """The samples where recorded documents lie; of the archive of players one gameweek is packed."""
    folder = tmp_path / "recorded"
    shutil.copytree(SAMPLES / "fpl-archive", folder / "fpl")
    for name in ("absences", "football-datasets"):
        (folder / name).symlink_to(SAMPLES / name)
    week = folder / "fpl" / "data" / "2019-20" / "gws" / "gw1.csv"
    week.with_name("gw1.csv.gz").write_bytes(gzip.compress(week.read_bytes()))
    week.unlink()
    return folder


def rows(into: Path, topic: Topic, record: type[R]) -> list[R]:
    """What the messages of one topic hold."""
    (file,) = (one for one in contents_of(into).files if one.topic == topic.name)
    return [row for message in messages_of(into, file) for row in rows_of(record, decode(record, message.value))]


def test_a_season_file_becomes_messages_about_its_competition(tmp_path: Path):
    season_file(tmp_path)
    found = read_recorded(tmp_path, "E0", tmp_path / "records")
    assert found.records == Counter({"football.matches.v1": 1, "football.odds.v1": 1})
    assert {file.key for file in contents_of(tmp_path / "records").files} == {"ENG"}


def test_a_document_is_named_as_the_ingestor_would_name_it(recorded: Path):
    keys = [one.document.key for one in recorded_documents(recorded, "E0")]
    assert "fpl-archive/data/2019-20/gws/gw1.csv" in keys
    assert "absences/absences_1920.csv" in keys
    assert "football-datasets/premier-league/season-1920.csv" in keys
    assert len(keys) == len(set(keys))


def test_players_and_what_they_did_stand_beside_the_matches(recorded: Path, tmp_path: Path):
    found = read_recorded(recorded, "E0", tmp_path / "records")
    played = rows(tmp_path / "records", PLAYER_MATCHES, PlayerMatch)
    assert found.records["football.player-matches.v1"] == len(played)
    assert {row.match_id[:10] for row in played} == {"E0:2019-20", "E0:2017-18"}
    assert all(row.available_at > row.event_time for row in played)
    assert {row.season for row in rows(tmp_path / "records", PLAYERS, Player)} == {"2019/20", "2017/18"}
    assert {"football.matches.v1", "football.availability.v1"} < set(found.records)


def test_numbers_that_a_later_document_states_are_known_to_earlier_ones(recorded: Path, tmp_path: Path):
    """Players of 2019/20 then rest on the clubs in teams.csv, which comes after players_raw.csv."""
    listed = recorded / "fpl" / "data" / "master_team_list.csv"
    listed.write_text("".join(line for line in listed.open() if not line.startswith("2019-20")))
    read_recorded(recorded, "E0", tmp_path / "records")
    played = rows(tmp_path / "records", PLAYER_MATCHES, PlayerMatch)
    assert {row.match_id[:10] for row in played} == {"E0:2019-20", "E0:2017-18"}


def test_players_of_no_other_competition_are_recorded(recorded: Path):
    assert {one.document.source for one in recorded_documents(recorded, "I1")} == {"football-datasets"}


def test_the_same_documents_give_the_same_bytes(recorded: Path, tmp_path: Path):
    for name in ("one", "two"):
        read_recorded(recorded, "E0", tmp_path / name)
    written = [file for file in (tmp_path / "one").rglob("*") if file.is_file() and file.name != CONTENTS]
    assert written
    for file in written:
        assert file.read_bytes() == (tmp_path / "two" / file.relative_to(tmp_path / "one")).read_bytes()


def test_what_was_read_before_is_read_again_only_when_it_has_changed(tmp_path: Path):
    file = season_file(tmp_path)
    assert read_recorded(tmp_path, "E0", tmp_path / "records").again
    assert not read_recorded(tmp_path, "E0", tmp_path / "records").again
    file.write_text(file.read_text().replace(",4,1,", ",4,2,"))
    assert read_recorded(tmp_path, "E0", tmp_path / "records").again


def test_another_line_in_a_reviewed_list_is_another_reading(tmp_path: Path):
    season = season_file(tmp_path)
    read_recorded(tmp_path, "E0", tmp_path / "records")
    assert contents_of(tmp_path / "records").engine == engine_of("E0", [season, *list_files()])
    names = tmp_path / "ENG.csv"
    names.write_text("id,name\nman-united,Man United\n")
    before = engine_of("E0", [names])
    names.write_text("id,name\nman-united,Man United\nman-united,Man Utd\n")
    assert engine_of("E0", [names]) != before
    assert {"ENG.csv", "transfermarkt.csv"} <= {file.name for file in list_files()}


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
