"""How soon a shift is seen: made ones of stated size, and the empty stadiums."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from benchmarks.drift.charts import looks, outcome_strength, paths, pooled_alarms, rule_alarms, score_strength
from benchmarks.drift.seasons import League
from touchline.drift_monitor.detectors.adwin import adwin
from touchline.drift_monitor.detectors.calibration_cusum import CHARTS, cusum, evidence
from touchline.drift_monitor.detectors.page_hinkley import page_hinkley
from touchline.drift_monitor.detectors.rule import REFERENCE

TILTS = (0.1, 0.2, 0.3, 0.4)  # of log odds, from home to away
WORSE = (0.01, 0.02, 0.04)  # of the mean ranked probability score
RESTART = {"D1": date(2020, 5, 16), "E0": date(2020, 6, 17), "I1": date(2020, 6, 20), "F1": date(2020, 8, 21)}
SEASON = {"D1": 306, "E0": 380, "I1": 380, "F1": 380}  # matches of 2020/21
Alarm = Callable[[np.ndarray], int | None]  # of a history, the first place that is called a change


def drawn(probabilities: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Outcomes as likely as predicted."""
    bounds = probabilities.cumsum(axis=1)[:, :2]
    return (dice.random(len(probabilities))[:, None] > bounds).sum(axis=1)


def tilted(probabilities: np.ndarray, tilt: float) -> np.ndarray:
    """The same with the home side's advantage less."""
    lifted = probabilities * np.exp(tilt * np.array([-1.0, 0.0, 1.0]))
    return lifted / lifted.sum(axis=1, keepdims=True)


def summary(delays: list[int | None], round_size: float) -> dict[str, Any]:
    """Median and 90th percentile, in matches and in match days of a league; None: most, or a tenth, were not seen."""
    seen = np.array([np.inf if delay is None else delay for delay in delays])
    told = {"draws": len(delays), "seen": float(np.isfinite(seen).mean())}
    for name, share in (("median", 0.5), ("p90", 0.9)):
        matches = float(np.quantile(seen, share, method="higher"))
        told[f"{name}_matches"] = matches if np.isfinite(matches) else None
        told[f"{name}_match_days"] = round(matches / round_size, 1) if np.isfinite(matches) else None
    return told


def made_shifts(quiet: League, threshold: float, draws: int, seed: int, round_size: float) -> dict[str, Any]:
    """Quiet matches drawn anew, then as many with less advantage at home: when do the charts speak?"""
    dice, found = np.random.default_rng(seed), {}
    chances, number = quiet.probabilities, len(quiet.days)
    for tilt in TILTS:
        later, delays = tilted(chances, tilt), []
        for _ in range(draws):
            outcomes = np.concatenate([drawn(chances, dice), drawn(later, dice)])
            delays.append(_first_after(np.concatenate([chances, chances]), outcomes, threshold, number))
        fall = float((chances - later)[:, 0].mean())
        found[str(tilt)] = {"home_wins_fewer_by": round(fall, 4), **summary(delays, round_size)}
    return found


def _first_after(chances: np.ndarray, outcomes: np.ndarray, threshold: float, shift: int) -> int | None:
    """Matches from the shift to the first alarm of any chart after it; evidence from before counts."""
    highest = np.maximum.reduce([cusum(evidence(chances, outcomes, chart)) for chart in CHARTS.values()])
    passed = np.flatnonzero((highest[shift:] > threshold) & (highest[shift - 1] <= threshold))
    return int(passed[0]) + 1 if passed.size else None


def made_shifts_by_the_rule(quiet: League, draws: int, seed: int, round_size: float) -> dict[str, Any]:
    """The same for one league and the outcomes' index of the rule in use, over three seasons after the shift."""
    dice, found = np.random.default_rng(seed), {}
    for tilt in TILTS:
        delays = []
        for _ in range(draws):
            before = quiet.probabilities[dice.integers(0, len(quiet.days), REFERENCE + 380)]
            after = quiet.probabilities[dice.integers(0, len(quiet.days), 3 * 380)]
            outcomes = np.concatenate([drawn(before, dice), drawn(tilted(after, tilt), dice)])
            ends = np.arange(len(before) + 1, len(outcomes) + 1)
            passed = np.flatnonzero(outcome_strength(outcomes, ends) > 1)
            delays.append(int(passed[0]) + 1 if passed.size else None)
        found[str(tilt)] = summary(delays, round_size)
    return found


def worse_scores(quiet: League, draws: int, seed: int, round_size: float) -> dict[str, Any]:
    """Scores of quiet matches in any order, then worse by so much: when does each chart on quality see it?"""
    dice, found = np.random.default_rng(seed), {}
    before, after = REFERENCE + 380, 2 * 380
    charts: dict[str, Alarm] = {
        "score-shift": lambda scores: _first(score_strength(scores, np.arange(before + 1, len(scores) + 1)) > 1),
        "page-hinkley": lambda scores: next(
            (at - before for at in page_hinkley(scores.tolist()) if at >= before), None
        ),
        "adwin": lambda scores: next(
            (cut.at - before for cut in adwin(scores.tolist(), clock=10) if cut.at >= before), None
        ),
    }
    for worse in (0.0, *WORSE):
        histories = [dice.choice(quiet.scores, before + after) for _ in range(draws)]
        for scores in histories:
            scores[before:] += worse
        found[str(worse)] = {
            name: summary([alarm(scores) for scores in histories], round_size) for name, alarm in charts.items()
        }
    return found


def _first(passed: np.ndarray) -> int | None:
    return int(np.argmax(passed)) if passed.any() else None


def by_the_rule(league: League) -> list[dict[str, Any]]:
    """What the rule in use says of one league's outcomes and scores from the restart on, each by itself."""
    ends, told = looks(len(league.days)), []
    strengths = {"outcomes": outcome_strength(league.outcomes, ends), "scores": score_strength(league.scores, ends)}
    for name, strength in strengths.items():
        after = [
            int(ends[place]) - 1
            for place in rule_alarms(strength, ends)
            if _day(league, ends[place] - 1) >= RESTART[league.code]
        ]
        inside = league.years[ends - 1] == 2020
        told.append(
            {"statistic": name, "strongest_in_2020_21": float(strength[inside].max())} | _dated(league, after[:1])
        )
    return told


def by_the_charts(pool: League, threshold: float, since: date) -> dict[str, Any]:
    """The first alarm of the calibration charts after a day."""
    every = pooled_alarms(pool, threshold)
    after = [(at, name) for at, name in every if _day(pool, at) >= since]
    highest = {name: float(path[pool.years == 2020].max()) for name, path in paths(pool).items()}
    each = [f"{_day(pool, at)} {name}" for at, name in every]
    told = {"threshold": threshold, "highest_in_2020_21": highest, "every_alarm": each} | _dated(
        pool, [at for at, _ in after[:1]], since
    )
    return told | ({"chart": after[0][1]} if after else {})


def _dated(league: League, alarms: list[int], since: date | None = None) -> dict[str, Any]:
    """When, and how many matches after the restart and after the first of 2020/21."""
    if not alarms:
        return {"alarm": None}
    begun = since or RESTART[league.code]
    days = np.array([begun.toordinal() - date(1970, 1, 1).toordinal()])
    passed = int((league.days[: alarms[0] + 1] >= days[0]).sum())
    season = int((league.years[: alarms[0] + 1] == 2020).sum())
    size = (
        (len(np.flatnonzero(league.years == 2020)) / 38)
        if league.code == "all"
        else SEASON[league.code] / (34 if league.code == "D1" else 38)
    )
    return {
        "alarm": _day(league, alarms[0]).isoformat(),
        "matches_since_restart": passed,
        "match_days_since_restart": round(passed / size, 1),
        "matches_of_2020_21": season,
        "match_days_of_2020_21": round(season / size, 1),
    }


def _day(league: League, place: int) -> date:
    return date.fromordinal(int(league.days[place]) + date(1970, 1, 1).toordinal())
