"""The commands on history: `as-of` answers a table of entities, `snapshot` writes all of it to Parquet."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from touchline.feature_store.history.answers import as_of
from touchline.feature_store.history.reading.database import from_database
from touchline.feature_store.history.reading.snapshot import from_snapshot
from touchline.feature_store.history.snapshots.manifest import Manifest
from touchline.feature_store.history.snapshots.taking import take
from touchline.feature_store.history.subjects import Mode
from touchline.feature_store.history.tables import STANDARD, read_entities, write_answer, writer_of
from touchline.football.catalogue import LATEST
from touchline.runtime.logs import configure_logs
from touchline.runtime.settings import Settings

COMMANDS = ("as-of", "snapshot")
PREFIX = "feature-snapshots"  # of the bucket; nobody else writes there


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Say how the two are called."""
    asking = commands.add_parser("as-of", help="features of entities as of moments")
    asking.add_argument(
        "entities",
        nargs="?",
        default=STANDARD,
        help="CSV, Parquet or Arrow with match_id, team_id or player_id, and at; standard input when left out",
    )
    asking.add_argument("--features", metavar="A,B", help="names from docs/features.md; all when left out")
    asking.add_argument("--mode", choices=list(Mode), default=Mode.AS_SERVED, help="which past")
    asking.add_argument("--catalogue", type=int, default=LATEST, metavar="N", help="version of the list of features")
    asking.add_argument("--from-snapshot", metavar="PLACE", help="a folder or s3://bucket/prefix; else the database")
    asking.add_argument(
        "--out", type=Path, metavar="FILE", help=".arrow, .arrows, .parquet, .csv; else Arrow, streamed"
    )
    taking = commands.add_parser("snapshot", help="write all that is remembered to Parquet")
    taking.add_argument("--out", metavar="PLACE", help="a folder or s3://bucket/prefix; a new one of our bucket if not")


def run(chosen: argparse.Namespace, settings: Settings) -> None:
    """Do what was asked.

    Raises:
        Unanswerable: it cannot be done as asked; the sentence says what to do instead.
        touchline.runtime.errors.Unavailable: the database or the bucket cannot be reached.
    """
    configure_logs("feature-store", settings.instance)  # standard output is for the answer
    if chosen.command == "snapshot":
        where = chosen.out or new_place(settings, datetime.now(UTC))
        print(f"{where}: {summary(take(settings, where))}")
        return
    if chosen.out is not None:
        writer_of(chosen.out)  # refused before anything is read
    source = from_snapshot(chosen.from_snapshot, settings) if chosen.from_snapshot else from_database(settings)
    answer = as_of(
        read_entities(chosen.entities),
        [name.strip() for name in chosen.features.split(",")] if chosen.features else None,
        mode=chosen.mode,
        catalogue_version=chosen.catalogue,
        source=source,
    )
    write_answer(answer, chosen.out)


def new_place(settings: Settings, now: datetime) -> str:
    """Where a snapshot taken at a moment goes, so that the names of all of them are in the order of time.

    >>> new_place(Settings(s3_bucket="touchline"), datetime(2020, 3, 1, 12, 30, 5, tzinfo=UTC))
    's3://touchline/feature-snapshots/2020-03-01T12-30-05Z'
    """
    return f"s3://{settings.s3_bucket}/{PREFIX}/{now:%Y-%m-%dT%H-%M-%SZ}"


def summary(manifest: Manifest) -> str:
    """What a snapshot holds, in a line."""
    rows, size = sum(one.rows for one in manifest.files), sum(one.size for one in manifest.files)
    newest = manifest.football_time.isoformat() if manifest.football_time else "nothing"
    return f"{len(manifest.files)} files, {rows} rows, {size / 1e6:.1f} MB, known up to {newest}"
