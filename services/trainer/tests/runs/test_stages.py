"""The stages as commands on files, and what they refuse."""

import argparse
import subprocess
from pathlib import Path

import polars as pl
import pytest
from made_run import ROOT, made_run, snapshot_frame

from touchline.football.bundle import sha256_of
from touchline.runtime.errors import Refused
from touchline.runtime.settings import load
from touchline.trainer.config import TrainerSettings
from touchline.trainer.recording.figures import BUNDLE, METRICS, SCORES, WALKED
from touchline.trainer.runs import command
from touchline.trainer.runs.code import code_version
from touchline.trainer.runs.environment import family_of
from touchline.trainer.training.matches import parquet_of

FRAME = snapshot_frame(seasons=4)
NAME = "touchline-match"


def asked(**words: object) -> argparse.Namespace:
    return argparse.Namespace(**words)


async def learned(file: Path, out: Path) -> str:
    return await command.learn(load(TrainerSettings), asked(snapshot=file, name=NAME, out=out))


async def test_the_stages_leave_what_a_training_keeps(tmp_path: Path):
    run = made_run(FRAME)
    (tmp_path / "snapshot.parquet").write_bytes(parquet_of(FRAME)[0])
    said = await learned(tmp_path / "snapshot.parquet", tmp_path / "model")
    assert run.manifest.version in said
    await command.evaluate(load(TrainerSettings), asked(name=NAME, learned=tmp_path / "model", out=tmp_path / "model"))
    left = {file.name: sha256_of(file.read_bytes()) for file in (tmp_path / "model").iterdir()}
    assert left == {name: sha256_of(content) for name, content in run.learned.files.items()}
    assert left.keys() >= {BUNDLE, SCORES, WALKED, METRICS}


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (FRAME.drop("season"), "no column season"),
        (FRAME.with_columns(pl.col("home_goals").cast(pl.String)), "home_goals is String, Int32 is needed"),
        (FRAME.with_columns(away_goals=pl.lit(None, pl.Int32)), "480 rows have no away_goals"),
        (FRAME.head(0), "it has no rows"),
        (pl.concat([FRAME, FRAME.head(1)]), "match S0:2000:0 is in it more than once"),
        (FRAME.with_columns(pl.col("values").list.head(3)), r"its vectors have \[3\] values, catalogue"),
        (FRAME.head(90), "90 matches hold no season"),
    ],
)
async def test_rows_that_nothing_can_be_learned_from_are_refused(frame: pl.DataFrame, reason: str, tmp_path: Path):
    frame.write_parquet(tmp_path / "snapshot.parquet")
    with pytest.raises(Refused, match=reason):
        await learned(tmp_path / "snapshot.parquet", tmp_path / "model")


async def test_a_file_that_is_absent_or_no_parquet_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match="there is no snapshot at"):
        await learned(tmp_path / "nothing.parquet", tmp_path)
    (tmp_path / "page.parquet").write_text("<html>")
    with pytest.raises(Refused, match="is no Parquet"):
        await learned(tmp_path / "page.parquet", tmp_path)


async def test_nothing_is_evaluated_that_was_not_learned(tmp_path: Path):
    with pytest.raises(Refused, match="`learn` leaves it"):
        await command.evaluate(load(TrainerSettings), asked(name=NAME, learned=tmp_path, out=tmp_path))
    (tmp_path / SCORES).write_text("{}")
    (tmp_path / WALKED).write_bytes(made_run(FRAME).files[WALKED])
    with pytest.raises(Refused, match="does not hold what `learn` leaves"):
        await command.evaluate(load(TrainerSettings), asked(name=NAME, learned=tmp_path, out=tmp_path))


def test_code_is_known_by_what_an_image_was_told_or_by_its_commit():
    assert code_version("abc").commit == "abc"
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True, capture_output=True).stdout.strip()
    assert code_version().commit == head
    assert code_version().fingerprint == code_version("abc").fingerprint


def test_a_processor_is_named_by_maker_family_and_model(tmp_path: Path):
    told = tmp_path / "cpuinfo"
    told.write_text(
        "vendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 207\nmodel name\t: Xeon\n\nvendor_id\t: X\n"
    )
    assert family_of(told) == "GenuineIntel 6 207"
