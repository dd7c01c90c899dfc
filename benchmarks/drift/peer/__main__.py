"""Evidently: its drift report of two samples. `python -m benchmarks.drift.peer < plan.json`."""

import json
import sys
import time
from typing import Any

import numpy as np
import pandas as pd
from evidently import Report
from evidently.legacy.calculations.stattests import (
    chi_stat_test,
    jensenshannon_stat_test,
    ks_stat_test,
    psi_stat_test,
    wasserstein_stat_test,
)
from evidently.legacy.core import ColumnType
from evidently.presets import DataDriftPreset

TESTS = {
    "ks": (ks_stat_test, ColumnType.Numerical),
    "wasserstein": (wasserstein_stat_test, ColumnType.Numerical),
    "jensen-shannon": (jensenshannon_stat_test, ColumnType.Numerical),
    "psi": (psi_stat_test, ColumnType.Numerical),
    "chi-square": (chi_stat_test, ColumnType.Categorical),
}


def main() -> None:
    """Answer a plan."""
    plan = json.load(sys.stdin)
    window, reference = (frame(plan[side]) for side in ("window", "reference"))
    json.dump({"parity": parity, "report": report}[plan["work"]](window, reference, plan), sys.stdout)


def frame(file: str) -> pd.DataFrame:
    """A sample, its columns named by their place."""
    values = np.load(file)
    return pd.DataFrame(values, columns=[str(place) for place in range(values.shape[1])])


def report(window: pd.DataFrame, reference: pd.DataFrame, plan: dict[str, Any]) -> dict[str, Any]:
    """Seconds of each report after a first that warms up, and the last one's distances by column."""
    wall, processor = [], []
    for _ in range(plan["repeats"] + 1):
        begun, used = time.perf_counter(), time.process_time()
        told = Report([DataDriftPreset()]).run(window, reference).dict()
        wall.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
    columns = [one for one in told["metrics"] if "column" in one["config"]]
    distances = {one["config"]["column"]: [one["config"]["method"], float(one["value"])] for one in columns}
    return {"wall": wall[1:], "processor": processor[1:], "distances": distances}


def parity(window: pd.DataFrame, reference: pd.DataFrame, plan: dict[str, Any]) -> dict[str, Any]:
    """Each of its tests on each column."""
    return {
        name: [float(test(reference[column], window[column], kind, 0.05).drift_score) for column in window.columns]
        for name, (test, kind) in TESTS.items()
    }


if __name__ == "__main__":
    main()
