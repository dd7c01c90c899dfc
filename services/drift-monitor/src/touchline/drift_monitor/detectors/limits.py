"""How far each feature wandered in seasons without a known shift, and how far it may.

Features remember: a rating of today is nearly that of last week, and a league of twenty clubs is twenty draws rather
than 760. So the index of a feature is far above chi-square in any season, and its limit is measured, not derived: the
largest normalised index at every tenth match up to 2016/17 (window and reference as in
`touchline.drift_monitor.detectors.rule`), times MARGIN, and at least FLOOR. Measured on the top flights of England,
Germany, Italy and France with facts from 2000/01 on; shots on England alone, where the statistic is whole. A feature's
limit is thus wide by design; it is there for a provider that changes what it counts and for a fold that breaks.

History, since a limit chosen after the fact proves less: measured on England alone with a margin of 1.5, the replay of
2018/19 passed the limit of the rating difference by 1% (55.3 against 54.8). Only then the other leagues were added and
the margin raised to 2. So 2017/18 and 2018/19 are a blind test of the outcomes and the scores, not of the features.
"""

from dataclasses import dataclass

from touchline.football.catalogue import CATALOGUES, WATCHED

MARGIN = 2.0
FLOOR = 29.7  # chi-square of ten bins at .0005, for features that hardly move


@dataclass(frozen=True, slots=True)
class Limit:
    """A feature and the largest normalised index seen in the calibration seasons."""

    feature: str
    seen: float

    @property
    def normalised_index(self) -> float:
        """The normalised index above which the feature has drifted.

        >>> Limit("promoted_home", 11.6).normalised_index
        29.7
        """
        return max(FLOOR, MARGIN * self.seen)


# In the order of the watched catalogue: elo, its difference and expectation, points, goals, shots, rest, played,
# promoted.
_SEEN = (
    *(153.9, 147.1, 37.2, 37.2),
    *(27.0, 36.9),
    *(71.7, 89.0, 79.1, 125.6),
    *(77.5, 86.4, 58.2, 91.0),
    *(81.5, 93.9),
    *(35.2, 35.2),
    *(11.6, 15.2),
)
LIMITS: tuple[Limit, ...] = tuple(
    Limit(feature.name, seen) for feature, seen in zip(CATALOGUES[WATCHED].matches, _SEEN, strict=True)
)
