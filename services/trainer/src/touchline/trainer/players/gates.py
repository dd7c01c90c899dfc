"""What models of players must show besides their score; each gate refuses in its own words.

The gates were fixed before any challenger was judged by them. They look at what a model answers about rows that it did
not learn from: the table of `predictions`, with simple forecasts and what happened beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from touchline.football.player_minutes import Vector
from touchline.trainer.players.judgement import better, line, log_losses, rmse
from touchline.trainer.training.gating import FREE, Cost

SUMS_TO = 1e-9
NUMBERS = ("points", "minutes", "goals", "assists", "scores", "assists_any", "absent", "substitute", "start")
CHANCES = ("scores", "assists_any", "absent", "substitute", "start")
LEAST_SPREAD = (
    1.0  # minutes, standard deviation of what is expected from player to player: 25 or more of any real model
)
# Of the simple forecast's error. The best that was ever made here reads the gameweek's own transfers, which nobody
# could know: .90 on points, .81 on minutes. Who stands below these, twice as far from the simple forecast, has seen
# the match.
FORESIGHT = {"points": ("points_last_5", 0.80), "minutes": ("minutes_last", 0.62)}
SCORER_FORESIGHT = 0.55  # of the log loss of his position's rate: ours stand at .78
SLACK = 0.05  # in slope: what two models that learned from a few gameweeks more or less differ by
LARGEST = 20.0  # megabytes
SLOWEST = 100.0  # milliseconds of a processor for one squad: half of the time in which an answer may come


@dataclass(frozen=True, slots=True)
class Shown:
    """What a challenger answered, what the champion did about the same rows, and what it costs.

    `champion` is None for the first model: there is nothing else to serve. `by_season`: of each season walked through,
    the root mean square errors of expected points, of the method and of the mean of the last five.
    """

    table: pl.DataFrame
    champion: pl.DataFrame | None
    by_season: tuple[tuple[str, float, float], ...] = ()
    cost: Cost = FREE


Gate = Callable[[Shown], str | None]


def finite(shown: Shown) -> str | None:
    """Every answer is a number."""
    broken = _rows(shown, pl.any_horizontal(~pl.col(name).is_finite() for name in NUMBERS))
    return f"it answers {broken} of {len(shown.table)} rows with something that is no number" if broken else None


def distributions(shown: Shown) -> str | None:
    """Every chance lies between 0 and 1, those of the three roles sum to 1, nobody plays more than a match."""
    outside = pl.any_horizontal(~pl.col(name).is_between(-SUMS_TO, 1 + SUMS_TO) for name in CHANCES)
    off = (pl.sum_horizontal("absent", "substitute", "start") - 1.0).abs() > SUMS_TO
    broken = _rows(shown, outside | off | ~pl.col("minutes").is_between(0.0, 90.0 + SUMS_TO) | (pl.col("goals") < 0))
    return f"its answers about {broken} of {len(shown.table)} rows are no distributions" if broken else None


def tells_players_apart(shown: Shown) -> str | None:
    """It does not say the same of every player."""
    minutes = _column(shown.table, "minutes")
    if minutes.std() >= LEAST_SPREAD:
        return None
    return f"it says the same of every player: {minutes.mean():.0f} minutes, give or take {minutes.std():.2f}"


def saw_no_match(shown: Shown) -> str | None:
    """It is not better than anybody can be before the match."""
    for target, (simple, share) in FORESIGHT.items():
        ours, theirs = error_of(shown.table, target, target), error_of(shown.table, simple, target)
        if ours < share * theirs:
            return _too_good(f"an error of {ours:.3f} in {target}", f"{theirs:.3f} of {simple}", shown)
    scored = _column(shown.table, "happened_goals") > 0
    ours, theirs = (
        float(log_losses(_column(shown.table, name), scored).mean()) for name in ("scores", "scores_of_position")
    )
    if ours < SCORER_FORESIGHT * theirs:
        return _too_good(f"a log loss of {ours:.3f} on who scores", f"{theirs:.3f} of his position's rate", shown)
    return None


def worst_season(shown: Shown) -> str | None:
    """In no season is its method worse than the mean of the last five, which needs no model."""
    season, ours, theirs = max(shown.by_season, key=lambda one: one[1] - one[2])
    if ours <= theirs:
        return None
    return f"in {season} its method was worse than the mean of the last five ({ours:.3f} beside {theirs:.3f} points)"


def minutes_no_worse(shown: Shown) -> str | None:
    """Its error in minutes is not larger than the champion's by more than chance explains."""
    if shown.champion is None:
        return None
    ours, theirs = (_column(one, "minutes") - _column(one, "happened_minutes") for one in (shown.table, shown.champion))
    gain = better(ours**2, theirs**2, gameweeks(shown.table), root=True)
    if gain.high >= 0:
        return None
    larger = f"{-gain.percent:.1f}% larger than the champion's"
    return f"its error in minutes is {larger} ({rmse(ours):.2f} beside {rmse(theirs):.2f})"


def calibrated(shown: Shown) -> str | None:
    """Its chances to score mean what they say, or at least no less than the champion's do."""
    if shown.champion is None:
        return None
    ours, theirs = (line(_column(one, "scores"), _column(one, "happened_goals") > 0) for one in _both(shown))
    low, high = ours.slope - 1.96 * ours.slope_error, ours.slope + 1.96 * ours.slope_error
    if low <= 1 <= high or abs(ours.slope - 1) <= abs(theirs.slope - 1) + SLACK:
        return None
    return f"its chances to score are not calibrated: slope {ours.slope:.2f}, 95% interval {low:.2f} to {high:.2f}"


def small_and_fast(shown: Shown) -> str | None:
    """A predictor can hold it, and answer in time."""
    return shown.cost.too_dear(LARGEST, SLOWEST, "one squad")


# Of a model that is not sound, a score says nothing: these come before the comparison, the others after it.
SOUND: tuple[Gate, ...] = (finite, distributions, tells_players_apart, saw_no_match)
FIT_TO_SERVE: tuple[Gate, ...] = (worst_season, minutes_no_worse, calibrated, small_and_fast)


def error_of(table: pl.DataFrame, column: str, target: str) -> float:
    """Root mean square error of a column of forecasts of `target`."""
    return rmse(_column(table, column) - _column(table, f"happened_{target}"))


def gameweeks(table: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A number for each gameweek of a table's rows."""
    return table["deadline"].rank("dense").to_numpy().astype(np.int64)


def _too_good(ours: str, theirs: str, shown: Shown) -> str:
    return (
        f"{ours} is too good to be true beside {theirs} on the same {len(shown.table)} rows: it has seen the matches,"
        " or something that follows from them"
    )


def _both(shown: Shown) -> tuple[pl.DataFrame, pl.DataFrame]:
    assert shown.champion is not None
    return shown.table, shown.champion


def _rows(shown: Shown, condition: pl.Expr) -> int:
    return int(shown.table.select(condition.fill_null(True).sum()).item())


def _column(table: pl.DataFrame, name: str) -> Vector:
    return table[name].cast(pl.Float64).to_numpy().astype(np.float64)
