"""A run of simulated matches as the trainer keeps it, in a folder that is laid out like the bucket."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from simulated import simulated_frame

from touchline.trainer.runs.code import CodeVersion
from touchline.trainer.runs.keeping import Run, keep, run_of
from touchline.trainer.runs.learning import learn_alone
from touchline.trainer.runs.pipeline import Asked
from touchline.trainer.runs.workspace import LINKED
from touchline.trainer.training.matches import parquet_of

ROOT = Path(__file__).parents[3]
DVC = ROOT / ".tools" / "dvc" / "bin" / "dvc"
NOON = datetime(2006, 3, 28, 12, tzinfo=UTC)
CODE = CodeVersion("c0ffee" * 6 + "abcd", False, "f" * 24)


@dataclass
class Bucket:
    """Puts objects into a folder."""

    folder: Path

    async def put(self, key: str, value: bytes, content_type: str, if_absent: bool = False) -> bool:
        file = self.folder / key
        if if_absent and file.exists():
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(value)
        return True


def snapshot_frame(seasons: int = 6, seed: int = 7) -> pl.DataFrame:
    """Simulated matches with the columns and types of a snapshot."""
    goals = [pl.col(name).cast(pl.Int32) for name in ("home_goals", "away_goals")]
    return simulated_frame(seasons=seasons, seed=seed, signal=0.6).with_columns(*goals)


def made_run(frame: pl.DataFrame | None = None, name: str = "touchline-match") -> Run:
    """What a training would keep of these rows."""
    frame = snapshot_frame() if frame is None else frame
    parquet, snapshot = parquet_of(frame)
    return run_of(learn_alone(frame, name, snapshot), parquet, Asked("S0", NOON.isoformat(), name), CODE)


async def kept(run: Run, folder: Path) -> Path:
    """A folder that holds it as the bucket would."""
    await keep(Bucket(folder), run)  # type: ignore[arg-type]
    return folder


def checkout(folder: Path, copied: tuple[str, ...] = ()) -> Path:
    """This checkout by links; what is in `copied` may be altered."""
    folder.mkdir()
    for name in ("dvc.yaml", ".dvcignore"):
        shutil.copy(ROOT / name, folder / name)
    for name in LINKED:
        if name in copied:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (folder / name).symlink_to(ROOT / name)
    return folder
