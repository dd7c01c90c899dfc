"""The online read: latency of two entities × 40 features, ours and Feast's in turn on one Redis server."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

import polars as pl

from benchmarks.features.rows import Row, beside, ours, theirs
from benchmarks.features.server import redis_server

CALLS = 3_000
WARM = 300
RUNS = 5
MILLISECOND = 1e6  # nanoseconds
READERS = {
    "": ("nanoseconds", "the published layout, synchronous client on both sides"),
    "/service": ("service", "ours through the asynchronous reader of our services"),
}


def online(found: pl.DataFrame, features: Sequence[str], folder: Path) -> list[Row]:
    """Rows `online-p50` and `-p99`, and the same for our services' reader; SystemExit when the numbers differ."""
    latest = found.filter("served").sort("known_at").unique("team_id", keep="last", maintain_order=True)
    stamped = latest.select("team_id", event_timestamp="known_at", created="as_of").hstack(latest.select(features))
    stamped.write_parquet(folder / "latest.parquet")
    with redis_server(folder) as port:
        plan = {
            "port": port,
            "folder": str(folder / "online"),
            "rows": str(folder / "latest.parquet"),
            "latest": str(folder / "latest.parquet"),
            "features": list(features),
            "pairs": _pairs(latest["team_id"].sort().to_list()),
            "warm": WARM,
        }
        runs = [(ours("online", plan), theirs("online", plan)) for _ in range(RUNS)]
    differing = _differing(runs[-1][0]["values"], runs[-1][1]["values"])
    if differing:
        raise SystemExit(f"read online: {differing} of our values are not Feast's")
    return [
        _row(f"online-p{percent}{name}", runs, percent, kind, note)
        for name, (kind, note) in READERS.items()
        for percent in (50, 99)
    ]


def _pairs(teams: Sequence[str]) -> list[list[str]]:
    random = Random(1)
    return [random.sample(teams, 2) for _ in range(CALLS)]


def _differing(one: dict[str, list[float]], other: dict[str, list[float]]) -> int:
    if one.keys() != other.keys():
        return len(one.keys() ^ other.keys())
    return sum(a != b for team in one for a, b in zip(one[team], other[team], strict=True))


def _row(name: str, runs: Sequence[tuple[dict[str, Any], dict[str, Any]]], percent: int, kind: str, how: str) -> Row:
    mine = _percentile([one[kind] for one, _ in runs], percent)
    figures = (mine, _percentile([other["nanoseconds"] for _, other in runs], percent))
    note = f"{how}; medians of {RUNS} runs of {CALLS} calls each"
    return beside(name, "ms", figures, "feast", RUNS * CALLS, more_is_better=False, note=note)


def _percentile(runs: Sequence[Sequence[int]], percent: int) -> float:
    return float(median(quantiles(one, n=100)[percent - 1] for one in runs)) / MILLISECOND
