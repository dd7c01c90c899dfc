"""The page of speed, with drawings, of the latest results of the benchmarks."""

from typing import Any

from docs.site.reference.drawing import bars
from docs.site.reference.results import latest, row

KINDS = ("serving", "features", "models", "bench-drift")
NAMES = {
    "known-fixture": "answers about a known match",
    "hypothetical": "answers about a meeting not planned",
    "online-p50": "features online, median",
    "online-p99": "features online, 99th percentile",
    "as-of-20k/duckdb": "features as of, 20,000 rows",
    "as-of-1m/duckdb": "features as of, a million rows",
    "dixon-coles-refit": "Dixon–Coles refitted",
    "grid-and-markets": "a grid and its markets",
    "report-40x10k/processor": "a drift report, processor time",
}
BEFORE = """\
# Performance

Made from the latest files of [`benchmarks/results`](../benchmarks/results/README.md), each with its command, commit and
load; what each measures stands beside its code ([serving](../benchmarks/serving/README.md),
[features](../benchmarks/features/README.md), [models](../benchmarks/models/README.md),
[drift](../benchmarks/drift/README.md)). All on two cores, which clients and peers shared.
[Capacity](capacity.md) goes on from here.
"""


def against() -> list[tuple[str, dict[str, Any], str]]:
    """What was measured beside a peer: its words, its row, its file."""
    found = []
    for kind in KINDS:
        file, content = latest(kind)
        seen: set[str] = set()
        for one in content["rows"]:
            if one["name"] in NAMES and one["ratio"] and one["name"] not in seen:
                seen.add(one["name"])
                found.append((NAMES[one["name"]], one, file))
    return found


def freshness() -> list[tuple[str, float, str]]:
    """From a message to Redis, by messages a second."""
    _, content = latest("freshness")
    rows = (("20 a second", "/20-a-second"), ("50 a second", "/50-a-second"), ("100 a second", ""))
    return [
        (f"{words}, {name}", row(content, f"freshness-{at}{suffix}")["ours"], "")
        for words, suffix in rows
        for at, name in (("p50", "median"), ("p99", "99th percentile"))
    ]


def drawings() -> dict[str, str]:
    """File names and SVG."""
    ratios = [(words, one["ratio"], f"{one['ratio']:.1f} × {one['peer']}") for words, one, _ in against()]
    fresh = [(label, value, f"{value:.0f} ms") for label, value, _ in freshness()]
    return {
        "performance-peers.svg": bars("Times better than a peer on the same machine (logarithmic)", ratios, 1.0),
        "performance-freshness.svg": bars("From a message on Kafka to the vector in Redis, ms (line: 50)", fresh, 50.0),
    }


def page() -> str:
    """The tables behind the drawings."""
    lines = [BEFORE.rstrip("\n"), "\n![Beside peers](images/performance-peers.svg)\n"]
    lines += ["| | ours | | peer | theirs | times | file |", "|---|---|---|---|---|---|---|"]
    for words, one, file in against():
        cells = (words, f"{one['ours']:g}", one["unit"], one["peer"], f"{one['theirs']:g}", f"{one['ratio']:.1f}")
        lines.append("| " + " | ".join(cells) + f" | [{file}](../benchmarks/results/{file}) |")
    file, _ = latest("freshness")
    lines += ["\n## Freshness\n", "![Freshness](images/performance-freshness.svg)\n"]
    lines.append(f"One worker, ten pools, an open loop of one-row messages ([{file}](../benchmarks/results/{file})).")
    return "\n".join(lines) + "\n"
