"""Plans for both sides, and the peer's answers to them."""

import json
import subprocess
from typing import Any

import numpy as np

from benchmarks.features.rows import ROOT
from touchline.football.margins import METHODS

PEER_PYTHON = ROOT / ".tools" / "bench-models" / "bin" / "python"
PEER = "penaltyblog"
SIZE = 13
LINES = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]
HANDICAPS = [line / 4 for line in range(-8, 9)]
SEED = 20190801


def rates(number: int) -> list[list[float]]:
    """Goals of both sides and ρ of made matches, all within what leagues know."""
    dice = np.random.default_rng(SEED)
    return np.column_stack([dice.uniform(0.3, 3.5, (number, 2)), dice.uniform(-0.15, 0.05, number)]).tolist()


def prices(number: int) -> list[list[float]]:
    """Decimal odds of made matches, with margins of 1 to 12%."""
    dice = np.random.default_rng(SEED + 1)
    fair = dice.dirichlet([3.0, 2.0, 2.5], number).clip(0.03, 0.9)
    fair /= fair.sum(axis=1, keepdims=True)
    return np.maximum(1.001, 1 / (fair * dice.uniform(1.01, 1.12, (number, 1)))).tolist()


def theirs(work: str, **plan: Any) -> dict[str, Any]:
    """What the peer answers, in a process and an environment of its own."""
    whole = {"work": work, "size": SIZE, "lines": LINES, "handicaps": HANDICAPS, "methods": list(METHODS)} | plan
    command = [str(PEER_PYTHON), "-m", "benchmarks.models.peer"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(whole), text=True, capture_output=True)
    if done.returncode:
        raise SystemExit(f"the peer ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout))
