"""Charts that begin anew after each alarm of their own, so that every alarm follows from the matches before it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from touchline.drift_monitor.detectors.calibration_cusum import cusum, since
from touchline.drift_monitor.detectors.comparison import Numbers


@dataclass(frozen=True, slots=True)
class Alarm:
    """A chart that has passed its threshold; places are those of matches in the order of kick-off, from 0."""

    chart: str
    at: int
    since: int  # where its evidence began: the likeliest first match of the change
    evidence: float  # in the unit of what each match adds


def alarms_from(chart: str, steps: Callable[[int], Numbers], threshold: float) -> list[Alarm]:
    """Every alarm of one chart; `steps(begun)` is what each match from `begun` on adds to a chart that begins there.

    >>> added = np.array([-1.0, 2.0, 2.0, -1.0, 3.5])
    >>> [(one.at, one.since, one.evidence) for one in alarms_from("home-less", lambda begun: added[begun:], 3.0)]
    [(2, 1, 4.0), (4, 4, 3.5)]
    """
    found, begun = [], 0
    while (passed := np.flatnonzero((path := cusum(added := steps(begun))) > threshold)).size:
        at = int(passed[0])
        found.append(Alarm(chart, begun + at, begun + since(added, at), float(path[at])))
        begun += at + 1
    return found


def last_of(steps: Numbers) -> float:
    """The evidence that a chart has gathered after the last of these steps; 0 without any.

    >>> last_of(np.array([-1.0, 2.0])), last_of(np.array([]))
    (2.0, 0.0)
    """
    path = cusum(steps)
    return float(path[-1]) if path.size else 0.0
