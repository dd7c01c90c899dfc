"""Charts over the errors of forecasts of players: have they grown beside those of a simple forecast?

Of each settled match and target (minutes, goals, points) the logarithm of the error sealed over that of the mean of
the last five: what makes players harder to foresee for everybody, such as a week of rotation, moves both. It is
standardised by the matches before it, as in a self-starting CUSUM (Hawkins 1987, The Statistician 36,
https://doi.org/10.2307/2348827), so that no quiet season has to be known beforehand; and summed as Page (1954) does,
upwards alone: forecasts that get better call for nothing.

A chart begins anew after its own alarm, with nothing known, and speaks again after LEAST matches. So an alarm follows
from the set of settled matches and from what was announced, in whatever order they became known.

The threshold was drawn from seasons of the Fantasy Premier League whose gameweeks are put in another order
(`benchmarks/drift`), so that the three charts of a league raise one false alarm in ONCE_IN seasons.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from touchline.drift_monitor.detectors.charts import Alarm, alarms_from, last_of
from touchline.drift_monitor.detectors.comparison import Numbers
from touchline.drift_monitor.detectors.rule import DriftVerdict
from touchline.football.player_errors import over_all

LEAST = 190  # matches, half a season, that a chart learns what is usual from before it speaks
SLACK = 0.25  # standard deviations: half of the shift that the chart is quickest to see
CLIP = 3.0  # standard deviations: no single match decides
THRESHOLD = 14.34  # standard deviations
ONCE_IN = 10  # seasons
STATISTIC = "player_error_"  # and the target's name


def usual(ratios: ArrayLike) -> Numbers:
    """Each match's logarithm of the ratio, in standard deviations of those before it; 0 before LEAST of them.

    z_t = sqrt((t - 1) / t) (x_t - mean of x_1 ... x_(t-1)) / their standard deviation, within CLIP of 0.

    >>> usual([0.9, 1.1] * 200)[-2:].round(2).tolist()
    [-1.0, 1.0]
    """
    logarithms = np.log(np.asarray(ratios, dtype=np.float64))
    count = np.arange(len(logarithms), dtype=np.float64)
    sums, squares = (np.concatenate([[0.0], np.cumsum(values)[:-1]]) for values in (logarithms, logarithms**2))
    found = np.zeros(len(logarithms))
    known = count >= LEAST
    mean = sums[known] / count[known]
    variance = (squares[known] - count[known] * mean**2) / (count[known] - 1)
    apart = (logarithms[known] - mean) * np.sqrt(count[known] / (count[known] + 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        found[known] = np.where(variance > 0, apart / np.sqrt(variance), 0.0)
    return np.clip(found, -CLIP, CLIP)


def steps(ratios: ArrayLike) -> Numbers:
    """What each match adds to a chart."""
    return usual(ratios) - SLACK


def alarms_of(target: str, ratios: ArrayLike, threshold: float = THRESHOLD) -> list[Alarm]:
    """Every alarm of a target's chart; after one it begins anew. `ratios`: error sealed over the mean's, a match each.

    >>> quiet, worse = [0.9, 0.8, 0.85, 0.95] * 100, [0.95, 0.9, 0.92, 1.0] * 15
    >>> alarms_of("points", quiet)
    []
    >>> [(one.at, one.since) for one in alarms_of("points", quiet + worse)]
    [(415, 399)]
    """
    values = np.asarray(ratios, dtype=np.float64)
    return alarms_from(target, lambda begun: steps(values[begun:]), threshold)


def standing(ratios: ArrayLike) -> float:
    """The evidence that a chart has gathered after the last of these matches; 0 without any.

    >>> standing([])
    0.0
    """
    return last_of(steps(ratios))


@dataclass(frozen=True, slots=True)
class Errors:
    """Of matches, in order: how many players, and the root mean square errors of what was sealed and of the mean."""

    players: tuple[int, ...]
    sealed: tuple[float, ...]
    last_5: tuple[float, ...]

    def ratio(self) -> float:
        """Over all their players."""
        return over_all(self.players, self.sealed) / over_all(self.players, self.last_5)


def verdict(alarm: Alarm, judged: Errors, before: Errors) -> DriftVerdict:
    """What an alarm says, in the figures of the matches from its first to its last and of those before them."""
    matches = len(judged.players)
    sentence = (
        f"Errors of forecasts of {alarm.chart} were {judged.ratio():.1%} of those of the mean of the last five over"
        f" {sum(judged.players)} players of {matches} matches, after {before.ratio():.1%} in the"
        f" {len(before.players)} before; evidence {alarm.evidence:.1f} standard deviations, above {THRESHOLD},"
        f" which forecasts as good as before pass once in {ONCE_IN} seasons."
    )
    name = STATISTIC + alarm.chart
    return DriftVerdict(True, name, alarm.evidence, THRESHOLD, None, matches, len(before.players), sentence)


def quiet(target: str, value: float, matches: int) -> DriftVerdict:
    """What is said once the matches after an alarm have been as usual.

    >>> quiet("points", 1.2, 380).drifted
    False
    """
    sentence = (
        f"Errors of forecasts of players in the {matches} matches since the last alarm were as usual; evidence"
        f" {value:.1f} standard deviations, within {THRESHOLD}."
    )
    return DriftVerdict(False, STATISTIC + target, value, THRESHOLD, None, matches, 0, sentence)
