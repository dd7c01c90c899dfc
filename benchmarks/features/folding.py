"""The fold in matches a second: everything, and ratings alone beside penaltyblog's."""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from benchmarks.features.rows import Row, beside, ours, short, theirs
from touchline.schemas.records import Match

RUNS = 3
TIMES = 3  # from nothing, in each process
PEER = "penaltyblog"
EVERYTHING = "every feature, and a vector a match; no peer makes these"
ALONE = {
    "fold-elo": ("elo", "Elo alone, on both sides"),
    "fold-elo-pi": ("elo-pi", "Elo and pi-ratings alone, on both sides"),
}


def folds(matches: Sequence[Match]) -> Iterator[Row]:
    """Rows `fold`, `fold-elo` and `fold-elo-pi`."""
    plan = {
        "repeats": TIMES,
        "matches": [(one.home_team, one.away_team, one.home_goals, one.away_goals) for one in matches],
    }
    runs = [(ours("ratings", plan), theirs("ratings", plan)) for _ in range(RUNS)]
    n = len(matches)
    if folded := next((one["matches"] for one, _ in runs if one["matches"] != n), None):
        raise SystemExit(f"we folded {folded} of {n} matches, and they all: the figures would not compare")
    whole, others = [one for one, _ in runs], [other for _, other in runs]
    yield Row("fold", "matches/s", short(_speed(whole, "everything", n)), n, note=EVERYTHING)
    for name, (kind, note) in ALONE.items():
        figures = _speed(whole, kind, n), _speed(others, kind, n)
        yield beside(name, "matches/s", figures, PEER, n, more_is_better=True, note=note)


def _speed(runs: Sequence[dict[str, Any]], kind: str, matches: int) -> float:
    """Of the fastest time in each process the median."""
    return matches / float(median(min(run[kind]) for run in runs))
