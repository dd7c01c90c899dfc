"""The rows of a back-test of players: each model on each target, subset and season."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.football.player_minutes import STARTER, Vector
from touchline.football.player_points import HIGHEST, LOWEST
from touchline.trainer.players.judgement import (
    Better,
    Line,
    better,
    brier,
    calibration_error,
    line,
    log_losses,
    reliability,
    rmse,
)

OURS, ALL = "players", "all"
REGULAR = 60.0  # mean minutes over a player's last five rows
SUBSETS: Mapping[str, pl.Expr] = {
    "all-rows": pl.lit(True),
    "regulars": pl.col("minutes_last_5") >= REGULAR,  # known before the match, as every subset here
}
# Of each number: our column and those of the simple forecasts, the first of which is the one to beat.
NUMBERS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "points": ("points", {"mean-last-5": "points_last_5", "overall-mean": "points_mean", "zero": "zero"}),
    "minutes": ("minutes", {"last-match": "minutes_last", "decayed-mean": "minutes_expected"}),
    "goals": ("goals", {"mean-last-5": "goals_last_5", "overall-mean": "goals_mean"}),
    "assists": ("assists", {"mean-last-5": "assists_last_5", "overall-mean": "assists_mean"}),
}
# Of each yes-or-no question: our column, the simple forecast's, and what answers it.
CHANCES: Mapping[str, tuple[str, Mapping[str, str], pl.Expr]] = {
    "anytime-scorer": ("scores", {"position": "scores_of_position"}, pl.col("happened_goals") > 0),
    "anytime-assist": ("assists_any", {"position": "assists_any_of_position"}, pl.col("happened_assists") > 0),
    "plays": ("plays", {"decayed-share": "plays_expected"}, pl.col("happened_minutes") > 0),
    "starts": (
        "start",
        {"decayed-share": "starts_expected"},
        pl.col("happened_started").fill_null(pl.col("happened_minutes") >= STARTER),
    ),
}
# Of points as a distribution: how probable the number that was given had been.
SPREAD = {OURS: "points_chances", "position": "points_chances_of_position"}


@dataclass(frozen=True, slots=True)
class Result:
    """One model on one target; what does not apply is None. `better` is by how much `against` is beaten."""

    model: str
    target: str
    subset: str
    season: str
    n: int
    rmse: float | None = None
    mae: float | None = None
    log_loss: float | None = None
    brier: float | None = None
    ece: float | None = None
    bias: float | None = None  # mean forecast less mean of what happened
    line: Line | None = None  # how chances would have to be moved
    against: str | None = None
    better: Better | None = None  # by per cent of the root mean square error, or of the log loss

    def stated(self) -> dict[str, str | int | float]:
        """What applies, by the names that JSON has."""
        fields = asdict(self)
        gain = fields.pop("better") or {}
        moved = fields.pop("line") or {}
        told = fields | {f"better_{name}": value for name, value in gain.items()} | moved
        return {name: value for name, value in told.items() if value is not None}


def results(predictions: pl.DataFrame) -> list[Result]:
    """Everything that is told of a back-test."""
    frame = predictions.with_columns(zero=pl.lit(0.0), plays=1.0 - pl.col("absent"))
    seasons = sorted(frame["season"].unique().to_list())
    found: list[Result] = []
    for season in (*seasons, ALL):
        of_season = frame if season == ALL else frame.filter(pl.col("season") == season)
        for subset, chosen in SUBSETS.items():
            part = of_season.filter(chosen)
            found += [one for judge in (_numbers, _chances, _spread) for one in judge(part, subset, season)]
    return found


def _numbers(part: pl.DataFrame, subset: str, season: str) -> Iterator[Result]:
    for target, (column, simple) in NUMBERS.items():
        happened = _column(part, f"happened_{target}")
        errors = {name: _column(part, of) - happened for name, of in {OURS: column, **simple}.items()}
        rival = next(iter(simple))
        gain = better(errors[OURS] ** 2, errors[rival] ** 2, _blocks(part), root=True)
        for name, error in errors.items():
            yield Result(
                *(name, target, subset, season, len(error)),
                rmse=rmse(error),
                mae=float(np.mean(np.abs(error))),
                bias=float(error.mean()),
                against=rival if name == OURS else None,
                better=gain if name == OURS else None,
            )


def _chances(part: pl.DataFrame, subset: str, season: str) -> Iterator[Result]:
    for target, (column, simple, answer) in CHANCES.items():
        happened = part.select(answer).to_series().to_numpy().astype(np.bool_)
        asked = {name: _column(part, of) for name, of in {OURS: column, **simple}.items()}
        losses = {name: log_losses(chances, happened) for name, chances in asked.items()}
        rival = next(iter(simple))
        gain = better(losses[OURS], losses[rival], _blocks(part), root=False)
        for name, chances in asked.items():
            yield Result(
                *(name, target, subset, season, len(chances)),
                log_loss=float(losses[name].mean()),
                brier=brier(chances, happened),
                ece=calibration_error(chances, happened),
                bias=float(chances.mean() - happened.mean()),
                line=line(chances, happened) if name == OURS else None,
                against=rival if name == OURS else None,
                better=gain if name == OURS else None,
            )


def _spread(part: pl.DataFrame, subset: str, season: str) -> Iterator[Result]:
    if not set(SPREAD.values()) <= set(part.columns):
        return  # a run's file keeps no distributions
    given = np.clip(part["happened_points"].to_numpy(), LOWEST, HIGHEST).astype(np.int64) - LOWEST
    rows = np.arange(len(given))
    losses = {name: -np.log(np.asarray(part[of].to_list())[rows, given]) for name, of in SPREAD.items()}
    gain = better(losses[OURS], losses["position"], _blocks(part), root=False)
    for name, loss in losses.items():
        yield Result(
            *(name, "points-spread", subset, season, len(loss)),
            log_loss=float(loss.mean()),
            against="position" if name == OURS else None,
            better=gain if name == OURS else None,
        )


def curves(predictions: pl.DataFrame) -> list[dict[str, str | float | int]]:
    """Reliability of our chances over all rows judged: ten bins of equally many rows for each question."""
    frame = predictions.with_columns(plays=1.0 - pl.col("absent"))
    return [
        {"target": target, "chance": chance, "share": share, "n": count}
        for target, (column, _, answer) in CHANCES.items()
        for chance, share, count in reliability(
            _column(frame, column), frame.select(answer).to_series().to_numpy().astype(np.bool_)
        )
    ]


def _column(part: pl.DataFrame, name: str) -> Vector:
    return part[name].cast(pl.Float64).to_numpy().astype(np.float64)


def _blocks(part: pl.DataFrame) -> NDArray[np.int64]:
    return part["deadline"].rank("dense").to_numpy().astype(np.int64)


def told(found: Sequence[Result]) -> str:
    """A table for a terminal."""
    lines = [f"{'target':<15}{'subset':<10}{'season':<9}{'model':<14}{'n':>7}{'error':>9}{'better by':>24}"]
    for one in found:
        error = one.rmse if one.rmse is not None else one.log_loss
        gain = "" if one.better is None else _said(one.better)
        lines.append(f"{one.target:<15}{one.subset:<10}{one.season:<9}{one.model:<14}{one.n:>7}{error:>9.4f}{gain:>24}")
    return "\n".join(lines)


def _said(one: Better) -> str:
    return f"{one.percent:.2f}% [{one.low:.2f}, {one.high:.2f}]"
