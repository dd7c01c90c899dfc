"""Calibration charts over the settled predictions of all leagues together: what is common to them is seen sooner.

One league alone needs half a season to see the empty stadiums; four leagues together saw them after 101 matches. The
charts are those of `calibration_cusum` (Page 1954, https://doi.org/10.1093/biomet/41.1-2.100), after every match in the
order of kick-off, and each begins anew after its own alarm. So an alarm follows from the set of settled predictions, in
whatever order they became known.

The threshold is the pool's of `make verify-drift`: drawn from the predictions of 2012/13 to 2016/17 on the four
recorded leagues, so that all charts together raise one false alarm in ONCE_IN seasons. Fewer leagues, fewer of them.
Measured with the rule of every league beside it (`benchmarks/drift/README.md`): .29 a season (95%: .08 to .73) over
everything, against a budget of one.
"""

import numpy as np
from numpy.typing import ArrayLike

from touchline.drift_monitor.detectors.calibration_cusum import CHARTS, evidence
from touchline.drift_monitor.detectors.charts import Alarm, alarms_from, last_of
from touchline.drift_monitor.detectors.rule import DriftVerdict
from touchline.football.outcome import OUTCOMES

THRESHOLD = 6.264  # nats
ONCE_IN = 20  # seasons
STATISTIC = "calibration_"  # and the chart's name


def alarms(probabilities: ArrayLike, outcomes: ArrayLike, threshold: float = THRESHOLD) -> list[Alarm]:
    """Every alarm of every chart, in the order of the matches; after one, its chart begins anew.

    * `probabilities`: matches x (home, draw, away), as sealed; `outcomes`: 0 home, 1 draw, 2 away.

    >>> even = [[0.5, 0.25, 0.25]] * 80
    >>> alarms(even, [0, 0, 1, 2] * 20)
    []
    >>> [(one.chart, one.at, one.since) for one in alarms(even, [0, 0, 1, 2] * 10 + [2] * 40)]
    [('home-less', 65, 38)]
    """
    found = [alarm for name in CHARTS for alarm in alarms_of(name, probabilities, outcomes, threshold)]
    return sorted(found, key=lambda alarm: (alarm.at, alarm.chart))


def alarms_of(chart: str, probabilities: ArrayLike, outcomes: ArrayLike, threshold: float = THRESHOLD) -> list[Alarm]:
    """Those of one chart."""
    ratios = ratios_of(probabilities, outcomes, chart)
    return alarms_from(chart, lambda begun: ratios[begun:], threshold)


def ratios_of(
    probabilities: ArrayLike, outcomes: ArrayLike, chart: str
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The evidence that each match adds to a chart, in nats; nothing of nothing."""
    chances = np.asarray(probabilities, dtype=np.float64).reshape(-1, len(OUTCOMES))
    return evidence(chances, outcomes, CHARTS[chart])


def standing(probabilities: ArrayLike, outcomes: ArrayLike, chart: str) -> float:
    """The evidence that a chart has gathered after the last of these matches; 0 without any.

    >>> standing([], [], "home-less")
    0.0
    """
    return last_of(ratios_of(probabilities, outcomes, chart))


def verdict(alarm: Alarm, probabilities: ArrayLike, outcomes: ArrayLike, leagues: int) -> DriftVerdict:
    """What an alarm says, in the figures of the matches from its first to its last.

    >>> even, ended = [[0.5, 0.25, 0.25]] * 80, [0, 0, 1, 2] * 10 + [2] * 40
    >>> verdict(alarms(even, ended)[0], even, ended, leagues=2).sentence[:79]
    'Home teams won 0.0%, draws 3.6% and away teams 96.4% of 28 matches in 2 leagues'
    """
    chances = np.asarray(probabilities, dtype=np.float64)[alarm.since : alarm.at + 1]
    ended = np.asarray(outcomes, dtype=np.intp)[alarm.since : alarm.at + 1]
    said, came = chances.mean(axis=0), np.bincount(ended, minlength=len(OUTCOMES)) / len(ended)
    sentence = (
        f"Home teams won {came[0]:.1%}, draws {came[1]:.1%} and away teams {came[2]:.1%} of {len(ended)} matches in"
        f" {leagues} league{'' if leagues == 1 else 's'}, where {said[0]:.1%}, {said[1]:.1%} and {said[2]:.1%} were"
        f" predicted: {CHARTS[alarm.chart].meaning}; evidence {alarm.evidence:.2f} nats, above {THRESHOLD},"
        f" which calibrated predictions pass once in {ONCE_IN} seasons."
    )
    name = STATISTIC + alarm.chart
    return DriftVerdict(True, name, alarm.evidence, THRESHOLD, None, len(ended), 0, sentence)


def quiet(chart: str, value: float, matches: int) -> DriftVerdict:
    """What is said once the matches after an alarm have been calibrated again.

    >>> quiet("home-less", 1.2, 380).drifted
    False
    """
    sentence = (
        f"The {matches} matches since the last alarm were as predicted; evidence {value:.2f} nats, within {THRESHOLD}."
    )
    return DriftVerdict(False, STATISTIC + chart, value, THRESHOLD, None, matches, 0, sentence)
