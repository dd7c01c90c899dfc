"""`make bench-models`: a walk-forward refit of Dixon–Coles, and grids with their markets, beside penaltyblog."""

import json
import statistics
import time

import numpy as np

from benchmarks.features.matches import chosen
from benchmarks.features.rows import ROOT, Row, beside, machine, show
from benchmarks.models.refitting import refitted
from benchmarks.models.sides import HANDICAPS, LINES, PEER, SIZE, rates, theirs
from touchline.football import markets
from touchline.football.scoreline import dixon_coles_grid

OUT = ROOT / "build" / "bench" / "models.json"
SEASONS = ("2014/15", "2015/16", "2016/17", "2017/18", "2018/19")
MATCHES, REPEATS = 500, 5


def main() -> None:
    """Measure, write, tell."""
    source, matches = chosen()
    rows = [*refitting(matches), grids()]
    show(rows)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    content = {"rows": [{name: getattr(row, name) for name in Row.__slots__} for row in rows]}
    OUT.write_text(json.dumps(content | {"machine": machine(), "input": source}, indent=1) + "\n")


def refitting(matches):
    """The refit's seconds, and the worst of our gains in likelihood."""
    found = refitted(matches, SEASONS)
    note = f"{found['matches']} matches, five seasons; least gain in log-likelihood {min(found['gains']):.2e}"
    figures = found["ours"], found["theirs"]
    yield beside("dixon-coles-refit", "s", figures, PEER, found["refits"], more_is_better=False, note=note)
    yield Row("dixon-coles-likelihood-gain", "nats", float(f"{min(found['gains']):.3g}"), found["refits"], PEER)


def grids() -> Row:
    """A grid a match with 1X2, both to score, six totals and seventeen handicaps."""
    asked = rates(MATCHES)
    peer = theirs("grids", rates=asked, repeats=REPEATS)["seconds"]
    seconds = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        grid = dixon_coles_grid(*np.array(asked).T, size=SIZE)
        _ = (markets.result(grid), markets.both_to_score(grid), [markets.total(grid, line) for line in LINES])
        _ = [markets.asian_handicap(grid, line) for line in HANDICAPS]
        seconds.append(time.perf_counter() - begun)
    figures = statistics.median(seconds) / MATCHES * 1e6, statistics.median(peer) / MATCHES * 1e6
    return beside("grid-and-markets", "µs/match", figures, PEER, MATCHES, more_is_better=False, note="ours all at once")


if __name__ == "__main__":
    main()
