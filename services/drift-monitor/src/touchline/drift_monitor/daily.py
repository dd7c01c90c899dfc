"""The day's report on drift and quality: what is known at its end, as JSON and for people; pure."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np

from touchline.drift_monitor.detectors.report import FeatureReport, report
from touchline.drift_monitor.detectors.rule import REFERENCE, WINDOW, DriftVerdict
from touchline.drift_monitor.quality import Quality
from touchline.football.catalogue import CATALOGUES, WATCHED

FARTHEST = 5  # features of a pool that are shown to people; JSON has all of them


@dataclass(frozen=True, slots=True)
class PoolReport:
    """One pool: the rule's statistics now, every feature beside its reference, quality beside closing odds."""

    pool: str
    matches: int  # played, of those that are watched, up to window and reference
    quality: Quality | None
    verdicts: Sequence[DriftVerdict]
    features: Sequence[FeatureReport]


@dataclass(frozen=True, slots=True)
class Event:
    """A drift that was announced."""

    pool: str
    drifted: bool
    event_time: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Daily:
    """All of it. `charts` are those over all pools together, by their share of the threshold."""

    day: date
    pools: Sequence[PoolReport]
    charts: Mapping[str, float]
    events: Sequence[Event]  # the latest, newest first


def features_of(vectors: Sequence[Sequence[float]]) -> list[FeatureReport]:
    """The latest window of vectors, oldest first, beside what came before; none while that is too little.

    >>> features_of([(0.0,) * 20] * 10)
    []
    """
    if len(vectors) <= WINDOW:
        return []
    names = [feature.name for feature in CATALOGUES[WATCHED].matches]
    columns = np.asarray(vectors, dtype=np.float64)
    return report(columns[-WINDOW:], columns[-WINDOW - REFERENCE : -WINDOW], names)


def as_json(daily: Daily) -> bytes:
    """For programs; what is not known is null."""
    return (json.dumps(_plain(asdict(daily)), indent=1) + "\n").encode()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, date) else value


def as_page(daily: Daily) -> str:
    """For people, in Markdown."""
    charts = ", ".join(f"{name} {share:.2f}" for name, share in daily.charts.items())
    events = [f"* {one.event_time[:10]} `{one.pool}`: {one.sentence}" for one in daily.events]
    return "\n".join(
        [
            f"# Drift and quality, {daily.day.isoformat()}",
            f"\nCharts over all pools, as shares of their threshold: {charts or 'nothing is settled yet'}.",
            *(_section(one) for one in daily.pools),
            "\n## Events\n",
            *(events or ["None so far."]),
            "",
        ]
    )


def _section(pool: PoolReport) -> str:
    lines = [f"\n## {pool.pool}\n", f"{pool.matches} matches played."]
    if pool.quality:
        lines.append(
            f"Ranked probability score over {pool.quality.matches} matches: sealed {pool.quality.sealed:.4f}, closing"
            f" odds {pool.quality.closing:.4f} (lower is better)."
        )
    if pool.verdicts:
        strongest = max(pool.verdicts, key=lambda verdict: verdict.strength)
        lines.append(f"Strongest of {len(pool.verdicts)} statistics: {strongest.sentence}")
    else:
        lines.append("Too few matches for the rule.")
    farthest = sorted(pool.features, key=lambda one: (not one.far, -_size(one.distance)))[:FARTHEST]
    if farthest:
        lines += ["\n| feature | distance | stability index | missing |", "|---|---|---|---|"]
        lines += [
            f"| {one.feature} | {one.distance:.3f} | {one.stability_index:.3f} | {one.missing:.1%} |"
            for one in farthest
        ]
    return "\n".join(lines)


def _size(distance: float) -> float:
    return distance if math.isfinite(distance) else math.inf
