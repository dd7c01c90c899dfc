"""What a drift of each statistic likely means, and what is recommended; for people, by the statistic's name."""

from dataclasses import dataclass

from touchline.drift_monitor.detectors import player_errors
from touchline.drift_monitor.detectors.calibration_cusum import CHARTS
from touchline.drift_monitor.detectors.pooled import STATISTIC
from touchline.drift_monitor.detectors.rule import FEATURE_INDEX, OUTCOME_INDEX, SCORE_SHIFT


@dataclass(frozen=True, slots=True)
class Meaning:
    """A likely cause and a first step."""

    likely: str
    recommended: str


OF_OUTCOMES = Meaning(
    "matches end otherwise than they did for years: home advantage or the share of draws has changed in this league",
    "let the retraining decide; where it is refused, see that the results of these days are whole",
)
OF_SCORES = Meaning(
    "sealed predictions have become worse than they were: the model is stale, or what it reads has changed",
    "compare with closing odds of the same matches: where these are worse, too, it is football; if not, see the inputs",
)
OF_A_FEATURE = Meaning(
    "a provider counts otherwise than it did, or features are folded wrongly; seldom football itself",
    "look at parked rows and skew of these days before a retrained model is trusted",
)
OF_PLAYERS = Meaning(
    "forecasts of players have become worse beside a simple one: line-ups are chosen otherwise, points are counted"
    " otherwise, or what the model reads of players has changed",
    "let the retraining decide; where it is refused, see that absences and line-ups of these days came in",
)
OF_ALL = "let the retraining decide, and look at each league's calibration: one that differs needs a closer look"


def meaning_of(statistic: str) -> Meaning:
    """By name; a chart's meaning is its own.

    >>> meaning_of("player_error_points") is OF_PLAYERS
    True

    >>> meaning_of("calibration_home-less").likely
    "the home side's advantage has shrunk, in all leagues together: something that they have in common"
    >>> meaning_of("psi_feature_elo_home") is OF_A_FEATURE
    True
    """
    if statistic.startswith(STATISTIC):
        chart = CHARTS[statistic.removeprefix(STATISTIC)]
        return Meaning(f"{chart.meaning}, in all leagues together: something that they have in common", OF_ALL)
    if statistic.startswith(player_errors.STATISTIC):
        return OF_PLAYERS
    if statistic.startswith(FEATURE_INDEX):
        return OF_A_FEATURE
    return {OUTCOME_INDEX: OF_OUTCOMES, SCORE_SHIFT: OF_SCORES}[statistic]
