"""Every dialect under the fuzzer, one after the other: `python -m tests.fuzz.campaign --executions 200000`.

The outcome goes to `benchmarks/results/fuzz-<date>.json`; a dialect that is run again that day replaces its own.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from touchline.normalizer.dialects.registry import DIALECTS

ROOT = Path(__file__).parents[2]
FOUND = ROOT / "build" / "fuzz"


def main() -> int:
    """Run and write; exit 1 when anything was found."""
    asked = _parser().parse_args()
    outcomes: dict[str, Any] = {}
    for source in asked.source or DIALECTS:
        outcomes[source] = {"commit": commit(), "seed": asked.seed, **run(source, asked)}
        print(sentence(source, outcomes[source]), flush=True)
        write(outcomes, asked)
    return int(any(outcome["findings"] for outcome in outcomes.values()))


def run(source: str, asked: argparse.Namespace) -> dict[str, Any]:
    """One dialect in a process of its own, which libFuzzer may end."""
    found = FOUND / source
    shutil.rmtree(found, ignore_errors=True)
    found.mkdir(parents=True)
    limits = ["--executions", str(asked.executions), "--seconds", str(asked.seconds), "--seed", str(asked.seed)]
    command = [sys.executable, "-m", "tests.fuzz.dialect", source, *limits, "--found", str(found)]
    with (found / "log").open("wb") as log:
        code = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log).returncode
    outcome = found / "outcome.json"
    if outcome.exists():
        return dict(json.loads(outcome.read_text()))
    return {"executions": 0, "seconds": 0, "findings": {f"ended with {code}, see {found.relative_to(ROOT)}/log": 1}}


def sentence(source: str, outcome: Mapping[str, Any]) -> str:
    """For the person who waits.

    >>> sentence("fpl", {"executions": 2000, "seconds": 4, "findings": {}})
    'fpl: 2,000 executions in 4 s, nothing found'
    """
    found = "; ".join(f"{what} ({count} times)" for what, count in outcome["findings"].items()) or "nothing found"
    return f"{source}: {outcome['executions']:,} executions in {outcome['seconds']} s, {found}"


def write(outcomes: Mapping[str, Any], asked: argparse.Namespace) -> None:
    """Into the file of the day."""
    day = datetime.now(UTC).date().isoformat()
    file = asked.out or ROOT / "benchmarks" / "results" / f"fuzz-{day}.json"
    before = json.loads(file.read_text())["dialects"] if file.exists() else {}
    told = {
        "command": f"make verify-fuzz EXECUTIONS={asked.executions}",
        "date": day,
        "machine": f"{os.cpu_count()} cores, {sys.platform}, Python {sys.version.split()[0]}",
        "corpus": "samples and recorded documents" if os.environ.get("TOUCHLINE_RECORDED") else "samples",
    }
    file.write_text(json.dumps({**told, "dialects": {**before, **outcomes}}, indent=1) + "\n")


def commit() -> str:
    """What was fuzzed."""
    return _git("rev-parse", "--short", "HEAD") + (" and changes" if _git("status", "--porcelain") else "")


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True).stdout.strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.campaign", description=__doc__)
    parser.add_argument("--executions", type=int, default=200_000, help="of each dialect")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="for each dialect, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--source", action="append", choices=sorted(DIALECTS), help="only this one; may be repeated")
    parser.add_argument("--out", type=Path, help="another file for the outcome")
    return parser


if __name__ == "__main__":
    sys.exit(main())
