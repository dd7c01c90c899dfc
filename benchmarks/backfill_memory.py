"""Does a back-fill's memory grow with the archive? `python -m benchmarks.backfill_memory` writes it to `results/`.

Two archives of made season files, one ten times as large as the other, are read on Dask on this machine. What counts is
the most that driver and workers together held in memory at one moment.
"""

import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

from tests.integration.ground import Ground
from tests.stack import ROOT, running_stack
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.fetching import Answer
from touchline.ingestor.landing import Landing
from touchline.ingestor.record import FetchRecord, record_of
from touchline.ingestor.sources.card import Kind, PlannedDocument
from touchline.runtime.object_store import ObjectStore

FEW, TIMES = 100, 10
MOST = 1.2  # times the memory for ten times the documents
PARTS = "kafka,topics,mariadb,migrations,redis,s3"
CLUBS = (
    *("Arsenal", "Aston Villa", "Bournemouth", "Brighton", "Burnley", "Chelsea", "Crystal Palace", "Everton", "Fulham"),
    *("Leeds", "Leicester", "Liverpool", "Man City", "Man United", "Newcastle", "Norwich", "Southampton", "Tottenham"),
    *("Watford", "Wolves"),
)
HEADER = "Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HTHG,HTAG,HTR,Referee,HS,AS,HST,AST,HF,AF,HC,AC,HY,AY,HR,AR"
SEASONS = range(2001, 2020)
SAMPLED_EVERY = 0.1  # seconds


@dataclass
class Silent:
    """An announcer that tells nobody: a back-fill looks for itself."""

    async def announce(self, record: FetchRecord) -> None:
        """Nothing."""


@dataclass
class Watched:
    """The most memory of a process and its children, in megabytes, and what it printed."""

    peak: float = 0.0
    seconds: float = 0.0
    lines: list[str] = field(default_factory=list)


def main() -> int:
    """Land, fill, watch; 1 when memory grew too much."""
    with tempfile.TemporaryDirectory(prefix="touchline-memory-") as data, running_stack(Path(data), PARTS) as stack:
        rows = [filled(Ground(stack), count) for count in (FEW, FEW * TIMES)]
    ratio = round(rows[1]["peak_megabytes"] / rows[0]["peak_megabytes"], 3)
    told = {
        "command": "python -m benchmarks.backfill_memory",
        "commit": _git("rev-parse", "--short", "HEAD") + ("" if not _git("status", "--porcelain") else " and changes"),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "rows": rows,
        "ratio": ratio,
        "most": MOST,
    }
    file = ROOT / "benchmarks" / "results" / f"backfill-memory-{told['date']}.json"
    file.write_text(json.dumps(told, indent=1) + "\n")
    print(f"{TIMES} times the documents, {ratio} times the memory")
    return int(ratio > MOST)


def filled(ground: Ground, count: int) -> dict[str, Any]:
    """One archive of so many documents, and the back-fill that reads it."""
    own = ground.with_bucket().with_database()
    asyncio.run(landed(own, count))
    watched = watch(own, "touchline.normalizer", "backfill")
    read = own.count("normalizer_documents")
    progress = [line for line in watched.lines if "to go" in line]
    print(f"{count} documents: {watched.peak:.0f} MB at most, {watched.seconds:.0f} s; {watched.lines[-1]}", flush=True)
    return {
        "documents": count,
        "keys": read,
        "peak_megabytes": round(watched.peak),
        "seconds": round(watched.seconds, 1),
        "progress_lines": len(progress),
        "progress_line": progress[len(progress) // 2] if progress else None,
    }


async def landed(ground: Ground, count: int) -> None:
    """Versions of season files, one after the other; each corrects one result of the version before."""
    store = await ObjectStore.connect(ground.settings(IngestorSettings))
    landing, latest = Landing(store, Silent()), dict[str, FetchRecord]()
    try:
        for number in range(count):
            year, version = SEASONS[number % len(SEASONS)], number // len(SEASONS)
            path = f"premier-league/season-{year % 100:02d}{(year + 1) % 100:02d}.csv"
            planned = PlannedDocument(f"football-datasets/{path}", path, complete=True, kind=Kind.CSV)
            at = datetime(2020, 8, 1, tzinfo=UTC) + timedelta(minutes=number)
            answer = Answer(200, f"https://provider.example/{path}", {}, season(year, version), at)
            record = record_of(planned, answer, latest.get(planned.key), recorded_at=at, incarnation=0)
            await landing.land(record, answer.body)
            latest[planned.key] = record
    finally:
        await store.close()


def season(year: int, version: int) -> bytes:
    """A made season of 380 matches."""
    lines = [HEADER, *_matches(year, version), ""]
    return "\n".join(lines).encode()


def _matches(year: int, version: int) -> Iterator[str]:
    for number, (home, away) in enumerate(permutations(CLUBS, 2)):
        day = date(year, 8, 15) + timedelta(days=number * 260 // 380)
        goals = (number + (version if number == version % 380 else 0)) % 5
        yield f"{day},{home},{away},{goals},1,H,0,0,D,A Referee,12,9,5,3,10,11,6,4,1,2,0,0"


def watch(ground: Ground, *command: str, every: float = SAMPLED_EVERY) -> Watched:
    """Run a module to its end, looking at the memory of its whole process group every so many seconds."""
    watched, begun = Watched(), time.monotonic()
    with tempfile.TemporaryFile("w+") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", *command], env=ground.environment, cwd=ROOT, stdout=out, start_new_session=True
        )
        while running.poll() is None:
            watched.peak = max(watched.peak, megabytes(running.pid))
            time.sleep(every)
        out.seek(0)
        watched.lines = out.read().splitlines()
    watched.seconds = time.monotonic() - begun
    if running.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {running.returncode}")
    return watched


def megabytes(session: int) -> float:
    """What the processes of a session hold; pages that several share count once, by their shares (PSS, proc(5))."""
    return sum(_shares(folder) for folder in Path("/proc").glob("[0-9]*") if _session_of(folder) == session) / 1024


def _session_of(folder: Path) -> int | None:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[3])
    except OSError:  # it has ended
        return None


def _shares(folder: Path) -> int:
    try:
        lines = (folder / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
