"""Whether forecasts say what they mean: slope and intercept of a recalibration, calibration error beside its null."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.calibration import expected_calibration_error
from touchline.football.vector import Matrix

Classes = NDArray[np.int64]
STEPS, TOLERANCE = 50, 1e-10
SMALLEST = 1e-6
NORMAL_95 = 1.959963985
SIMULATIONS = 200


@dataclass(frozen=True, slots=True)
class Recalibration:
    """logit P(event) = intercept + slope · logit(forecast), with intervals of 95%; a calibrated forecaster has 0 and 1.

    A slope below 1 says that forecasts are too far from one half.
    """

    slope: float
    slope_low: float
    slope_high: float
    intercept: float
    intercept_low: float
    intercept_high: float


def recalibration(shares: Matrix, happened: Classes) -> Recalibration:
    """Cox's regression over all classes one against the rest; the classes of a match are one cluster of the covariance.

    Two classes are one event: only the first counts. Cox (1958), https://doi.org/10.1093/biomet/45.3-4.562.
    """
    columns = range(shares.shape[1]) if shares.shape[1] > 2 else range(1)
    held = np.clip(shares[:, list(columns)], SMALLEST, 1 - SMALLEST)
    events = np.stack([happened == column for column in columns], axis=1).astype(np.float64)
    design = np.stack([np.ones_like(held), np.log(held / (1 - held))], axis=-1)  # (n, events, 2)
    at = np.array([0.0, 1.0])
    reached = _log_likelihood(design @ at, events)
    for _ in range(STEPS):
        chance = np.exp(-np.logaddexp(0, -design @ at))
        scores = ((events - chance)[..., None] * design).sum(axis=1)
        information = np.einsum("ne,nei,nej->ij", chance * (1 - chance), design, design)
        step = np.linalg.solve(information, scores.sum(axis=0))
        # A forecaster that is far off starts far from the answer, where a whole step may lead further away.
        while (there := _log_likelihood(design @ (at + step), events)) < reached and np.abs(step).max() > TOLERANCE:
            step = step / 2
        at, reached = at + step, there
        if np.abs(step).max() < TOLERANCE:
            break
    bread = np.linalg.inv(information)
    errors = np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread)) * NORMAL_95
    (low, slope_low), (high, slope_high) = at - errors, at + errors
    return Recalibration(float(at[1]), float(slope_low), float(slope_high), float(at[0]), float(low), float(high))


def _log_likelihood(logits: Matrix, events: Matrix) -> float:
    return float(-np.logaddexp(0, np.where(events > 0, -logits, logits)).sum())


def null_calibration_error(shares: Matrix, seed: int = 20190801, simulations: int = SIMULATIONS) -> float:
    """The calibration error that these very forecasts would have if they were perfect: the mean over simulated results.

    >>> bool(0 < null_calibration_error(np.full((500, 3), 1 / 3)) < 0.05)
    True
    """
    dice = np.random.default_rng(seed)
    bounds = np.cumsum(shares, axis=1)[:, :-1]
    drawn = (dice.random((simulations, len(shares), 1)) > bounds).sum(axis=2)
    return float(np.mean([expected_calibration_error(shares, classes) for classes in drawn]))
