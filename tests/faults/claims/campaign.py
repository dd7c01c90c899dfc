"""`make verify-claims`: each retraining request claimed and run once, none missed, whoever is killed meanwhile.

`mass`: the real claim, Kafka and MariaDB; Airflow's part and the training are stand-ins. `real`: Airflow's own
scheduler and triggerers on PostgreSQL, the training a short command. `stopped`: Airflow away for a while, then back.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.features.rows import machine
from tests.faults.claims import mass, real
from tests.faults.ground import ROOT, running_stack

PARTS = ("mass", "real", "stopped")


def main() -> int:
    """Run, write after each part, tell; exit 1 when a request was missed or answered twice."""
    asked = _parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the stack is ended, also by a time limit
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(asked.out.read_text()) if asked.out.exists() else {}
    found |= {"command": "make verify-claims", "machine": machine()}
    wrong = 0
    for name, part in _parts(asked):
        found[name] = {"commit": commit.strip(), "seed": asked.seed, **part}
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps(found, indent=1) + "\n")
        print(name, json.dumps(part), flush=True)
        wrong += int(part["missed"]) + int(part["doubled"])
    return int(wrong > 0)


def _parts(asked: argparse.Namespace) -> Any:
    """Each part that was asked for, with what it came to."""
    if "mass" in asked.parts:
        with tempfile.TemporaryDirectory(prefix="touchline-claims-") as data, running_stack(Path(data)) as ground:
            yield "mass", mass.run(ground, asked.events, asked.kills, asked.seed).told()
    if {"real", "stopped"} & set(asked.parts):
        with tempfile.TemporaryDirectory(prefix="touchline-claims-") as data, real.airflow(Path(data)) as running:
            if "real" in asked.parts:
                yield "real", real.sample(running, asked.sample, asked.sample_kills, asked.seed).told()
            if "stopped" in asked.parts:
                told = real.stopped(running, asked.meanwhile, asked.stopped, asked.seed).told()
                yield "stopped", {"stopped_seconds": asked.stopped, **told}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.claims.campaign", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--events", type=int, default=1000, help="requests of `mass`")
    parser.add_argument("--kills", type=int, default=60, help="of `mass`: triggerer, scheduler, trainer in turn")
    parser.add_argument("--sample", type=int, default=30, help="requests of `real`")
    parser.add_argument("--sample-kills", type=int, default=6, help="of `real`")
    parser.add_argument("--stopped", type=float, default=600.0, help="seconds that Airflow is away")
    parser.add_argument("--meanwhile", type=int, default=10, help="requests while it is away")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "claims.json")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
