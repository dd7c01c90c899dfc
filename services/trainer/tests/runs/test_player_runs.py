"""A run of models of players under the real DVC: the stages leave what a training keeps, and it can be made again."""

import argparse
from pathlib import Path

import polars as pl
import pytest
from made_player_run import NAME, made_player_run, player_frame
from made_run import DVC, ROOT, checkout, kept

from touchline.football.bundle import sha256_of
from touchline.runtime.errors import Refused
from touchline.runtime.settings import load
from touchline.trainer.config import TrainerSettings
from touchline.trainer.players.figures import METRICS
from touchline.trainer.runs import command
from touchline.trainer.runs.keeping import Run
from touchline.trainer.runs.reproducing import Wanted, reproduce
from touchline.trainer.runs.sources import Remote
from touchline.trainer.runs.telling import CARD, told_of
from touchline.trainer.runs.workspace import lay


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return player_frame()


@pytest.fixture(scope="module")
def run(frame: pl.DataFrame) -> Run:
    return made_player_run(frame)


def asked(**words: object) -> argparse.Namespace:
    return argparse.Namespace(name=NAME, **words)


async def test_a_run_can_be_made_again_to_the_byte_by_dvc(run: Run, tmp_path: Path) -> None:
    bucket = await kept(run, tmp_path / "bucket")
    remote = Remote(str(bucket / "dvc"), "", {})
    workspace = lay(tmp_path / "workspace", ROOT, DVC, run.lock, remote, "build/players")
    assert workspace.run("pull").returncode == 0
    assert "up to date" in workspace.run("status").stdout
    wanted = Wanted(NAME, run.manifest.version, run.lock, run.record.as_json())
    verdict = reproduce(wanted, remote, checkout(tmp_path / "checkout"), DVC)
    assert verdict.sentence.startswith(f"reproduced: {run.manifest.version} is the same to the byte")


async def test_what_nothing_can_be_learned_from_is_refused(frame: pl.DataFrame, tmp_path: Path) -> None:
    for rows, reason in (
        (frame.drop("deadline"), "it has no column deadline"),
        (frame.head(0), "it has no rows"),
        (pl.concat([frame, frame.head(1)]), "is in it more than once in match"),
        (frame.head(90), "90 rows of players hold no season"),
    ):
        rows.write_parquet(tmp_path / "snapshot.parquet")
        with pytest.raises(Refused, match=reason):
            await command.learn(load(TrainerSettings), asked(snapshot=tmp_path / "snapshot.parquet", out=tmp_path))


async def test_evaluating_again_gives_the_same_figures(run: Run, tmp_path: Path) -> None:
    for name, content in run.files.items():
        (tmp_path / name).write_bytes(content)
    await command.evaluate(load(TrainerSettings), asked(learned=tmp_path, out=tmp_path / "again"))
    assert sha256_of((tmp_path / "again" / METRICS).read_bytes()) == sha256_of(run.files[METRICS])


def test_mlflow_is_told_how_players_were_judged_and_what_a_bundle_answers(run: Run) -> None:
    told = told_of(run, "a-request")
    names = {figure.name for figure in told.figures}
    assert {"points/all-rows/rmse", "minutes/regulars/better_percent", "cost/milliseconds-a-squad"} <= names
    assert told.tags["request_id"] == "a-request"
    assert b"minutes_told" in told.files["bundle/MLmodel"]
    assert told.files[CARD].decode() == told.card
    assert f"make reproduce RUN={run.manifest.version} MODEL=player" in told.card
    assert "| minutes | all |" in told.card
