"""`make bench-rebuild`: the recorded leagues since 1993/94, made again from the bucket on both engines.

Seconds and memory of a rebuild that finds nothing, as the live tables hold the archive already: read, load, compare,
swap.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.backfill_memory import PARTS, Silent, watch
from benchmarks.features.rows import Row, keep, show
from tests.integration.ground import Ground, end, until
from tests.stack import ROOT, running_stack
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.fetching import Answer
from touchline.ingestor.landing import Landing
from touchline.ingestor.record import record_of
from touchline.ingestor.sources.card import Kind, PlannedDocument
from touchline.runtime.message_files import contents_of
from touchline.runtime.object_store import ObjectStore

OUT = ROOT / "build" / "bench" / "rebuild.json"
SOURCE = "football-datasets"
ENGINES = ("local", "dask")
STALE = " UNION ALL ".join(f"SELECT 1 FROM {table}" for table in ("stale", "stale_prices", "stale_people"))
EVERY = 1.0  # seconds between looks at the memory: one costs what a core does in 30 ms
LANDED = datetime(2026, 6, 1, tzinfo=UTC)


def main() -> int:
    """Land, fill, measure, write; 1 when the engines or the tables differ."""
    archive = sorted((Path(os.environ["TOUCHLINE_RECORDED"]) / SOURCE).rglob("*.csv"))
    with tempfile.TemporaryDirectory(prefix="touchline-rebuild-") as data, running_stack(Path(data), PARTS) as stack:
        ground = Ground(stack).with_bucket().with_database()
        ground.stack.run("touchline.feature_store", "migrate")
        asyncio.run(_land(ground, archive))
        _fill(ground, Path(data) / "records")
        found = {engine: _measured(ground, engine, Path(data) / f"records-{engine}") for engine in ENGINES}
        matches = ground.count("matches")
    rows = [row for engine in ENGINES for row in _rows(engine, found[engine], matches)]
    show(rows)
    keep(rows, OUT)
    told = [found[engine]["told"] for engine in ENGINES]
    equal = found["local"]["files"] == found["dask"]["files"] and told[0]["checksums"] == told[1]["checksums"]
    return int(not equal or any(one["details"] for one in told))


async def _land(ground: Ground, archive: Sequence[Path]) -> None:
    store = await ObjectStore.connect(ground.settings(IngestorSettings))
    try:
        for number, file in enumerate(archive):
            path = f"{file.parent.name}/{file.name}"
            planned = PlannedDocument(f"{SOURCE}/{path}", path, complete=True, kind=Kind.CSV)
            at = LANDED + timedelta(minutes=number)
            answer = Answer(200, f"https://provider.example/{path}", {}, file.read_bytes(), at)
            record = record_of(planned, answer, None, recorded_at=at, incarnation=0)
            await Landing(store, Silent()).land(record, answer.body)
    finally:
        await store.close()


def _fill(ground: Ground, folder: Path) -> None:
    """A first rebuild into empty tables; the fold worker then gives the vectors their revisions."""
    _run(ground, "local", folder)
    worker = ground.start("touchline.feature_store", "consume")
    try:
        until(lambda: not ground.query(STALE), "all is folded", pause=0.5, patience=600)
    finally:
        end(worker)


def _measured(ground: Ground, engine: str, folder: Path) -> dict[str, Any]:
    read, made = _run(ground, engine, folder)
    return {
        "read": read,
        "made": made,
        "told": json.loads((ROOT / "build" / "rebuild.json").read_text()),
        "files": contents_of(folder).files,
    }


def _run(ground: Ground, engine: str, folder: Path) -> tuple[Any, Any]:
    return (
        watch(ground, "touchline.normalizer", "backfill", "--into", str(folder), "--engine", engine, every=EVERY),
        watch(ground, "touchline.feature_store", "rebuild", "--records", str(folder), every=EVERY),
    )


def _rows(engine: str, found: dict[str, Any], matches: int) -> Iterator[Row]:
    read, made, steps = found["read"], found["made"], found["told"]["steps"]
    yield Row(f"rebuild-{engine}", "s", round(read.seconds + made.seconds, 1), matches, note="both commands, whole")
    for step, seconds in steps.items():
        yield Row(f"rebuild-{engine}/{step}", "s", seconds, matches)
    note = "all processes of a command at one moment, MariaDB aside"
    yield Row(f"rebuild-{engine}-memory/read", "MB", round(read.peak), matches, note=note)
    yield Row(f"rebuild-{engine}-memory/made", "MB", round(made.peak), matches, note=note)


if __name__ == "__main__":
    sys.exit(main())
