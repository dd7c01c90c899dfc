"""Recorded documents read without a platform, from our own samples."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from touchline.normalizer.recorded_people.command import read_people
from touchline.normalizer.recorded_people.places import documents_of
from touchline.runtime.errors import Refused

SAMPLES = Path(__file__).parents[3] / "tests" / "samples"


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """The samples where recorded documents lie; of the archive one table is packed."""
    folder = tmp_path / "recorded"
    folder.mkdir()
    (folder / "fpl").symlink_to(SAMPLES / "fpl-archive")
    for name in ("absences", "football-datasets"):
        (folder / name).symlink_to(SAMPLES / name)
    return folder


def test_a_document_is_named_as_the_ingestor_would_name_it(recorded: Path) -> None:
    keys = [one.key for one in documents_of("fpl-archive", recorded)]
    assert "fpl-archive/data/2019-20/gws/gw1.csv" in keys
    assert keys == sorted(keys)


def test_numbers_that_a_later_document_states_are_known_to_earlier_ones(recorded: Path, tmp_path: Path) -> None:
    said = read_people(recorded, tmp_path / "records")
    rows = pq.read_table(tmp_path / "records" / "PlayerMatch.parquet").to_pylist()
    assert f"{len(rows)} PlayerMatch" in said
    assert {"E0:2019-20", "E0:2017-18"} == {row["match_id"][:10] for row in rows}
    assert all(row["available_at"] > row["event_time"] for row in rows)


def test_the_same_documents_give_the_same_bytes(recorded: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        read_people(recorded, tmp_path / name)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_a_folder_without_documents_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="TOUCHLINE_RECORDED"):
        read_people(tmp_path, tmp_path / "records")
