"""How good forecasts of players are: errors on named subsets that are known before the match, with paired intervals.

An interval resamples whole gameweeks, for players of a gameweek share its matches: block bootstrap, Künsch (1989),
https://doi.org/10.1214/aos/1176347265, with gameweeks as blocks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.player_minutes import Vector

RESAMPLES, SEED = 2_000, 20190801
CONFIDENCE = (2.5, 97.5)  # per cent
LEAST = 1e-9  # a chance of 0 would make a log loss without end
BINS = 10
NEWTON_STEPS = 12


@dataclass(frozen=True, slots=True)
class Better:
    """By how many per cent an error is lower than another's, with its interval."""

    percent: float
    low: float
    high: float


def rmse(errors: Vector) -> float:
    """Root mean square error.

    >>> rmse(np.array([3.0, -4.0, 0.0, 0.0]))
    2.5
    """
    return float(np.sqrt(np.mean(errors**2)))


def better(ours: Vector, theirs: Vector, blocks: NDArray[np.int64], *, root: bool) -> Better:
    """How much lower our mean loss is; with `root` losses are squared errors and the roots of their means compared.

    >>> better(np.array([0.81, 0.81]), np.array([1.0, 1.0]), np.array([0, 1]), root=True).percent
    10.0
    """
    _, numbers = np.unique(blocks, return_inverse=True)
    sums = np.column_stack([np.bincount(numbers, ours), np.bincount(numbers, theirs)])
    drawn = np.random.default_rng(SEED).integers(0, len(sums), (RESAMPLES, len(sums)))
    totals = sums[drawn].sum(axis=1)
    low, high = np.percentile(_percent(totals[:, 0] / totals[:, 1], root), CONFIDENCE)
    percent = _percent(np.asarray([ours.sum() / theirs.sum()]), root)[0]
    return Better(round(float(percent), 6), round(float(low), 6), round(float(high), 6))


def log_losses(chances: Vector, happened: NDArray[np.bool_]) -> Vector:
    """Of each yes-or-no forecast.

    >>> log_losses(np.array([0.5]), np.array([True])).round(4).tolist()
    [0.6931]
    """
    kept = np.clip(chances, LEAST, 1.0 - LEAST)
    return np.asarray(-np.log(np.where(happened, kept, 1.0 - kept)), dtype=np.float64)


def brier(chances: Vector, happened: NDArray[np.bool_]) -> float:
    """Mean squared error of chances. Brier (1950)."""
    return float(np.mean((chances - happened) ** 2))


def calibration_error(chances: Vector, happened: NDArray[np.bool_]) -> float:
    """Mean distance between chance and share, over ten bins of equally many rows, weighed by rows.

    >>> calibration_error(np.full(20, 0.5), np.arange(20) % 2 == 0)
    0.0
    """
    parts = np.array_split(np.argsort(chances, kind="stable"), min(BINS, len(chances)))
    gaps = [abs(float(chances[part].mean() - happened[part].mean())) * len(part) for part in parts]
    return sum(gaps) / len(chances)


def reliability(chances: Vector, happened: NDArray[np.bool_], bins: int = BINS) -> list[tuple[float, float, int]]:
    """Mean chance, share that happened and number of rows, in bins of equally many rows."""
    parts = np.array_split(np.argsort(chances, kind="stable"), bins)
    return [(float(chances[part].mean()), float(happened[part].mean()), len(part)) for part in parts]


@dataclass(frozen=True, slots=True)
class Line:
    """logit P(it happens) = intercept + slope * logit(chance), with standard errors; 0 and 1 are calibrated.

    Cox (1958), Two further applications of a model for binary regression.
    """

    slope: float
    slope_error: float
    intercept: float
    intercept_error: float


def line(chances: Vector, happened: NDArray[np.bool_]) -> Line:
    """Newton's method on the likelihood; its curvature gives the errors, as if rows were independent.

    >>> bold = line(np.repeat([0.2, 0.8], 10), np.arange(20) % 10 < np.repeat([3, 7], 10))
    >>> round(bold.slope, 2), abs(round(bold.intercept, 2))
    (0.61, 0.0)
    """
    kept = np.clip(chances, LEAST, 1.0 - LEAST)
    read = np.column_stack([np.ones(len(kept)), np.log(kept / (1.0 - kept))])
    found = np.array([0.0, 1.0])
    for _ in range(NEWTON_STEPS):
        fitted = 1.0 / (1.0 + np.exp(-read @ found))
        curvature = (read * (fitted * (1.0 - fitted))[:, None]).T @ read
        found = found + np.linalg.pinv(curvature) @ read.T @ (happened - fitted)
    errors = np.sqrt(np.diag(np.linalg.pinv(curvature)))
    return Line(float(found[1]), float(errors[1]), float(found[0]), float(errors[0]))


def _percent(ratio: Vector, root: bool) -> Vector:
    return 100.0 * (1.0 - (np.sqrt(ratio) if root else ratio))
