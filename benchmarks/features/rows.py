"""A line of `build/bench/features.json`."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PEER_PYTHON = ROOT / ".tools" / "bench-features" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of ours beside one of a peer's; `ratio` is above 1 where ours is better, `n` what was measured."""

    name: str
    unit: str
    ours: float
    n: int
    peer: str | None = None
    theirs: float | None = None
    ratio: float | None = None
    note: str | None = None


def beside(
    name: str,
    unit: str,
    figures: tuple[float, float],
    peer: str,
    n: int,
    *,
    more_is_better: bool,
    note: str | None = None,
) -> Row:
    """A row with its ratio.

    >>> beside("online-p99", "ms", (0.5, 2.0), "feast", 100, more_is_better=False).ratio
    4.0
    """
    ours, theirs = figures
    ratio = ours / theirs if more_is_better else theirs / ours
    return Row(name, unit, short(ours), n, peer, short(theirs), round(ratio, 2), note)


def short(figure: float) -> float:
    """Four digits that count.

    >>> short(0.123456), short(123456.7)
    (0.1235, 123500.0)
    """
    return float(f"{figure:.4g}")


def answered(python: str | Path, module: str, plan: dict[str, Any]) -> dict[str, Any]:
    """What a side printed, run as a process of its own."""
    command = [str(python), "-m", f"benchmarks.features.{module}"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(plan), text=True, capture_output=True)
    if done.returncode:
        raise SystemExit(f"{module} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout))


def ours(module: str, plan: dict[str, Any]) -> dict[str, Any]:
    """`answered` in our environment."""
    return answered(sys.executable, module, plan)


def theirs(module: str, plan: dict[str, Any]) -> dict[str, Any]:
    """`answered` in the peers' environment."""
    return answered(PEER_PYTHON, f"peer.{module}", plan)


def machine() -> str:
    """Where the figures come from."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def keep(rows: Sequence[Row], out: Path, **about: str) -> None:
    """Write them with the machine, and whatever else there is to say of the run."""
    out.parent.mkdir(parents=True, exist_ok=True)
    content = {"rows": [asdict(row) for row in rows], "machine": machine(), **about}
    out.write_text(json.dumps(content, indent=1) + "\n")


def show(rows: Sequence[Row]) -> None:
    """For who looks on."""
    for row in rows:
        other = "" if row.theirs is None else f"{row.peer} {row.theirs:>10,}  ×{row.ratio}"
        print(f"{row.name:28} {row.unit:9} {row.ours:>12,}  {other}", flush=True)
