"""Runs of simulated matches under the real DVC: it takes our lock for its own, and a model can be made again."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from made_run import DVC, ROOT, checkout, kept, made_run, snapshot_frame

from touchline.runtime.errors import Refused
from touchline.trainer.runs.keeping import LOCK, RECORD, Run, place_of
from touchline.trainer.runs.lock import md5_of, remote_key
from touchline.trainer.runs.pipeline import SNAPSHOT
from touchline.trainer.runs.reproducing import Wanted, reproduce
from touchline.trainer.runs.sources import Folder, Remote, lock_and_record
from touchline.trainer.runs.workspace import Workspace, lay
from touchline.trainer.training.matches import parquet_of


@pytest.fixture(scope="module")
def run() -> Run:
    return made_run()


@pytest.fixture
async def bucket(run: Run, tmp_path: Path) -> Path:
    return await kept(run, tmp_path / "bucket")


def remote(bucket: Path) -> Remote:
    return Remote(str(bucket / "dvc"), "", {})


def wanted(run: Run, lock: bytes | None = None, record: bytes | None = None) -> Wanted:
    return Wanted(run.manifest.name, run.manifest.version, lock or run.lock, record or run.record.as_json())


def said(answer: "subprocess.CompletedProcess[str]") -> str:
    return answer.stdout + answer.stderr


def pulled(run: Run, bucket: Path, folder: Path) -> Workspace:
    workspace = lay(folder, ROOT, DVC, run.lock, remote(bucket))
    answer = workspace.run("pull")
    assert answer.returncode == 0, said(answer)
    return workspace


def test_dvc_takes_the_lock_for_its_own_until_something_is_tampered_with(run: Run, bucket: Path, tmp_path: Path):
    workspace = pulled(run, bucket, tmp_path / "workspace")
    assert "up to date" in said(workspace.run("status"))
    idle = said(workspace.run("repro", "--no-commit"))
    assert "Running stage" not in idle
    assert idle.count("didn't change, skipping") == 3
    shown = workspace.run("metrics", "show", "--precision", "4")
    assert f"{run.learned.challenger.walked.mean(run.manifest.kind):.4f}"[:5] in said(shown)
    assert (workspace.folder / "dvc.lock").read_bytes() == run.lock
    snapshot = workspace.file(SNAPSHOT)
    rows = snapshot_frame().with_columns(away_goals=pl.col("away_goals") + (pl.col("match_id") == "S0:2004:7"))
    snapshot.unlink()
    rows.write_parquet(snapshot)
    assert "modified" in said(workspace.run("status", "train"))
    assert "Running stage 'train'" in said(workspace.run("repro", "--dry", "--single-item", "train"))


def test_a_row_changed_in_the_remote_is_refused(run: Run, bucket: Path, tmp_path: Path):
    rows = snapshot_frame().with_columns(away_goals=pl.col("away_goals") + (pl.col("match_id") == "S0:2000:7"))
    object_ = bucket / "dvc" / remote_key(md5_of(run.files[SNAPSHOT]))
    object_.write_bytes(parquet_of(rows)[0])
    with pytest.raises(Refused, match="could not pull"):
        reproduce(wanted(run), remote(bucket), checkout(tmp_path / "checkout"), DVC)


async def test_a_lock_that_names_another_snapshot_is_refused(run: Run, bucket: Path, tmp_path: Path):
    content = parquet_of(snapshot_frame(seed=8))[0]
    file = bucket / "dvc" / remote_key(md5_of(content))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    lock = run.lock.replace(md5_of(run.files[SNAPSHOT]).encode(), md5_of(content).encode())
    with pytest.raises(Refused, match=r"snapshot.parquet is not the one of this run: its sha256 is \w+, recorded was"):
        reproduce(wanted(run, lock), remote(bucket), checkout(tmp_path / "checkout"), DVC)


def test_code_with_another_seed_is_refused_and_made_to_run_it_gives_another_model(
    run: Run, bucket: Path, tmp_path: Path
):
    altered = checkout(tmp_path / "checkout", ("services",))
    assert reseeded(altered / "services" / "trainer" / "src" / "touchline" / "trainer" / "training") > 0
    with pytest.raises(Refused, match=rf"made by other code .*trainer/training.*git checkout {run.record.code.commit}"):
        reproduce(wanted(run), remote(bucket), altered, DVC)
    verdict = reproduce(wanted(run), remote(bucket), altered, DVC, any_code=True)
    assert not verdict.kept
    assert verdict.sentence.startswith(f"not reproduced: {run.manifest.version} has other bytes and other figures")
    assert "trainer/training is other code" in verdict.sentence


def reseeded(folder: Path) -> int:
    """Every seed in the code of training raised by one; how many."""
    count = 0
    for file in folder.rglob("*.py"):
        text = file.read_text()
        count += text.count('"seed": 1,')
        file.write_text(text.replace('"seed": 1,', '"seed": 2,'))
    return count


async def test_a_version_that_nobody_made_is_refused_with_those_that_can_be_made_again(run: Run, bucket: Path):
    lock, record = await lock_and_record(Folder(bucket), "touchline-match", run.manifest.version)
    assert (lock, record) == (run.lock, run.record.as_json())
    with pytest.raises(Refused, match=f"has made 2020-nothing and kept its dvc.lock; kept were {run.manifest.version}"):
        await lock_and_record(Folder(bucket), "touchline-match", "2020-nothing")
    with pytest.raises(Refused, match="none was kept yet"):
        await lock_and_record(Folder(bucket), "touchline-players", "v1")
    (bucket / place_of("touchline-match", run.manifest.version, RECORD)).unlink()
    with pytest.raises(Refused, match=LOCK):
        await lock_and_record(Folder(bucket), "touchline-match", run.manifest.version)


def test_what_dvc_does_not_find_is_said(run: Run, bucket: Path, tmp_path: Path):
    shutil.rmtree(bucket / "dvc")
    with pytest.raises(Refused, match="DVC could not pull"):
        reproduce(wanted(run), remote(bucket), checkout(tmp_path / "checkout"), DVC)


@pytest.mark.parametrize("version", ["", "..", "../../somewhere", "a b"])
async def test_what_is_no_name_of_a_version_is_not_looked_for(version: str, bucket: Path):
    with pytest.raises(Refused, match="no run of touchline-match has made"):
        await lock_and_record(Folder(bucket), "touchline-match", version)


def test_a_lock_or_record_that_is_none_or_asks_for_more_than_words_is_refused(run: Run, tmp_path: Path):
    def refused(reason: str, lock: bytes | None = None, record: bytes | None = None) -> None:
        with pytest.raises(Refused, match=reason):
            reproduce(wanted(run, lock, record), remote(tmp_path), ROOT, DVC)

    refused("it is no dvc.lock of a run", lock=b"<html>")
    refused("it is no dvc.lock of a run", lock=b"stages: [1, 2")
    refused("not the record of a run", record=b"{}")
    refused("cannot be read", record=b"<html>")
    refused("is the record of v0 of touchline-match", record=replace(run.record, version="v0").as_json())
    refused(
        r"it asks for model_name='x; touch y'",
        lock=run.lock.replace(b"model_name: touchline-match", b"model_name: x; touch y"),
    )
