"""Rows of teams as the feature-store makes them, in a snapshot for us and in one Parquet file for Feast.

Some results are corrected days after they were known, so that there are late rows and rows of the same moment.
"""

import dataclasses
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from random import Random

import polars as pl

from touchline.feature_store.features.state import PoolState
from touchline.feature_store.history.snapshots.files import TIMELINE, fixture_columns, fixture_files, timeline_files
from touchline.feature_store.history.snapshots.manifest import FORMAT, NAME, Manifest
from touchline.feature_store.replaying import Row, replay
from touchline.feature_store.versions import MatchVersion, Told, versions_of
from touchline.football.catalogue import LATEST, catalogue
from touchline.schemas.records import Match

POOL = "ENG"
CORRECTED = 0.01  # share of results
TOLD_AFTER = (1, 21)  # days until a correction
SEED = 20261124


@dataclass(frozen=True, slots=True)
class Timelines:
    """Everything that was known of some matches, and the rows of teams that follow."""

    versions: list[MatchVersion]
    rows: list[Row]


def of_matches(matches: Sequence[Match]) -> Timelines:
    """Replay matches with corrections: one result in a hundred had another goal at first."""
    told = sorted(_told(matches), key=lambda one: one.assertion.match_id)
    versions = [
        version
        for _, together in groupby(told, key=lambda one: one.assertion.match_id)
        for version in versions_of(list(together))
    ]
    replayed = replay(PoolState(), [], versions)
    return Timelines(versions, [row for row in replayed.rows if row.kind == "team"])


def _told(matches: Iterable[Match]) -> Iterator[Told]:
    random = Random(SEED)
    for match in matches:
        if random.random() >= CORRECTED:
            yield Told(match, match.available_at)
            continue
        assert match.home_goals is not None
        yield Told(dataclasses.replace(match, home_goals=match.home_goals + 1), match.available_at)
        later = match.available_at + timedelta(days=random.uniform(*TOLD_AFTER))
        yield Told(dataclasses.replace(match, revision=match.revision + 1), later.replace(microsecond=0))


def write_snapshot(found: Timelines, folder: Path) -> None:
    """As `python -m touchline.feature_store snapshot` writes it."""
    rows = [(*(_field(row, name) for name in TIMELINE.names), _blob(row)) for row in found.rows]
    fixtures = [
        (*(getattr(one.match, name) for name in fixture_columns()[:-3]), one.known_at, one.superseded_at, one.touches)
        for one in found.versions
    ]
    files = []
    for file, content in [*timeline_files("team", POOL, rows), *fixture_files(POOL, fixtures)]:
        path = folder / file.path
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        files.append(file)
    newest = max(*(one.known_at for one in found.rows), *(one.known_at for one in found.versions))
    features = tuple(one.name for one in catalogue(LATEST).teams)
    manifest = Manifest(FORMAT, LATEST, newest, features, (), (), tuple(files))
    (folder / NAME).write_bytes(manifest.to_json())


def frame(found: Timelines) -> pl.DataFrame:
    """`team_id`, the times and flags of each row, and a column a feature."""
    names = [one.name for one in catalogue(LATEST).teams]
    head = {
        "team_id": [row.entity.split("/")[1] for row in found.rows],
        **{name: [getattr(row, name) for row in found.rows] for name in ("as_of", "known_at", "served")},
        "standing": [row.superseded_at is None for row in found.rows],
    }
    columns = zip(names, zip(*(row.values for row in found.rows), strict=True), strict=True)
    return pl.DataFrame({**head, **{name: list(values) for name, values in columns}})


def _field(row: Row, name: str) -> object:
    return POOL if name == "pool" else getattr(row, name)


def _blob(row: Row) -> bytes:
    return struct.pack(f"<{len(row.values)}d", *row.values)
