"""Samples for both sides, and the peer's answers to them."""

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.features.rows import ROOT

PEER_PYTHON = ROOT / ".tools" / "bench-drift" / "bin" / "python"
PEER = "evidently"
SEED = 20200617
FEATURES, ROWS = 40, 10_000
COUNTED = 10  # of the features have four values, the others are continuous


def samples(rows: tuple[int, int], features: int = FEATURES, counted: int = COUNTED) -> tuple[np.ndarray, np.ndarray]:
    """A window and its reference; every second feature has moved a little."""
    dice = np.random.default_rng(SEED)
    made = []
    for number, moved in zip(rows, (0.1, 0.0), strict=True):
        shift = moved * (np.arange(features - counted) % 2)
        continuous = dice.normal(size=(number, features - counted)) + shift
        few = dice.choice(4, size=(number, counted), p=[0.4, 0.3, 0.2 - moved, 0.1 + moved]).astype(float)
        made.append(np.hstack([continuous, few]))
    return made[0], made[1]


def theirs(work: str, window: np.ndarray, reference: np.ndarray, folder: Path, **plan: Any) -> dict[str, Any]:
    """What the peer answers, in a process and an environment of its own."""
    files = {"window": folder / "window.npy", "reference": folder / "reference.npy"}
    for name, values in zip(files, (window, reference), strict=True):
        np.save(files[name], values)
    whole = {"work": work, **{name: str(file) for name, file in files.items()}} | plan
    command = [str(PEER_PYTHON), "-m", "benchmarks.drift.peer"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(whole), text=True, capture_output=True)
    if done.returncode:
        raise SystemExit(f"the peer ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout))
