"""Skew between what was served and what history says was served: `make verify-skew` writes it to `benchmarks/results/`.

Recorded seasons are told to a running store as they would have come, with results that were wrong at first, fixtures
that move and such as are taken back. After each word Redis is read as readers do. Then (entity, moment) is sampled.
"""

import argparse
import asyncio
import json
import logging
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.skew.comparing import Ends, Outcome, compared
from tests.skew.living import store
from tests.skew.seasons import Told, told
from tests.stack import ROOT, RunningStack, running_stack
from touchline.feature_store.config import FeatureStoreSettings
from touchline.feature_store.history.reading.database import from_database
from touchline.feature_store.history.subjects import Subject
from touchline.runtime.logs import configure_logs

PARTS = "mariadb,migrations,redis,s3"
SEASONS = ("1415", "1516", "1617", "1718", "1819")


def main(arguments: Sequence[str] | None = None) -> int:
    """Live, compare, write; 1 when a cell differs."""
    chosen = _parser().parse_args(arguments)
    configure_logs("feature-store", "verify-skew", logging.WARNING)  # a line a fold is not what one came for
    if not (recorded := os.environ.get("TOUCHLINE_RECORDED")):
        raise SystemExit("there are no recorded documents: name their folder in .env, TOUCHLINE_RECORDED=…")
    folder = Path(recorded) / "football-data.co.uk" / "E0"
    files = [folder / f"E0_{season}.csv" for season in chosen.seasons]
    with tempfile.TemporaryDirectory(prefix="touchline-skew-") as data, running_stack(Path(data), PARTS) as stack:
        found = asyncio.run(measured(stack, files, chosen.samples, chosen.seed))
    today = datetime.now(UTC).date().isoformat()
    report = {
        "command": f"make verify-skew SAMPLES={chosen.samples}",
        "commit": _git("rev-parse", "--short", "HEAD") + ("" if not _git("status", "--porcelain") else " and changes"),
        "date": today,
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "seed": chosen.seed,
        "documents": [f"football-data/mmz4281/{season}/E0.csv" for season in chosen.seasons],
        **found,
    }
    out = chosen.out or ROOT / "benchmarks" / "results" / f"skew-{today}.json"
    out.write_text(json.dumps(report, indent=1) + "\n")
    print(f"{report['samples']} samples, {report['cells']} cells compared, {report['differing_cells']} differ")
    return int(report["differing_cells"] > 0)


async def measured(stack: RunningStack, files: Sequence[Path], samples: int, seed: int) -> dict[str, Any]:
    """Live through these season files on a running stack, and compare so many samples, half of them of matches."""
    seasons, begun = told(files, seed), time.monotonic()
    async with store(settings_of(stack)) as running:
        seen = await running.live(seasons)
        lived = time.monotonic() - begun
        source = await asyncio.to_thread(from_database(running.settings).held, Subject.MATCH, Subject.TEAM)
        outcomes = {
            subject.value: await asyncio.to_thread(
                compared, seen, source, subject, ends_of(subject, seasons), samples // 2, seed
            )
            for subject in (Subject.MATCH, Subject.TEAM)
        }
    return {
        "moments": len(seasons),
        "vectors_read": sum(map(len, seen.log.values())),
        "seconds": {"lived": round(lived, 1), "compared": round(time.monotonic() - begun - lived, 1)},
        **_together(list(outcomes.values())),
        "by_subject": {subject: asdict(one) for subject, one in outcomes.items()},
    }


def settings_of(stack: RunningStack) -> FeatureStoreSettings:
    """The feature-store's settings on a stack."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stack.environment.items():
            patch.setenv(name, value)
        return FeatureStoreSettings()


def ends_of(subject: Subject, seasons: Sequence[Told]) -> Ends:
    """Matches up to the kick-off that they had in the end, which no earlier word put before it; teams to the end."""
    last = seasons[-1].at
    matches = {match.match_id: match for told_at in seasons for match in told_at.matches}
    if subject is Subject.MATCH:
        return Ends(seasons[0].at, {one: min(match.event_time, last) for one, match in matches.items()})
    teams = {team for match in matches.values() for team in (match.home_team, match.away_team)}
    return Ends(seasons[0].at, dict.fromkeys(sorted(teams), last))


def _together(outcomes: Sequence[Outcome]) -> dict[str, int]:
    parts = [asdict(one) for one in outcomes]
    return {name: sum(part[name] for part in parts) for name in parts[0]}


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True).stdout.strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.skew.campaign", description=__doc__)
    parser.add_argument("--samples", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seasons", nargs="+", default=SEASONS, help="of E0, such as 1819")
    parser.add_argument("--out", type=Path, help="instead of benchmarks/results/skew-<date>.json")
    return parser


if __name__ == "__main__":
    sys.exit(main())
