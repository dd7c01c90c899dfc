"""The rule in use over whole histories at once, and the pooled charts; a test holds the first to the rule itself."""

import numpy as np
from scipy.stats import chi2, norm

from benchmarks.drift.seasons import League
from touchline.drift_monitor.detectors.calibration_cusum import CHARTS, cusum, evidence
from touchline.drift_monitor.detectors.limits import LIMITS
from touchline.drift_monitor.detectors.pooled import alarms
from touchline.drift_monitor.detectors.psi import HALF, binned_sorted, population_stability_index
from touchline.drift_monitor.detectors.rule import (
    FIRST_STEP,
    REFERENCE,
    SMALLEST_REFERENCE,
    SMALLEST_SCORED,
    WINDOW,
)

SHOTS = np.array([limit.feature.startswith("shots") for limit in LIMITS])


def looks(matches: int, every: int = 1) -> np.ndarray:
    """After how many matches there is a look."""
    return np.arange(WINDOW + SMALLEST_REFERENCE, matches + 1, every)


def parts(values: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sums over the window and the reference of each look; along the last axis."""
    sums = np.concatenate([np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1)
    begins = ends - WINDOW
    return sums[..., ends] - sums[..., begins], sums[..., begins] - sums[..., np.maximum(0, begins - REFERENCE)]


def outcome_strength(outcomes: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The outcomes' stability index as a share of its threshold; histories along the first axes."""
    counts, others = parts(np.stack([outcomes == kind for kind in range(3)]).astype(float), ends)
    shares, other_shares = ((part + HALF) / (part.sum(axis=0) + 3 * HALF) for part in (counts, others))
    index = ((shares - other_shares) * np.log(shares / other_shares)).sum(axis=0)
    return index / (chi2.isf(FIRST_STEP, 2) * (1 / counts.sum(axis=0) + 1 / others.sum(axis=0)))


def score_strength(scores: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The rise of the mean score, as a share of its threshold; 0 while few are scored."""
    known = ~np.isnan(scores)
    filled = np.where(known, scores, 0.0)
    moments = []
    for number, total, squares in zip(
        *(parts(values, ends) for values in (known.astype(float), filled, filled**2)), strict=True
    ):
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = total / number
            moments.append((number, mean, (squares / number - mean**2) / (number - 1)))
    (ours, mean, error), (theirs, other_mean, other_error) = moments
    with np.errstate(invalid="ignore"):
        found = (mean - other_mean) / np.sqrt(error + other_error) / norm.isf(FIRST_STEP)
    return np.where(np.minimum(ours, theirs) < SMALLEST_SCORED, 0.0, found)


def feature_strength(features: np.ndarray, ends: np.ndarray, counted: np.ndarray | None = None) -> np.ndarray:
    """The strongest of the features' indices, as a share of its limit.

    Shots are left out of a look that compares matches before the source counted them (`counted` is then false): a
    feature that begins to be known has changed, and football has not.
    """
    found = np.zeros(len(ends))
    limits = np.array([limit.normalised_index for limit in LIMITS])
    for place, end in enumerate(ends):
        compared = slice(max(0, end - WINDOW - REFERENCE), end)
        judged = np.ones(len(limits), dtype=bool) if counted is None or counted[compared].all() else ~SHOTS
        window = np.sort(features[end - WINDOW : end], axis=0).T
        reference = np.sort(features[max(0, end - WINDOW - REFERENCE) : end - WINDOW], axis=0).T
        index = [population_stability_index(*binned_sorted(*pair)) for pair in zip(window, reference, strict=True)]
        found[place] = (np.array(index) / limits)[judged].max() / (1 / window.shape[1] + 1 / reference.shape[1])
    return found


def rule_alarms(strength: np.ndarray, ends: np.ndarray) -> list[int]:
    """At which looks the rule speaks, resting for a window after each."""
    alarms: list[int] = []
    for place in np.flatnonzero(strength > 1):
        if not alarms or ends[place] - ends[alarms[-1]] >= WINDOW:
            alarms.append(int(place))
    return alarms


def paths(pool: League) -> dict[str, np.ndarray]:
    """The evidence of each chart after each match."""
    return {name: cusum(evidence(pool.probabilities, pool.outcomes, chart)) for name, chart in CHARTS.items()}


def pooled_alarms(pool: League, threshold: float) -> list[tuple[int, str]]:
    """Where a chart passes the threshold, as the service looks for it; that chart then begins anew."""
    return [(alarm.at, alarm.chart) for alarm in alarms(pool.probabilities, pool.outcomes, threshold)]
