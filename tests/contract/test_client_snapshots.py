"""Snapshots as the feature-store writes them, read by the client."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from touchline.client.topics import Missed, Snapshot, Unreadable
from touchline.feature_store.history.snapshots.files import TIMELINE, WIDTHS, timeline_files
from touchline.feature_store.history.snapshots.manifest import FORMAT, File, Manifest, Mark, PoolState
from touchline.feature_store.history.subjects import Kind
from touchline.football.catalogue import LATEST, catalogue
from touchline.schemas.topics import MATCH_PREDICTIONS, MATCHES, TEAM_FEATURES

NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)


def test_a_snapshot_is_read_as_the_feature_store_writes_it(tmp_path: Path) -> None:
    written(tmp_path)
    snapshot = Snapshot.at(tmp_path)
    assert snapshot.football_time == NOON
    (table,) = snapshot.tables("team", pool="ENG")
    assert table.column("entity").to_pylist() == ["E0/arsenal"]
    assert list(snapshot.tables("team", pool="ESP")) == []
    assert snapshot.next_offsets(MATCHES) == {0: 7, 1: 0}


def test_of_what_is_published_after_a_snapshot_the_rows_that_are_not_in_it_are_told_by_revision(tmp_path: Path) -> None:
    written(tmp_path)
    rows = pa.RecordBatch.from_pydict({"pool": ["ENG", "ENG", "ESP"], "revision": [9, 10, 1]})
    assert Snapshot.at(tmp_path).later(TEAM_FEATURES, rows).to_pylist() == [
        {"pool": "ENG", "revision": 10},
        {"pool": "ESP", "revision": 1},
    ]


def test_a_snapshot_says_nothing_of_predictions(tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(Missed, match="says nothing of predictions"):
        Snapshot.at(tmp_path).reaches(MATCH_PREDICTIONS)


def test_a_file_with_other_bytes_than_were_written_is_not_read(tmp_path: Path) -> None:
    (file,) = written(tmp_path)
    (tmp_path / file.path).write_bytes(b"PAR1")
    with pytest.raises(Unreadable, match="copy the snapshot again"):
        list(Snapshot.at(tmp_path).tables("team"))


def test_a_folder_without_a_manifest_is_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(Missed, match="is it a snapshot"):
        Snapshot.at(tmp_path)


def written(folder: Path, topic_id: str = "an-id", offsets: Sequence[int] = (7, 0)) -> list[File]:
    """A snapshot with one row of a team, by the feature-store's own writers; its marks are offsets of MATCHES."""
    team = dict(zip(TIMELINE.names, ("E0/arsenal", NOON, NOON, None, "ENG", "2019/20", True, "0" * 64), strict=True))
    row = (*team.values(), bytes(8 * WIDTHS[Kind.TEAM]))
    files = []
    for file, content in timeline_files(Kind.TEAM, "ENG", [row]):
        (folder / file.path).parent.mkdir(parents=True)
        (folder / file.path).write_bytes(content)
        files.append(file)
    marks = tuple(Mark(MATCHES.name, topic_id, partition, offset) for partition, offset in enumerate(offsets))
    manifest = Manifest(
        format=FORMAT,
        catalogue_version=LATEST,
        football_time=NOON,
        features=tuple(one.name for one in catalogue(LATEST).teams),
        marks=marks,
        pools=(PoolState("ENG", 9, NOON, ""),),
        files=tuple(files),
    )
    (folder / "manifest.json").write_bytes(manifest.to_json())
    return files
