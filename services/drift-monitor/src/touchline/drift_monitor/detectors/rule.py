"""The one drift rule, fixed before it was run on anything later than 2016/17 (but see `limits`).

Compared: the latest season's worth of settled matches (380) with the five seasons before them. Three statistics:

1. the population stability index of the outcomes (home, draw, away), whose null distribution is chi-square;
2. the mean ranked probability score of settled predictions, by a one-sided z-test;
3. the index of every feature, against a limit measured on quiet seasons (`limits`).

The first two share a family-wise SIGNIFICANCE by Holm (1979), https://www.jstor.org/stable/4615733: the rule fires when
the smaller p-value is at most half of it, Holm's first step. SIGNIFICANCE is that of one look; the rule looks after
every match day, at windows that overlap. On simulated seasons with the outcome shares of 2005/06-2016/17 and a look
every ten matches, .001 gives a false alarm of the outcomes in fewer than one season in a hundred. On the real seasons
the largest normalised index was 9.6 (threshold 15.2) and the largest z 3.13 (threshold 3.29), of a plain logit.

Replayed afterwards on England: no alarm from 2017/18 to 2019/20; in 2020/21, played in empty stadiums, the outcomes
raise one on 16 May 2021, after 360 matches, narrowly (1.005 of the threshold, 1.03 at most). With a reference of three
seasons instead of five they raise none (0.87 at most): one season of one league is hardly enough for this shift.

After an alarm the rule rests for a window (`is_due`): until then much of the window is what it has already spoken of.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, norm

from touchline.drift_monitor.detectors.limits import LIMITS
from touchline.drift_monitor.detectors.psi import binned, p_value, population_stability_index
from touchline.drift_monitor.detectors.rps_shift import score_shift
from touchline.football.outcome import OUTCOMES, Outcome

WINDOW = 380  # matches: one season of twenty teams
REFERENCE = 1900  # matches: the five seasons before
SMALLEST_REFERENCE = 760  # matches: two seasons; with fewer there is no verdict
SMALLEST_SCORED = 190  # matches with a settled prediction on each side, below which scores are not compared
SIGNIFICANCE = 0.001  # family-wise, of one look
FIRST_STEP = SIGNIFICANCE / 2  # Holm's, of two hypotheses

OUTCOME_INDEX = "psi_outcome"
SCORE_SHIFT = "rps_shift"
FEATURE_INDEX = "psi_feature_"  # and the feature's name


@dataclass(frozen=True, slots=True)
class SettledMatch:
    """A match that has ended, with its vector (in the order of the catalogue) and its prediction's score, if known."""

    outcome: Outcome
    features: tuple[float, ...] | None = None
    ranked_probability_score: float | None = None


Matches = Sequence[SettledMatch]


@dataclass(frozen=True, slots=True)
class DriftVerdict:
    """What one statistic says; `drifted` when `value` is above `threshold`. `p_value` only where a null is known."""

    drifted: bool
    statistic: str
    value: float
    threshold: float
    p_value: float | None
    window: int  # matches
    reference: int  # matches
    sentence: str

    @property
    def strength(self) -> float:
        """The value as a multiple of its threshold, by which different statistics compare."""
        return self.value / self.threshold


def judge(matches: Matches) -> DriftVerdict | None:
    """The strongest verdict on the latest window of matches, oldest first; None while there are too few of them.

    >>> quiet = [SettledMatch(outcome) for outcome in (Outcome.HOME, Outcome.DRAW, Outcome.HOME, Outcome.AWAY)]
    >>> verdict = judge(quiet * 570)
    >>> verdict.drifted, verdict.statistic, round(verdict.value, 3)
    (False, 'psi_outcome', 0.0)
    >>> judge(quiet * 475 + [SettledMatch(Outcome.AWAY), SettledMatch(Outcome.HOME)] * 190).drifted
    True
    """
    verdicts = judge_each(matches)
    return max(verdicts, key=lambda verdict: verdict.strength) if verdicts else None


def judge_each(matches: Matches) -> list[DriftVerdict]:
    """Every statistic's verdict; none while there are too few matches."""
    if len(matches) < WINDOW + SMALLEST_REFERENCE:
        return []
    window, reference = matches[-WINDOW:], matches[-WINDOW - REFERENCE : -WINDOW]
    return [_of_outcomes(window, reference), *_of_scores(window, reference), *_of_features(window, reference)]


def watch(match_days: Iterable[Matches]) -> Iterator[tuple[int, DriftVerdict]]:
    """The alarms of a history: a look after each match day, oldest first, and rest after an alarm.

    Gives the number of the match day (from 0) with its verdict. However many days arrive at once, watch each: a look
    only at the end of a long catch-up would miss what one day showed.
    """
    seen: list[SettledMatch] = []
    since_alarm: int | None = None
    for number, day in enumerate(match_days):
        seen.extend(day)
        since_alarm = None if since_alarm is None else since_alarm + len(day)
        verdict = judge(seen[-WINDOW - REFERENCE :]) if is_due(since_alarm) else None
        if verdict is not None and verdict.drifted:
            since_alarm = 0
            yield number, verdict


def is_due(settled_since_alarm: int | None) -> bool:
    """Whether the rule may fire again, given the matches settled since its last alarm (None: it never fired).

    >>> is_due(None), is_due(379), is_due(380)
    (True, False, True)
    """
    return settled_since_alarm is None or settled_since_alarm >= WINDOW


def _of_outcomes(window: Matches, reference: Matches) -> DriftVerdict:
    counts, reference_counts = _outcome_counts(window), _outcome_counts(reference)
    index = population_stability_index(counts, reference_counts)
    threshold = float(chi2.isf(FIRST_STEP, len(OUTCOMES) - 1)) * (1 / len(window) + 1 / len(reference))
    chance = p_value(index, len(window), len(reference), len(OUTCOMES))
    sentence = (
        f"Home teams won {counts[0] / len(window):.1%} of the last {len(window)} matches and away teams "
        f"{counts[2] / len(window):.1%}, after {reference_counts[0] / len(reference):.1%} and "
        f"{reference_counts[2] / len(reference):.1%} in the {len(reference)} before"
    )
    return _verdict(OUTCOME_INDEX, index, threshold, chance, len(window), len(reference), sentence)


def _of_scores(window: Matches, reference: Matches) -> list[DriftVerdict]:
    scores, reference_scores = _scores(window), _scores(reference)
    if min(len(scores), len(reference_scores)) < SMALLEST_SCORED:
        return []
    shift = score_shift(scores, reference_scores)
    sentence = (
        f"The ranked probability score of the last {len(scores)} settled predictions was {shift.window_mean:.4f}, "
        f"after {shift.reference_mean:.4f} for the {len(reference_scores)} before (lower is better)"
    )
    threshold = float(norm.isf(FIRST_STEP))
    return [_verdict(SCORE_SHIFT, shift.z, threshold, shift.p_value, len(scores), len(reference_scores), sentence)]


def _of_features(window: Matches, reference: Matches) -> list[DriftVerdict]:
    vectors, reference_vectors = _vectors(window), _vectors(reference)
    if len(vectors) < WINDOW or len(reference_vectors) < SMALLEST_REFERENCE:
        return []
    sizes = len(vectors), len(reference_vectors)
    verdicts = []
    for limit, column, reference_column in zip(LIMITS, vectors.T, reference_vectors.T, strict=True):
        index = population_stability_index(*binned(column, reference_column))
        threshold = limit.normalised_index * (1 / sizes[0] + 1 / sizes[1])
        sentence = (
            f"The feature {limit.feature} has a stability index of {index:.3f} against the {sizes[1]} matches before"
        )
        verdicts.append(_verdict(FEATURE_INDEX + limit.feature, index, threshold, None, *sizes, sentence))
    return verdicts


def _verdict(
    statistic: str, value: float, threshold: float, chance: float | None, window: int, reference: int, sentence: str
) -> DriftVerdict:
    """A verdict whose sentence ends with the figures that decided."""
    drifted = value > threshold
    odds = f", chance {chance:.2g} without drift" if chance is not None else ""
    decided = f"{'above' if drifted else 'within'} the threshold: {value:.4g} against {threshold:.4g}{odds}."
    return DriftVerdict(drifted, statistic, value, threshold, chance, window, reference, f"{sentence}; {decided}")


def _outcome_counts(matches: Matches) -> list[int]:
    return [sum(match.outcome is outcome for match in matches) for outcome in OUTCOMES]


def _scores(matches: Matches) -> list[float]:
    return [match.ranked_probability_score for match in matches if match.ranked_probability_score is not None]


def _vectors(matches: Matches) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([match.features for match in matches if match.features is not None], dtype=np.float64)
