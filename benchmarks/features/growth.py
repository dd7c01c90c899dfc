"""A back-fill, and one of ten times the history: seconds and memory. `python -m benchmarks.features.growth`."""

import sys
import threading
import time

from benchmarks.backfill_memory import SAMPLED_EVERY, megabytes
from benchmarks.features import made
from benchmarks.features.feeding import consuming, own_stack, send, until_folded, with_empty_store
from benchmarks.features.rows import Row, show
from tests.integration.ground import Ground

COMPETITIONS = ("E0", "D1", "F1", "I1")
FIRST, SEASONS, TIMES = 1993, 30, 10


def main() -> int:
    """Measure and print."""
    with own_stack() as ground:
        show(growth(ground))
    return 0


def growth(ground: Ground) -> list[Row]:
    """Rows `back-fill` and `back-fill-memory`, of a tenth and of the whole; a fresh database reads the topic from 0."""
    few, rows, messages, matches = SEASONS // TIMES, list[Row](), 0, 0
    for share, years in (("/tenth", range(FIRST, FIRST + few)), ("", range(FIRST + few, FIRST + SEASONS))):
        history = [one for code in COMPETITIONS for year in years for one in made.season(code, year)]
        messages += send(ground, history)
        matches += len(history)
        seconds, peak = _filled(with_empty_store(ground), messages)
        note = "from the start of the worker's process until nothing is stale"
        rows += [
            Row(f"back-fill{share}", "s", round(seconds, 1), matches, note=note),
            Row(f"back-fill-memory{share}", "MB", round(peak), matches, note="of the worker's process"),
        ]
    return rows


def _filled(ground: Ground, messages: int) -> tuple[float, float]:
    begun = time.monotonic()
    with consuming(ground) as process:
        peak, stop = [0.0], threading.Event()
        watching = threading.Thread(target=_watch, args=(process, peak, stop), daemon=True)
        watching.start()
        until_folded(ground, messages)
        seconds = time.monotonic() - begun
        stop.set()
        watching.join()
    return seconds, max(peak)


def _watch(session: int, peak: list[float], stop: threading.Event) -> None:
    while not stop.wait(SAMPLED_EVERY):
        peak[0] = max(peak[0], megabytes(session))


if __name__ == "__main__":
    sys.exit(main())
