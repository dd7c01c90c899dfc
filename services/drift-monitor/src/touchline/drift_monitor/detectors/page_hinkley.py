"""Page-Hinkley: the sum of how much worse scores are than their mean so far, and how far it has risen from its low."""

from collections.abc import Iterable

from river.drift import PageHinkley

SMALLEST = 30  # scores before the first alarm
TOLERANCE = 0.005  # of a score: a rise of the mean that is let pass
THRESHOLD = 9.0  # summed score; no alarm in 25 draws of seven quiet seasons, benchmarks/drift


def page_hinkley(
    scores: Iterable[float], threshold: float = THRESHOLD, tolerance: float = TOLERANCE, smallest: int = SMALLEST
) -> list[int]:
    """The places (from 0) at which scores had become worse, starting anew after each: U_t - min U > threshold.

    U_t = sum over i <= t of (x_i - mean of x_1..x_i - tolerance). Page (1954), https://doi.org/10.1093/biomet/41.1-2.100;
    Hinkley (1971), https://doi.org/10.1093/biomet/58.3.509; `river.drift.PageHinkley` without forgetting, upwards.

    Args:
        scores: one a match, oldest first, lower is better.
        threshold: in the unit of a score times matches.
        tolerance: a rise of the mean that is let pass, in the unit of a score.
        smallest: scores before an alarm can be raised.

    >>> page_hinkley([0.2] * 100 + [0.5] * 60, threshold=5.0)
    [118]
    """
    chart = PageHinkley(min_instances=smallest, delta=tolerance, threshold=threshold, alpha=1.0, mode="up")
    alarms = []
    for at, score in enumerate(scores):
        chart.update(score)
        if chart.drift_detected:
            alarms.append(at)
    return alarms
