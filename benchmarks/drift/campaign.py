"""`make verify-drift`: false alarms of quiet seasons and delays of shifts, on four recorded leagues.

Leaves `build/drift.json` and two drawings beside it. The threshold of the pooled charts is drawn from the predictions
of 2012/13 to 2016/17; 2017/18 and 2018/19 tuned nothing.
"""

import argparse
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.drift.charts import paths
from benchmarks.drift.deciding import decided
from benchmarks.drift.delays import (
    RESTART,
    by_the_charts,
    by_the_rule,
    made_shifts,
    made_shifts_by_the_rule,
    worse_scores,
)
from benchmarks.drift.drawing import drawn
from benchmarks.drift.false_alarms import as_they_were, permuted
from benchmarks.drift.players import measured as measured_players
from benchmarks.drift.players import ratios
from benchmarks.drift.seasons import LEAGUES, League, league, pooled
from benchmarks.features.rows import ROOT, machine
from touchline.drift_monitor.detectors.calibration_cusum import TILT, threshold_for

BUILD = ROOT / "build"
FITTED = range(2012, 2017)
ONCE_IN = 20  # seasons, at most one false alarm of the pooled charts
PARTS = ("decided", "players")
KEPT = 500  # points of a drawn line


def main() -> None:
    """Measure, write after each part, draw, tell."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--histories", type=Path, default=BUILD / "drift")
    asking.add_argument("--permutations", type=int, default=20)
    asking.add_argument("--draws", type=int, default=100)
    asking.add_argument("--seed", type=int, default=8)
    asking.add_argument("--only", choices=PARTS, help="one of the quick parts alone, and no drawings")
    asked = asking.parse_args()
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    found: dict[str, Any] = {"command": "make verify-drift", "commit": commit.strip(), "machine": machine()}
    found |= {"seed": asked.seed, "leagues": LEAGUES, "tilt": TILT}
    if asked.only != "decided":
        found["players"] = measured_players(
            ratios(asked.histories / "E0" / "players.parquet"), 2 * asked.draws, asked.seed
        )
        print("players", json.dumps(rounded(found["players"])), flush=True)
    if asked.only == "players":
        return written("drift-players.json", found)
    leagues = [league(code, asked.histories / code / "history.parquet") for code in LEAGUES]
    thresholds = {one.code: threshold(one, len(leagues), asked) for one in leagues}
    pool = pooled(leagues)
    thresholds["all"] = threshold(pool, 1, asked)
    found["thresholds"] = thresholds
    found["decided"] = decided(leagues, thresholds["all"])
    print("decided", json.dumps(rounded(found["decided"])), flush=True)
    if asked.only == "decided":
        return written("drift-decided.json", found)
    for name, part in measured(leagues, pool, thresholds, asked):
        found[name] = part
        written("drift.json", found)
        print(name, json.dumps(rounded(part)), flush=True)
    (BUILD / "drift-evidence.svg").write_text(evidence_drawing(pool, thresholds["all"]))
    (BUILD / "drift-delays.svg").write_text(delay_drawing(found))


def written(name: str, found: dict[str, Any]) -> None:
    """Into the folder of what is made."""
    (BUILD / name).write_text(json.dumps(rounded(found), indent=1) + "\n")


def measured(leagues: list[League], pool: League, thresholds: dict[str, float], asked: argparse.Namespace):
    """Each part by its name, the quick ones first."""
    england = leagues[0]
    quiet_pool = pool.chosen(np.flatnonzero(np.isin(pool.years, (2017, 2018))))
    quiet = england.chosen(np.flatnonzero(np.isin(england.years, range(2009, 2019))))
    since = min(RESTART.values())
    yield "empty_stadiums_pooled", by_the_charts(pool, thresholds["all"], since)
    for one in leagues:
        known = one.chosen(np.flatnonzero(~np.isnan(one.scores)))
        told = {"rule": by_the_rule(one), "charts": by_the_charts(known, thresholds[one.code], RESTART[one.code])}
        yield f"empty_stadiums_{one.code}", told
    yield "quiet_seasons", as_they_were(leagues, thresholds["all"])
    rounds = len(quiet_pool.days) / 2 / 38
    yield "made_shifts_pooled", made_shifts(quiet_pool, thresholds["all"], asked.draws, asked.seed, rounds)
    yield "made_shifts_one_league", made_shifts(quiet, thresholds["E0"], asked.draws, asked.seed, 10)
    yield "made_shifts_rule", made_shifts_by_the_rule(quiet, asked.draws, asked.seed, 10)
    yield "worse_scores", worse_scores(quiet, asked.draws // 4, asked.seed, 10)
    yield "permuted_seasons", permuted(leagues, thresholds["all"], asked.permutations, 38, asked.seed)


def threshold(one: League, share: int, asked: argparse.Namespace) -> float:
    """The evidence that is passed once in so many seasons, all that look so taken together."""
    known = one.chosen(np.flatnonzero(np.isin(one.years, FITTED)))
    return threshold_for(known.probabilities, len(FITTED) / ONCE_IN / share, draws=2 * asked.draws, seed=asked.seed)


def rounded(found: Any) -> Any:
    """Four digits that count."""
    if isinstance(found, dict):
        return {key: rounded(value) for key, value in found.items()}
    if isinstance(found, list):
        return [rounded(value) for value in found]
    return float(f"{found:.4g}") if isinstance(found, float) else found


def evidence_drawing(pool: League, level: float) -> str:
    """All charts from 2005 on."""
    shown = pool.chosen(np.flatnonzero(pool.years >= 2005))
    step = max(1, len(shown.days) // KEPT)
    lines = {}
    for name, path in paths(shown).items():
        highest = [(float(shown.days[at]), float(path[at : at + step].max())) for at in range(0, len(path), step)]
        lines[name] = [(day, round(value, 2)) for day, value in highest]
    years = range(2006, int(shown.years.max()) + 2, 3)
    across = {
        float((np.datetime64(f"{year}-01-01") - np.datetime64("1970-01-01")).astype(int)): str(year) for year in years
    }
    title = "Evidence against calibration, four leagues pooled, nats; without a new beginning after an alarm"
    return drawn(title, lines, across, (level, f"threshold {level:.1f}"))


def delay_drawing(found: dict[str, Any]) -> str:
    """Median delays by size of the shift."""
    names = {
        "pooled charts": "made_shifts_pooled",
        "charts, one league": "made_shifts_one_league",
        "rule, one league": "made_shifts_rule",
    }
    lines = {}
    for name, key in names.items():
        known = [(float(tilt), told["median_match_days"]) for tilt, told in found[key].items()]
        if line := [(tilt, days) for tilt, days in known if days is not None]:
            lines[name] = line
    falls = {float(tilt): f"-{told['home_wins_fewer_by']:.1%}" for tilt, told in found["made_shifts_pooled"].items()}
    return drawn("Median delay in match days, by how many fewer home wins there are", lines, falls)


if __name__ == "__main__":
    main()
