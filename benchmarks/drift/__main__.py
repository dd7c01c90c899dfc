"""`make bench-drift`: a report of 40 features and 10,000 rows a side, beside Evidently's."""

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.drift.sides import FEATURES, PEER, ROWS, samples, theirs
from benchmarks.features.rows import ROOT, Row, beside, machine, show
from touchline.drift_monitor.detectors.report import report

OUT = ROOT / "build" / "bench" / "drift.json"
REPEATS, THEIRS = 10, 3  # ours as often before the peer as after it


def main() -> None:
    """Measure, write, tell."""
    rows = list(reports())
    show(rows)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    content = {"rows": [{name: getattr(row, name) for name in Row.__slots__} for row in rows]}
    OUT.write_text(json.dumps(content | {"machine": machine()}, indent=1) + "\n")


def reports() -> Iterator[Row]:
    """Both sides on the same samples, and how far their statistics are apart."""
    window, reference = samples((ROWS, ROWS))
    names = [str(place) for place in range(FEATURES)]
    before = timed(window, reference, names)
    with tempfile.TemporaryDirectory() as folder:
        peer = theirs("report", window, reference, Path(folder), repeats=THEIRS)
    after = timed(window, reference, names)
    for number, (name, key) in enumerate((("report-40x10k", "wall"), ("report-40x10k/processor", "processor"))):
        figures = statistics.median(before[number] + after[number]), statistics.median(peer[key])
        yield beside(name, "s", figures, PEER, 2 * REPEATS, more_is_better=False, note=f"{THEIRS} of theirs")
    found = {one.feature: one.distance for one in report(window, reference, names)}
    apart = max(abs(found[name] - distance) for name, (_, distance) in peer["distances"].items())
    assert found.keys() == peer["distances"].keys()
    assert apart < 1e-9, f"the statistics are {apart} apart"
    yield Row("report-40x10k/apart", "distance", float(f"{apart:.2g}"), FEATURES, PEER)


def timed(window: np.ndarray, reference: np.ndarray, names: list[str]) -> tuple[list[float], list[float]]:
    """Seconds on the clock and on the processor, after a first report that warms up."""
    wall, processor = [], []
    for _ in range(REPEATS + 1):
        begun, used = time.perf_counter(), time.process_time()
        report(window, reference, names)
        wall.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
    return wall[1:], processor[1:]


if __name__ == "__main__":
    main()
