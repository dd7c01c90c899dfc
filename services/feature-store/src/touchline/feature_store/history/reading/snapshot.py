"""History as a snapshot has it: only the files that an answer needs, each checked against its hash."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl

from touchline.feature_store.history.errors import Unanswerable
from touchline.feature_store.history.reading.source import KINDS, Held, Wanted, waited_for
from touchline.feature_store.history.snapshots.files import VALUES
from touchline.feature_store.history.snapshots.manifest import FIXTURE, NAME, File, Manifest, manifest_from, verified
from touchline.feature_store.history.snapshots.places import Place, opened
from touchline.feature_store.history.subjects import Kind, Subject
from touchline.feature_store.history.timelines import (
    FIXTURES,
    ROWS,
    SEASONS,
    Knowledge,
    Timeline,
    seasons_of,
)
from touchline.runtime.settings import Settings

AT_ONCE = 16  # files asked for together


@dataclass(frozen=True, slots=True)
class FromSnapshot:
    """Reads what was asked for."""

    where: str
    settings: Settings | None = None

    def read(self, wanted: Wanted) -> Knowledge:
        """All rows of the entities asked for.

        Raises:
            Unanswerable: there is no snapshot, or it is not what its manifest says.
            touchline.runtime.errors.Unavailable: the bucket does not answer.
        """

        async def run() -> Knowledge:
            async with opened(self.where, self.settings) as place:
                return await read(place, await manifest_of(place, self.where), wanted)

        return waited_for(run)

    def manifest(self) -> Manifest:
        """What the snapshot says of itself."""

        async def run() -> Manifest:
            async with opened(self.where, self.settings) as place:
                return await manifest_of(place, self.where)

        return waited_for(run)

    def held(self, *subjects: Subject) -> Held:
        """Everything, read once."""
        return Held.of(self, *subjects)


def from_snapshot(where: str | Path, settings: Settings | None = None) -> FromSnapshot:
    """A snapshot in a folder or at `s3://bucket/prefix`; how to reach a bucket comes from the environment."""
    return FromSnapshot(str(where), settings)


async def manifest_of(place: Place, where: str) -> Manifest:
    """The manifest, or a sentence that there is none."""
    try:
        return manifest_from(await place.read(NAME), f"{where}/{NAME}")
    except KeyError:
        raise Unanswerable(
            f"there is no snapshot at {where} (no {NAME}): take one with"
            " `python -m touchline.feature_store snapshot --out …`"
        ) from None


async def read(place: Place, manifest: Manifest, wanted: Wanted) -> Knowledge:
    """What a snapshot knows of the pools of some entities."""
    fixtures, pools = await _fixtures(place, manifest, wanted)
    lines = {}
    seasons = pl.DataFrame(schema=SEASONS)
    for kind in KINDS[wanted.subject]:
        # a squad stands in the pool of its country, also for a cup that crosses countries
        files = [one for one in manifest.files if one.kind == kind and (one.pool in pools or kind is Kind.SQUAD)]
        frame = await _scanned(place, files)
        if frame is None:
            continue
        lines[kind] = _timeline(frame)
        if kind is Kind.TEAM and wanted.subject is Subject.MATCH:
            seasons = seasons_of(lines[kind].rows)
    return Knowledge(manifest.football_time, lines, fixtures, seasons)


async def _fixtures(place: Place, manifest: Manifest, wanted: Wanted) -> tuple[pl.DataFrame, set[str]]:
    """The versions of all matches, and the pools in which the rows of the entities asked for stand."""
    every = {one.pool for one in manifest.files}
    if wanted.subject is Subject.PLAYER:
        return pl.DataFrame(schema=FIXTURES), every
    frame = await _scanned(place, [one for one in manifest.files if one.kind == FIXTURE])
    if frame is None:
        return pl.DataFrame(schema=FIXTURES), every
    found = frame.select(*FIXTURES, "pool").collect()
    fixtures = found.drop("pool").cast(pl.Schema(FIXTURES))
    if wanted.ids is None:
        return fixtures, every
    names = ["match_id"] if wanted.subject is Subject.MATCH else ["home_team", "away_team"]
    asked = pl.any_horizontal(pl.col(name).is_in(list(wanted.ids)) for name in names)
    return fixtures, set(found.filter(asked)["pool"])


async def _scanned(place: Place, files: Sequence[File]) -> pl.LazyFrame | None:
    """The rows of these files, not yet read; None without a file."""
    sources: list[IO[bytes]] = [io.BytesIO(content) for content in await _contents(place, files)]
    return pl.scan_parquet(sources) if sources else None


async def _contents(place: Place, files: Sequence[File]) -> list[bytes]:
    async def one(file: File) -> bytes:
        try:
            return verified(file, await place.read(file.path))
        except KeyError:
            raise Unanswerable(f"{file.path} is missing: copy the snapshot again or take a new one") from None

    found: list[bytes] = []
    for start in range(0, len(files), AT_ONCE):
        found += await asyncio.gather(*(one(file) for file in files[start : start + AT_ONCE]))
    return found


def _timeline(frame: pl.LazyFrame) -> Timeline:
    """All rows: to choose those of some entities while reading takes longer than to read them."""
    found = frame.with_columns(known=pl.col(VALUES).is_not_null()).select(*ROWS, VALUES).collect()
    rows = found.drop(VALUES).cast(pl.Schema(ROWS))
    return Timeline(rows, np.ascontiguousarray(_by_row(found).T))


def _by_row(found: pl.DataFrame) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """The values, a line a row; zeros where a row tells of nothing."""
    kind = found.schema[VALUES]
    assert isinstance(kind, pl.Array)
    (width,) = kind.shape
    values = found[VALUES]
    if values.null_count():
        values = values.fill_null(pl.lit([0.0] * width, dtype=kind))
    return values.to_numpy().reshape(len(found), width)
