"""The command `as-of`: tables in and out, and what is said to whoever asks for what cannot be answered."""

import io
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
import pytest

from touchline.feature_store.__main__ import main
from touchline.feature_store.history.answers import as_of
from touchline.feature_store.history.reading.snapshot import from_snapshot
from touchline.football.catalogue import MATCH_FEATURES

from .lived import steps
from .taken import write_snapshot

ASKED = "team_id,at,label\nteam-00,2019-09-01T00:00:00Z,3\nteam-01,2019-08-20T12:00:00+02:00,4\n"
MATCH = "E0:2019-20:team-00:team-01"
TEAM_ONCE, MATCH_ONCE = "team_id,at\nteam-00,2019-09-01T00:00:00Z", f"match_id,at\n{MATCH},2019-09-01T00:00:00Z"
WRONG = [
    (
        "team_id,at\nnobody,2019-09-01T00:00:00Z",
        (),
        "nothing was ever known of team_id 'nobody': look the ids up (column team_id of features.teams.v1) or drop the"
        " rows",
    ),
    (
        "match_id,at\nE0:2019-20:a:b,2019-09-01T00:00:00Z",
        (),
        "nothing was ever known of match_id 'E0:2019-20:a:b': look the ids up (column match_id of pub_matches) or drop"
        " the rows",
    ),
    (
        TEAM_ONCE,
        ("--features", "elo,pionts"),
        "there is no team feature 'pionts' in catalogue version 3: did you mean points?",
    ),
    (
        "team_id,at\nteam-00,2019-09-01T00:00:00",
        (),
        "column 'at' has no time zone, so its moments are not known: state one, such as UTC",
    ),
    (
        "team_id,at\nteam-00,2031-09-01T00:00:00Z",
        (),
        "2031-09-01T00:00:00+00:00 is later than anything known: the newest football time is"
        " 2019-09-17T14:00:00+00:00; ask for that moment or an earlier one, or wait until later documents are folded",
    ),
    (MATCH_ONCE, ("--catalogue", "9"), "nobody emits catalogue version 9: ask for one of 1, 3"),
    (
        MATCH_ONCE,
        ("--features", "closing_home"),
        "'closing_home' can never be a feature: closing odds and xP were not known before the match; the market before"
        " it is in the features that begin with market_",
    ),
    (
        MATCH_ONCE,
        ("--catalogue", "1", "--features", "pi_home"),
        "match feature 'pi_home' is not in catalogue version 1: ask for version 3",
    ),
    (
        "club,at\nash,2019-09-01T00:00:00Z",
        (),
        "entities has the columns club, at: it needs exactly one of match_id, team_id, player_id, and at",
    ),
    (
        TEAM_ONCE,
        ("--out", "answer.xlsx"),
        "answer.xlsx ends in none of .arrow, .arrows, .parquet, .csv: name the file so that its form is known",
    ),
    ("", (), "asked is no table (Empty CSV file): give CSV with a header, Parquet or Arrow"),
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a season that was lived."""
    folder = tmp_path_factory.mktemp("snapshot")
    write_snapshot(folder, steps())
    return folder


@pytest.mark.parametrize(("content", "options", "sentence"), WRONG)
def test_what_cannot_be_answered_is_refused_with_a_sentence_and_exit_code_2(
    content: str,
    options: tuple[str, ...],
    sentence: str,
    snapshot: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("asked").write_text(content)
    assert main(["as-of", "asked", "--from-snapshot", str(snapshot), *options]) == 2
    out, told = capfd.readouterr()
    assert (out, told) == ("", f"as-of: {sentence}\n")


def test_a_place_without_a_snapshot_and_a_changed_file_are_refused(
    snapshot: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text(ASKED)
    assert main(["as-of", str(asked), "--from-snapshot", str(tmp_path)]) == 2
    assert "there is no snapshot at" in capfd.readouterr().err
    changed = tmp_path / "changed"
    write_snapshot(changed, steps())
    (file,) = changed.glob("kind=team/pool=ENG/season=2019-20/*.parquet")
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert main(["as-of", str(asked), "--from-snapshot", str(changed)]) == 2
    assert "kind=team/pool=ENG/season=2019-20/rows.parquet is not what the manifest says" in capfd.readouterr().err


def test_every_form_of_table_is_read_and_written(snapshot: Path, tmp_path: Path) -> None:
    table = csv.read_csv(io.BytesIO(ASKED.encode()))
    forms = {one: tmp_path / f"asked.{one}" for one in ("csv", "parquet", "arrow", "arrows")}
    forms["csv"].write_text(ASKED)
    pq.write_table(table, forms["parquet"])
    for form, new in (("arrow", pa.ipc.new_file), ("arrows", pa.ipc.new_stream)):
        with new(forms[form], table.schema) as writer:
            writer.write_table(table)
    expected = as_of(table, ["elo", "points"], source=from_snapshot(snapshot))
    readers = {"csv": csv.read_csv, "parquet": pq.read_table, "arrow": _file, "arrows": _stream}
    for form, path in forms.items():
        out = tmp_path / f"answer.{form}"
        options = ("--features", "elo,points", "--from-snapshot", str(snapshot), "--out", str(out))
        assert main(["as-of", str(path), *options]) == 0
        found = readers[form](out)
        assert found.select(["elo", "points", "label"]).equals(expected.select(["elo", "points", "label"])), form


def test_piped_in_csv_comes_out_as_an_arrow_stream(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    content = f"match_id,at\n{MATCH},2019-09-01T00:00:00Z\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    options = ("--mode", "as_corrected", "--catalogue", "3", "--from-snapshot", str(snapshot))
    assert main(["as-of", *options]) == 0
    sys.stdout.flush()
    answer = _stream(pa.py_buffer(capfdbinary.readouterr().out))
    assert answer.column_names == ["match_id", "at", *MATCH_FEATURES]
    assert answer["match_id"].to_pylist() == [MATCH]


def _file(source: Path) -> pa.Table:
    with pa.OSFile(str(source)) as file:
        return pa.ipc.open_file(file).read_all()


def _stream(source: pa.Buffer | Path) -> pa.Table:
    content = source.read_bytes() if isinstance(source, Path) else source
    return pa.ipc.open_stream(content).read_all()
