"""The charts over errors of players on recorded seasons: false alarms, the threshold, and delays of made shifts.

Forecasts are those of least squares on the vectors as served, fitted before each season on the seasons before it: the
plainest of models, so that what is found of the charts does not rest on a good one.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.drift.false_alarms import rate
from touchline.drift_monitor.detectors.calibration_cusum import cusum
from touchline.drift_monitor.detectors.player_errors import LEAST, ONCE_IN, THRESHOLD, alarms_of, steps
from touchline.football.player_errors import TARGETS
from touchline.football.player_inputs import VECTOR

FITTED = ("2017/18", "2018/19", "2019/20", "2020/21")
"""The threshold was drawn from these; the later ones tuned nothing."""
RIDGE = 10.0
ROUND = 10  # matches of a match day
SHIFTS = (0.02, 0.05, 0.1, 0.2)  # errors greater by so much


@dataclass(frozen=True, slots=True)
class Ratios:
    """Matches in the order of kick-off: of each target the error sealed over that of the mean of the last five."""

    match_ids: tuple[str, ...]
    seasons: np.ndarray
    weeks: np.ndarray  # of the whole history
    of: dict[str, np.ndarray]

    def chosen(self, rows: np.ndarray) -> "Ratios":
        """Some of them, or all in another order."""
        ids = tuple(self.match_ids[row] for row in rows)
        return Ratios(ids, self.seasons[rows], self.weeks[rows], {name: of[rows] for name, of in self.of.items()})


def ratios(history: Path) -> Ratios:
    """From the table that `make backtest-players` makes too."""
    frame = pl.read_parquet(history).sort("kick_off", "match_id", "player_id")
    happened = {name: frame[f"happened_{name}"].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in TARGETS}
    values = np.nan_to_num(frame.select(VECTOR).to_numpy().astype(np.float64))
    seasons = frame["season"].to_numpy().astype(np.str_)
    columns = {}
    for name in TARGETS:
        said = walked(values, happened[name], seasons)
        last_5 = frame[f"{name}_last_5"].to_numpy().astype(np.float64)
        columns |= {f"{name}_sealed": (said - happened[name]) ** 2, f"{name}_beside": (last_5 - happened[name]) ** 2}
    errors = frame.select("match_id", "season", "kick_off", "deadline").with_columns(**columns)
    errors = errors.filter(pl.all_horizontal(pl.col(*columns).is_not_nan()))
    found = errors.group_by("match_id", "season").agg(
        pl.col("kick_off").min(), pl.col("deadline").min(), pl.col(*columns).mean().sqrt()
    )
    found = found.filter(pl.all_horizontal(pl.col(*columns) > 0)).sort("kick_off", "match_id")
    of = {name: (found[f"{name}_sealed"] / found[f"{name}_beside"]).to_numpy() for name in TARGETS}
    weeks = found["deadline"].rank("dense").to_numpy()
    return Ratios(tuple(found["match_id"]), found["season"].to_numpy().astype(np.str_), weeks, of)


def walked(values: np.ndarray, happened: np.ndarray, seasons: np.ndarray) -> np.ndarray:
    """Forecasts of each season by least squares on the seasons before it, ridged a little; NaN in the first."""
    found = np.full(len(happened), np.nan)
    for season in sorted(set(seasons.tolist()))[1:]:
        known, judged = (seasons < season) & ~np.isnan(happened), seasons == season
        mean, apart = values[known].mean(axis=0), values[known].std(axis=0) + 1e-9
        terms = (values - mean) / apart
        level = happened[known].mean()
        square = terms[known].T @ terms[known] + RIDGE * np.eye(terms.shape[1])
        weights = np.linalg.solve(square, terms[known].T @ (happened[known] - level))
        found[judged] = level + terms[judged] @ weights
    return found


def spoken(matches: Ratios, threshold: float = THRESHOLD) -> list[tuple[int, str]]:
    """Where the charts of one league speak."""
    return sorted((one.at, target) for target in TARGETS for one in alarms_of(target, matches.of[target], threshold))


def threshold_for(matches: Ratios, draws: int, seed: int) -> float:
    """The evidence that the charts together pass once in ONCE_IN seasons, when gameweeks come in another order."""
    dice, seasons = np.random.default_rng(seed), len(np.unique(matches.seasons))
    mixed = [shuffled(matches, dice) for _ in range(draws)]
    highest = [max(float(cusum(steps(one.of[target])).max()) for target in TARGETS) for one in mixed]
    # an alarm within so many seasons: as often as a Poisson count of that mean is not 0
    return float(np.quantile(highest, np.exp(-seasons / ONCE_IN), method="higher"))


def shuffled(matches: Ratios, dice: np.random.Generator) -> Ratios:
    """Gameweeks in another order, each as it was: matches of a week share its rotation and its weather."""
    blocks = [np.flatnonzero(matches.weeks == week) for week in np.unique(matches.weeks)]
    return matches.chosen(np.concatenate([blocks[place] for place in dice.permutation(len(blocks))]))


def measured(matches: Ratios, draws: int, seed: int) -> dict[str, Any]:
    """All that is told of these charts."""
    fitted = matches.chosen(np.flatnonzero(np.isin(matches.seasons, FITTED)))
    spoke = spoken(matches)
    seasons = sorted(set(matches.seasons.tolist()))
    blind = [season for season in seasons if season not in FITTED]
    return {
        "threshold_drawn": threshold_for(fitted, draws, seed),
        "threshold": THRESHOLD,
        "once_in_seasons": ONCE_IN,
        "matches": len(matches.match_ids),
        "as_they_were": rate(len(spoke), len(seasons)),
        "blind_seasons": rate(sum(matches.seasons[at] in blind for at, _ in spoke), len(blind)),
        "each": [f"{target} {matches.match_ids[at]}" for at, target in spoke],
        "permuted": permuted(matches, draws, seed),
        "made_shifts": {f"{size:.0%}": shifted(matches, size, draws, seed) for size in SHIFTS},
    }


def permuted(matches: Ratios, draws: int, seed: int) -> dict[str, float]:
    """Alarms a season with gameweeks in another order, with an interval over histories."""
    dice, seasons = np.random.default_rng(seed + 1), len(np.unique(matches.seasons))
    counts = np.array([len(spoken(shuffled(matches, dice))) for _ in range(draws)]) / seasons
    low, high = np.quantile(counts, (0.025, 0.975))
    return {"rate": float(counts.mean()), "low": float(low), "high": float(high), "histories": draws}


def shifted(matches: Ratios, size: float, draws: int, seed: int) -> dict[str, Any]:
    """Errors of what was sealed greater by so much from some match on: how soon it is seen, in match days."""
    dice, delays = np.random.default_rng(seed + 2), []
    for _ in range(draws):
        mixed = shuffled(matches, dice)
        begins = int(dice.integers(2 * LEAST, 4 * LEAST))
        delays.append(_delay(mixed, begins, size))
    known = sorted(one if one is not None else np.inf for one in delays)
    median = known[len(known) // 2]
    return {
        "median_match_days": None if np.isinf(median) else median / ROUND,
        "seen": sum(one is not None for one in delays) / draws,
    }


def _delay(mixed: Ratios, begins: int, size: float) -> int | None:
    """From the first match of the shift to the first alarm after it; None: within two seasons there was none."""
    found = []
    for target in TARGETS:
        worse = mixed.of[target].copy()
        worse[begins:] *= 1 + size
        found += [one.at - begins + 1 for one in alarms_of(target, worse[: begins + 760]) if one.at >= begins]
    return min(found, default=None)
