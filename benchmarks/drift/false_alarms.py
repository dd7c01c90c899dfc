"""How often quiet seasons raise an alarm: as they were, and with their order permuted in blocks."""

from collections import Counter
from typing import Any

import numpy as np
from scipy.stats import chi2

from benchmarks.drift.charts import (
    feature_strength,
    looks,
    outcome_strength,
    pooled_alarms,
    rule_alarms,
    score_strength,
)
from benchmarks.drift.seasons import League, pooled

QUIET = range(2005, 2019)  # seasons that are looked at; those since 2000/01 are their reference
LAST_FITTED = 2016  # limits and threshold were fixed on seasons up to 2016/17
COUNTED = {"E0": 2000, "D1": 2006, "F1": 2006, "I1": 2006}  # first season with shots of every match
EVERY = 10  # matches between two looks at features


def rate(alarms: int, seasons: int) -> dict[str, float]:
    """Alarms a season with their exact 95% interval, for independent seasons (Garwood 1936)."""
    low = chi2.ppf(0.025, 2 * alarms) / 2 if alarms else 0.0
    high = chi2.ppf(0.975, 2 * alarms + 2) / 2
    return {
        "alarms": alarms,
        "seasons": seasons,
        "rate": alarms / seasons,
        "low": low / seasons,
        "high": high / seasons,
    }


def strengths(league: League, every: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Each statistic of the rule with its looks."""
    ends, fewer = looks(len(league.days)), looks(len(league.days), every)
    return {
        "outcomes": (outcome_strength(league.outcomes, ends), ends),
        "scores": (score_strength(league.scores, ends), ends),
        "features": (feature_strength(league.features, fewer, league.years >= COUNTED[league.code]), fewer),
    }


def as_they_were(leagues: list[League], threshold: float) -> dict[str, Any]:
    """Alarms of every statistic in the quiet seasons, and how near it came by month."""
    alarms: Counter[str] = Counter()
    nearest: dict[str, float] = {}
    months: dict[int, float] = {}
    each: list[str] = []
    for one in leagues:
        for name, (strength, ends) in strengths(one, EVERY).items():
            last = ends - 1
            quiet = np.isin(one.years[last], QUIET)
            spoke = [place for place in rule_alarms(strength, ends) if quiet[place]]
            alarms[name] += len(spoke)
            each += [
                f"{one.code} {name} {day_of(one, last[place])}, {strength[place]:.3f} of the threshold"
                for place in spoke
            ]
            nearest[name] = max(nearest.get(name, 0.0), float(strength[quiet].max()))
            month = (one.days[last].astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12) + 1
            for number in np.unique(month[quiet]):
                highest = float(strength[quiet & (month == number)].max())
                months[int(number)] = max(months.get(int(number), 0.0), highest)
    pool = pooled([one.chosen(np.flatnonzero(one.years <= QUIET[-1])) for one in leagues])
    spoken = [(at, chart) for at, chart in pooled_alarms(pool, threshold) if pool.years[at] in QUIET]
    alarms["pooled"] = len(spoken)
    each += [f"pooled {chart} {day_of(pool, at)}" for at, chart in spoken]
    began = sum(
        len(rule_alarms(feature_strength(one.features, ends), ends)) for one in leagues[1:] for ends in [_early(one)]
    )
    return {
        "each": each,
        "alarms_where_a_source_began_to_count_shots": began,
        "everything": rate(alarms.total(), len(QUIET)),
        "by_statistic": {name: rate(alarms[name], len(QUIET)) for name in (*nearest, "pooled")},
        "nearest": nearest,
        "nearest_by_month": {str(month): months[month] for month in sorted(months)},
    }


def _early(league: League) -> np.ndarray:
    """Looks at which some compared match may be from before shots were counted."""
    ends = looks(len(league.days), EVERY)
    return ends[np.isin(league.years[ends - 1], range(QUIET[0], COUNTED[league.code] + 6))]


def day_of(league: League, place: int) -> str:
    """The day of a match."""
    return str(np.datetime64("1970-01-01") + int(league.days[place]))


def permuted(leagues: list[League], threshold: float, times: int, every: int, seed: int) -> dict[str, Any]:
    """The same with whole seasons in another order, each league's its own; features are looked at every so often."""
    dice, counts = np.random.default_rng(seed), []
    for _ in range(times):
        mixed = [shuffled(one, dice) for one in leagues]
        found: Counter[str] = Counter()
        for one in mixed:
            for name, (strength, ends) in strengths(one, every).items():
                found[name] += len(rule_alarms(strength, ends))
        found["pooled"] = len(pooled_alarms(side_by_side(mixed), threshold))
        counts.append(found)
    seasons = len(np.unique(leagues[0].years[leagues[0].years <= QUIET[-1]])) - 3  # three pass before the first look
    totals = np.array([found.total() for found in counts]) / seasons
    return {
        "permutations": times,
        "seasons_each": seasons,
        "rate": float(totals.mean()),
        "low": float(np.quantile(totals, 0.025)),
        "high": float(np.quantile(totals, 0.975)),
        "by_statistic": {
            name: sum(found[name] for found in counts) / (times * seasons)
            for name in ("outcomes", "scores", "features", "pooled")
        },
        "looks_at_features_every": every,
    }


def shuffled(league: League, dice: np.random.Generator) -> League:
    """Its quiet seasons in another order, each as it was."""
    blocks = [np.flatnonzero(league.years == year) for year in np.unique(league.years[league.years <= QUIET[-1]])]
    return league.chosen(np.concatenate([blocks[place] for place in dice.permutation(len(blocks))]))


def side_by_side(leagues: list[League]) -> League:
    """Histories in another order, pooled by how far each has come."""
    moved = []
    for one in leagues:
        known = one.chosen(np.flatnonzero(~np.isnan(one.scores)))
        moved.append(League(known.code, np.arange(len(known.days)) / len(known.days), *_rest(known)))
    return pooled(moved)


def _rest(league: League) -> list[np.ndarray]:
    return [getattr(league, name) for name in League.__slots__[2:]]
