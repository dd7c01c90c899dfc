"""`make bench-ingest`: from addresses to normalised rows, ours beside requests + BeautifulSoup + pandas.

Both sides fetch the same documents over loopback HTTP and must find the same facts; each run is a process of its own,
ours and theirs in turn, and medians are told.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.ingest.documents import chosen
from touchline.normalizer.dialects.fbref import specification as fbref
from touchline.normalizer.dialects.football_data.bookmakers import BOOKMAKERS
from touchline.normalizer.dialects.names import folded
from touchline.normalizer.identities.reviewed import clubs_of, pools
from touchline.schemas.competitions import COMPETITIONS, known_as

ROOT = Path(__file__).parents[2]
PEER_PYTHON = ROOT / ".tools" / "bench-ingest" / "bin" / "python"
OUT = ROOT / "build" / "bench" / "ingest.json"
REPEATS = int(os.environ.get("REPEATS", "5"))
PASSES = 2  # in each process: the first warms caches up, the second is counted
PEER = "bs4-pandas"
EQUAL = 1e-6  # share by which sums of prices may differ


def main() -> int:
    """Measure, compare, write; 1 when the two sides do not find the same facts."""
    source, documents = chosen()
    with served() as base:
        plan = {
            "base": base,
            "passes": PASSES,
            "documents": [{"kind": one.kind, "key": one.key} for one in documents],
            **_dictionaries(),
        }
        runs = [(_run(sys.executable, "ours", plan), _run(str(PEER_PYTHON), "peer", plan)) for _ in range(REPEATS)]
    ours, theirs = [one for one, _ in runs], [other for _, other in runs]
    differences = list(_differences(ours[0]["accounts"], theirs[0]["accounts"]))
    rows = [*_speeds(ours, theirs), _memory(ours, theirs)]
    found = {"rows": rows, "machine": _machine(), "input": source, "documents": len(documents)}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({**found, "facts": ours[0]["accounts"], "differences": differences}, indent=1) + "\n")
    for row in rows:
        print(f"{row['name']:28} {row['unit']:7} {row['ours']:>10,} {row['theirs']:>10,}  ×{row['ratio']}")
    for difference in differences:
        print(difference)
    return int(bool(differences) and source == "recorded")


@contextmanager
def served() -> Iterator[str]:
    """The static server's address."""
    command = [sys.executable, "-m", "benchmarks.ingest.server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def _run(python: str, side: str, plan: dict[str, Any]) -> dict[str, Any]:
    command = [python, "-m", f"benchmarks.ingest.{side}"]
    answer = subprocess.run(command, cwd=ROOT, input=json.dumps(plan), text=True, capture_output=True)
    if answer.returncode:
        raise SystemExit(f"{side} ended with {answer.returncode}:\n{answer.stderr[-3000:]}")
    return dict(json.loads(answer.stdout))


def _dictionaries() -> dict[str, Any]:
    """What any reader of these documents must be told: names, leagues, letters of bookmakers."""
    english = {"E0", "E1"} | set(fbref.COMPETITIONS.values())
    return {
        "clubs": {pool: {folded(name): club for name, club in clubs_of(pool).items()} for pool in pools()},
        "pools": {code: competition.pool for code, competition in COMPETITIONS.items()},
        "leagues": {
            source: {name: one.code for name, one in known_as(source).items()} for source in ("pinnacle", "oddsportal")
        },
        "fbref": {number: code for number, code in fbref.COMPETITIONS.items() if code in english},
        "bookmakers": {bookmaker: list(letters) for bookmaker, letters in BOOKMAKERS.items()},
    }


def _differences(ours: dict[str, Any], theirs: dict[str, Any]) -> Iterator[str]:
    for kind, account in ours.items():
        for name, value in account.items():
            other = theirs[kind][name]
            if abs(value - other) > EQUAL * abs(value):
                yield f"{kind}: {name} is {value} here and {other} there"


def _speeds(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facts a second: matches, books of prices and players' matches, from the request to the table."""
    facts = {
        kind: account["matches"] + account["odds"] + account["player_matches"]
        for kind, account in ours[0]["accounts"].items()
    }
    named = [("parse-rows", list(facts)), *((f"parse-rows/{kind}", [kind]) for kind in facts)]
    return [_speed(name, sum(facts[kind] for kind in kinds), kinds, ours, theirs) for name, kinds in named]


def _speed(
    name: str, facts: int, kinds: list[str], ours: list[dict[str, Any]], theirs: list[dict[str, Any]]
) -> dict[str, Any]:
    speeds = [facts / median(sum(one["seconds"][kind] for kind in kinds) for one in side) for side in (ours, theirs)]
    return _row(name, "rows/s", round(speeds[0]), round(speeds[1]), round(speeds[0] / speeds[1], 2), facts)


def _memory(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> dict[str, Any]:
    peaks = [round(median(one["megabytes"] for one in side)) for side in (ours, theirs)]
    return _row("memory", "MB", peaks[0], peaks[1], round(peaks[1] / peaks[0], 2), len(ours))


def _row(name: str, unit: str, ours: int, theirs: int, ratio: float, n: int) -> dict[str, Any]:
    return {"name": name, "unit": unit, "ours": ours, "peer": PEER, "theirs": theirs, "ratio": ratio, "n": n}


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
