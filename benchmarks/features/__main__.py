"""`make bench-features`: online reads and as-of joins beside Feast, ratings beside penaltyblog; freshness, back-fill.

Every run is a process of its own; ours and theirs in turn, on the same files and the same Redis server.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.features import timelines
from benchmarks.features.correcting import correction
from benchmarks.features.feeding import own_stack
from benchmarks.features.folding import folds
from benchmarks.features.freshness import freshness
from benchmarks.features.growth import growth
from benchmarks.features.joining import Ground, joining
from benchmarks.features.matches import chosen
from benchmarks.features.reading import online
from benchmarks.features.rows import ROOT, Row, machine, show
from touchline.football.catalogue import LATEST, catalogue
from touchline.schemas.records import Match

OUT = ROOT / "build" / "bench" / "features.json"
FEATURES = 40
MUST_BE_NONE = ("differing-cells", "differing-cells/brute-force")
SEASONS_JOINED = ("2014/15", "2015/16", "2016/17", "2017/18", "2018/19")


def main() -> int:
    """Measure the parts that ONLY names (all without it), write after each, tell; 1 when cells differ."""
    source, matches = chosen()
    parts: Mapping[str, Callable[[], Iterator[Row]]] = {
        "reading": lambda: _beside_feast(matches, _reading),
        "joining": lambda: _beside_feast(matches, joining),
        "folding": lambda: iter(folds(matches)),
        "stack": _on_a_stack,
    }
    asked = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(parts)
    if unknown := [name for name in asked if name not in parts]:
        raise SystemExit(f"there is no part {unknown[0]!r}; ONLY may name {', '.join(parts)}")
    before = json.loads(OUT.read_text())["rows"] if OUT.exists() and len(asked) < len(parts) else []
    load, rows = {"before": _load()}, list[Row]()
    for name in asked:
        rows += _shown(parts[name]())
        load[name] = _load()
        found = {"rows": _merged(before, rows), "machine": machine(), "input": source, "load": load}
        OUT.parent.mkdir(parents=True, exist_ok=True)
        OUT.write_text(json.dumps(found, indent=1) + "\n")
    return int(any(row.ours for row in rows if row.name in MUST_BE_NONE))


def _beside_feast(matches: Sequence[Match], part: Callable[[Ground], Iterator[Row]]) -> Iterator[Row]:
    features = [one.name for one in catalogue(LATEST).teams][:FEATURES]
    if len(features) < FEATURES:
        raise SystemExit(f"catalogue {LATEST} has {len(features)} features of teams, {FEATURES} are compared")
    found = timelines.of_matches([one for one in matches if one.season in SEASONS_JOINED])
    with TemporaryDirectory(prefix="touchline-features-") as folder:
        ground = Ground(timelines.frame(found), features, Path(folder))
        timelines.write_snapshot(found, ground.snapshot)
        yield from part(ground)


def _reading(ground: Ground) -> Iterator[Row]:
    yield from online(ground.rows, ground.features, ground.folder)


def _on_a_stack() -> Iterator[Row]:
    yield from freshness()
    with own_stack() as ground:
        yield from correction(ground)
    with own_stack() as ground:
        yield from growth(ground)


def _shown(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        show([row])
        yield row


def _load() -> float:
    """Programs that wanted to run in the last minute: above the number of cores, figures tell of a busy machine."""
    return round(os.getloadavg()[0], 1)


def _merged(before: Sequence[dict[str, object]], rows: Sequence[Row]) -> list[dict[str, object]]:
    """A part measured alone replaces its own rows only."""
    names = {row.name for row in rows}
    return [one for one in before if one["name"] not in names] + [asdict(row) for row in rows]


if __name__ == "__main__":
    sys.exit(main())
