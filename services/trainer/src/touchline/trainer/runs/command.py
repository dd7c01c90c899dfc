"""`snapshot`, `learn`, `evaluate`: the stages of `dvc.yaml` as commands on files; `reproduce`: a run made again."""

import argparse
import asyncio
from collections.abc import Mapping
from pathlib import Path

from polars.exceptions import PolarsError

from touchline.runtime.database import Database
from touchline.runtime.errors import Refused
from touchline.trainer.config import TrainerSettings
from touchline.trainer.products import product_of
from touchline.trainer.recording.figures import BUNDLE, SCORES, WALKED
from touchline.trainer.runs.reproducing import Wanted, reproduce
from touchline.trainer.runs.snapshots import read_snapshot
from touchline.trainer.runs.sources import lock_and_record, opened

NOT_REPRODUCED = 4


class NotReproduced(Exception):
    """The model made again is another one."""


async def snapshot(settings: TrainerSettings, asked: argparse.Namespace) -> str:
    """The platform's played matches, or those of players, as a file."""
    product = product_of(asked.name)
    database = await Database.connect(settings)
    try:
        frame = await product.read(database, asked.until, settings.model_copy(update=_named(asked)))
    finally:
        await database.close()
    content, name = product.packed(frame)
    _write(asked.out.parent, {asked.out.name: content})
    return f"{frame.height} {product.rows} in {asked.out}, sha256 {name}"


def _named(asked: argparse.Namespace) -> dict[str, object]:
    named = {"competitions": asked.competitions, "player_seasons": asked.seasons}
    return {name: value for name, value in named.items() if value is not None}


async def learn(_: TrainerSettings, asked: argparse.Namespace) -> str:
    """A snapshot in, a bundle and the scores of its walk out; asks nothing of the platform."""
    return await asyncio.to_thread(_learn, asked)


async def evaluate(_: TrainerSettings, asked: argparse.Namespace) -> str:
    """What learning left in, figures and the points of plots out."""
    learned = {name: _read(asked.learned / name) for name in (SCORES, WALKED)}
    try:
        files = product_of(asked.name).evaluated(learned)
    except (ValueError, KeyError, TypeError, PolarsError) as error:
        raise Refused(f"{asked.learned} does not hold what `learn` leaves: {error}") from error
    _write(asked.out, files)
    return f"{', '.join(files)} in {asked.out}"


async def reproduced(settings: TrainerSettings, asked: argparse.Namespace) -> str:
    """One sentence; `NotReproduced` when the model made again is another one."""
    name = asked.model or settings.model_name
    async with opened(settings, asked.source) as (objects, remote):
        lock, record = await lock_and_record(objects, name, asked.version)
    wanted = Wanted(name, asked.version, lock, record)
    verdict = await asyncio.to_thread(
        reproduce, wanted, remote, asked.checkout.resolve(), asked.dvc.absolute(), any_code=asked.any_code
    )
    if not verdict.kept:
        raise NotReproduced(verdict.sentence)
    return verdict.sentence


def _learn(asked: argparse.Namespace) -> str:
    product = product_of(asked.name)
    frame, name = read_snapshot(asked.snapshot, product.wrong_with)
    learned = product.learn(frame, asked.name, name)
    _write(asked.out, {file: learned.files[file] for file in (BUNDLE, SCORES, WALKED)})
    bundle = learned.challenger.bundle
    return f"{bundle.manifest.version} from {frame.height} {product.rows}, sha256 {bundle.sha256}, in {asked.out}"


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise Refused(f"there is no {file}: `learn` leaves it")
    return file.read_bytes()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).unlink(missing_ok=True)  # DVC may have linked it to its cache
        (folder / name).write_bytes(content)
