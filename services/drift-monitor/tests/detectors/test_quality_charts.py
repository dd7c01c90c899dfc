"""Charts on quality and calibration: exact places, exact levels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.drift_monitor.detectors.adwin import adwin
from touchline.drift_monitor.detectors.calibration_cusum import CHARTS, cusum, evidence, since, threshold_for
from touchline.drift_monitor.detectors.family import holm
from touchline.drift_monitor.detectors.page_hinkley import page_hinkley

STEADY, CHANGED = (0.46, 0.25, 0.29), (0.38, 0.22, 0.40)


def drawn(shares: tuple[float, ...], matches: int, seed: int) -> list[int]:
    return np.random.default_rng(seed).choice(3, matches, p=shares).tolist()


@settings(deadline=None)  # a machine that is busy is slow
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40))
def test_the_cumulative_sum_is_the_recursion_that_it_stands_for(ratios: list[float]) -> None:
    level, walked = 0.0, []
    for ratio in ratios:
        level = max(0.0, level + ratio)
        walked.append(level)
    assert cusum(ratios).tolist() == pytest.approx(walked, abs=1e-9)


def test_page_hinkley_speaks_where_its_sum_passes_the_threshold_and_not_one_match_before() -> None:
    scores = [0.2] * 100 + [0.5] * 60
    places = range(1, len(scores) + 1)
    gains = [score - np.mean(scores[:count]) - 0.005 for score, count in zip(scores, places, strict=True)]
    risen = np.cumsum(gains) - np.minimum.accumulate(np.cumsum(gains))
    first = int(np.argmax(risen > 5.0))
    assert page_hinkley(scores, threshold=5.0)[0] == first == 118


def test_better_scores_are_no_alarm_of_page_hinkley() -> None:
    assert page_hinkley([0.5] * 100 + [0.2] * 100, threshold=5.0) == []


def test_adwin_cuts_once_for_one_clear_change_sixteen_matches_after_it() -> None:
    cuts = adwin([0.1] * 200 + [0.9] * 200)
    assert [cut.at for cut in cuts] == [215]
    assert 0 < cuts[0].since <= 200


def test_adwin_leaves_a_steady_series_alone() -> None:
    assert adwin(np.random.default_rng(6).uniform(0, 0.4, 2000)) == []


def test_evidence_is_expected_to_fall_while_predictions_are_right_and_to_rise_once_they_are_off() -> None:
    for name, expected in (
        ("home-less", CHANGED),
        ("home-more", (0.54, 0.25, 0.21)),
        ("draw-more", (0.42, 0.32, 0.26)),
    ):
        ratios = [evidence([STEADY], [outcome], CHARTS[name])[0] for outcome in range(3)]
        assert np.dot(ratios, STEADY) < 0 < np.dot(ratios, expected), name


def test_evidence_is_the_logarithm_of_a_ratio_of_probabilities() -> None:
    for chart in CHARTS.values():
        changed = [np.exp(evidence([STEADY], [outcome], chart)[0]) * STEADY[outcome] for outcome in range(3)]
        assert sum(changed) == pytest.approx(1.0)


def test_no_chart_passes_its_threshold_more_often_than_stated_when_predictions_are_right() -> None:
    predicted = np.tile(STEADY, (300, 1))
    threshold = threshold_for(predicted, chance=0.2, draws=800, seed=1)
    passed = [
        any(cusum(evidence(predicted, outcomes, chart)).max() > threshold for chart in CHARTS.values())
        for outcomes in (drawn(STEADY, 300, seed) for seed in range(500))
    ]
    assert np.mean(passed) == pytest.approx(0.2, abs=0.06)


def test_the_change_is_dated_by_where_its_evidence_began() -> None:
    dated = [
        since(evidence(np.tile(STEADY, (1000, 1)), outcomes, CHARTS["home-less"]), 999)
        for outcomes in (drawn(STEADY, 600, seed) + drawn(CHANGED, 400, seed + 50) for seed in range(25))
    ]
    assert np.median(dated) == pytest.approx(600, abs=30)


def test_holms_p_values_are_those_computed_by_hand() -> None:
    assert holm([0.04, 0.001, 0.5, 0.013]).tolist() == pytest.approx([0.08, 0.004, 0.5, 0.039])
    assert holm([0.4, 0.9]).tolist() == pytest.approx([0.8, 0.9])
