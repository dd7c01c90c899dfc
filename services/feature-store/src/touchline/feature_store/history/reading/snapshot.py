"""History as a snapshot has it: only the files and row groups that an answer needs, each checked against its hash."""

import asyncio
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from touchline.feature_store.entities import pair_entity, team_entity
from touchline.feature_store.history.errors import Unanswerable
from touchline.feature_store.history.reading.source import KINDS, Held, Wanted, waited_for
from touchline.feature_store.history.snapshots.files import VALUES
from touchline.feature_store.history.snapshots.manifest import FIXTURE, NAME, File, Manifest, manifest_from, verified
from touchline.feature_store.history.snapshots.places import Place, opened
from touchline.feature_store.history.subjects import Kind, Subject
from touchline.feature_store.history.timelines import (
    FIXTURES,
    NO_ROWS,
    ROWS,
    SEASONS,
    Knowledge,
    Timeline,
    seasons_of,
)
from touchline.runtime.settings import Settings

AT_ONCE = 16  # files asked for together
_TIMES_ONLY = ["entity", "as_of", "known_at", "superseded_at", "season", "known"]


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
    """What a snapshot knows of some entities."""
    fixtures, pools = await _fixtures(place, manifest, wanted)
    entities = _entities(wanted, fixtures)
    lines = {}
    seasons = pl.DataFrame(schema=SEASONS)
    for kind in KINDS[wanted.subject]:
        # a squad stands in the pool of its country, also for a cup that crosses countries
        files = [one for one in manifest.files if one.kind == kind and (one.pool in pools or kind is Kind.SQUAD)]
        frames = await _scanned(place, files)
        lines[kind] = _timeline(frames, entities.get(kind))
        if kind is Kind.TEAM and wanted.subject is Subject.MATCH:
            seasons = seasons_of(_collected([one.select(_TIMES_ONLY) for one in frames], ROWS, _TIMES_ONLY))
    return Knowledge(manifest.football_time, lines, fixtures, seasons)


async def _fixtures(place: Place, manifest: Manifest, wanted: Wanted) -> tuple[pl.DataFrame, set[str]]:
    """The versions of the matches asked for, or of the teams', and the pools in which their rows stand."""
    every = {one.pool for one in manifest.files}
    if wanted.subject is Subject.PLAYER:
        return pl.DataFrame(schema=FIXTURES), every
    files = [one for one in manifest.files if one.kind == FIXTURE]
    frames = [pl.scan_parquet(io.BytesIO(content)) for content in await _contents(place, files)]
    if wanted.ids is not None:
        names = ["match_id"] if wanted.subject is Subject.MATCH else ["home_team", "away_team"]
        asked = pl.any_horizontal(pl.col(name).is_in(list(wanted.ids)) for name in names)
        frames = [one.filter(asked) for one in frames]
    found = _collected([one.select(*FIXTURES, "pool") for one in frames], {**FIXTURES, "pool": pl.String()}, None)
    pools = set(found["pool"]) if wanted.ids is not None else every
    return found.drop("pool"), pools


def _entities(wanted: Wanted, fixtures: pl.DataFrame) -> dict[Kind, Collection[str]]:
    """Whose rows to keep, by kind; all of a kind that is missing."""
    if wanted.ids is None:
        return {}
    if wanted.subject is Subject.PLAYER:
        return {Kind.PLAYER: wanted.ids}
    met = fixtures.select("competition", "home_team", "away_team").unique().rows()
    teams = {team_entity(competition, team): team for competition, *two in met for team in two}
    if wanted.subject is Subject.TEAM:
        asked = set(wanted.ids)
        return {Kind.TEAM: [entity for entity, team in teams.items() if team in asked]}
    pairs = {pair_entity(*row) for row in met}
    return {Kind.TEAM: list(teams), Kind.PAIR: pairs, Kind.MARKET: wanted.ids, Kind.SQUAD: set(teams.values())}


async def _scanned(place: Place, files: Sequence[File]) -> list[pl.LazyFrame]:
    """Lazy rows with `known`; their values follow in the column VALUES."""
    known = pl.col(VALUES).is_not_null()
    return [pl.scan_parquet(io.BytesIO(content)).with_columns(known=known) for content in await _contents(place, files)]


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


def _timeline(frames: Iterable[pl.LazyFrame], entities: Collection[str] | None) -> Timeline:
    if entities is not None:
        frames = [one.filter(pl.col("entity").is_in(list(entities))) for one in frames]
    parts = pl.collect_all([one.select(*ROWS, VALUES) for one in frames])
    parts = [one for one in parts if len(one)]
    if not parts:
        return NO_ROWS
    rows = pl.concat([one.drop(VALUES) for one in parts]).cast(pl.Schema(ROWS))
    values = np.empty((_width(parts[0]), len(rows)))
    start = 0
    for part in parts:
        values[:, start : start + len(part)] = _by_row(part).T
        start += len(part)
    return Timeline(rows, values)


def _by_row(part: pl.DataFrame) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """The values of a file, a line a row; zeros where a row tells of nothing."""
    width = _width(part)
    filled = part[VALUES].fill_null(pl.lit([0.0] * width, dtype=pl.Array(pl.Float64, width)))
    return filled.to_numpy().reshape(len(part), width)


def _width(part: pl.DataFrame) -> int:
    kind = part.schema[VALUES]
    assert isinstance(kind, pl.Array)
    return kind.shape[0]


def _collected(frames: Sequence[pl.LazyFrame], schema: object, names: Sequence[str] | None) -> pl.DataFrame:
    assert isinstance(schema, dict)
    wanted = {name: schema[name] for name in names or schema}
    if not frames:
        return pl.DataFrame(schema=wanted)
    return pl.concat(pl.collect_all(list(frames))).select(list(wanted)).cast(wanted)
