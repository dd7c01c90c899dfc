"""What a side made of a match, on the scale of goals: goals themselves, shots, shots on target, expected goals.

Goals are few and noisy; what is shot is steadier, but knows nothing of finishing. So each measure has a filter of its
own, and the pool of models weighs them.
"""

import numpy as np
from numpy.typing import NDArray

from touchline.trainer.training.played import Played

Array = NDArray[np.float64]
MEMORY = 0.005  # weight of one match in the league's running mean: about half a season
SETTLES = 5.0  # matches' worth of weight that the mean before a gap has once somebody counts again
GAP = 100  # matches without a count, after which whoever counts may count otherwise
START_GOALS = (1.5, 1.1)  # of home and away sides, until the running mean knows better


def running_mean(played: Played, counts: Array, start: tuple[float, float] = (np.nan, np.nan)) -> Array:
    """The league's mean of a count, home and away apart (n, 2), over the results known before each match's own.

    Each match moves the mean by MEMORY times its surprise, by more while few were counted since a gap: one provider's
    expected goals lie a sixth above another's. NaN changes nothing; the very first count is its own mean.
    """
    means, now = np.empty_like(counts), np.array(start)
    counted, missing = 0, 0
    for match in np.argsort(played.known, kind="stable"):
        means[match], seen = now, counts[match]
        if np.isnan(seen).any():
            missing += 1
            continue
        if np.isnan(now).any():
            means[match] = now = seen
        counted, missing = 0 if missing > GAP else counted + 1, 0
        now = now + max(MEMORY, 1 / (counted + SETTLES)) * (seen - now)
    return means


def on_scale_of_goals(played: Played, counts: Array) -> Array:
    """A count as a share of the league's mean, times the league's mean of goals; NaN where nobody counted."""
    return counts / running_mean(played, counts) * running_mean(played, played.goals, START_GOALS)


def measures(played: Played) -> dict[str, Array]:
    """Every measure by name, each (n, 2) and finite: goals stand where nothing else was counted."""
    on_target, shots = (on_scale_of_goals(played, one) for one in (played.shots_on_target, played.shots))
    mixed = 0.5 * played.goals + 0.4 * on_target + 0.1 * shots
    expected = on_scale_of_goals(played, played.expected_goals)
    chances = 0.6 * expected + 0.4 * np.where(np.isnan(mixed), played.goals, mixed)
    found = {
        "goals": played.goals,
        "shots-on-target": on_target,
        "shots": (on_target + shots) / 2,
        "chances": np.where(np.isnan(chances), mixed, chances),
    }
    return {name: np.where(np.isnan(one), played.goals, one) for name, one in found.items()}
