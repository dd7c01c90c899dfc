"""The report of all features: what it says of each is what the detectors say alone."""

import numpy as np
import pytest

from touchline.drift_monitor.detectors.counting import by_value
from touchline.drift_monitor.detectors.family import holm
from touchline.drift_monitor.detectors.jensen_shannon import jensen_shannon
from touchline.drift_monitor.detectors.kolmogorov_smirnov import kolmogorov_smirnov
from touchline.drift_monitor.detectors.psi import binned, binned_sorted, population_stability_index
from touchline.drift_monitor.detectors.report import Distance, report
from touchline.drift_monitor.detectors.wasserstein import normed_wasserstein

NAMES = ("rest", "promoted", "shots")


def samples(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(seed)
    made = (np.column_stack([dice.normal(size=n), dice.integers(0, 2, n), dice.gamma(2, size=n)]) for n in (380, 1900))
    window, reference = made
    return window, reference


def test_each_line_is_what_the_detectors_say_alone() -> None:
    window, reference = samples()
    for place, one in enumerate(report(window, reference, NAMES)):
        ours, theirs = window[:, place], reference[:, place]
        alone = jensen_shannon(*by_value(ours, theirs)) if place == 1 else normed_wasserstein(ours, theirs)
        assert one.distance == pytest.approx(alone, rel=1e-12)
        assert one.stability_index == pytest.approx(population_stability_index(*binned(ours, theirs)), rel=1e-12)
        assert one.largest_gap == pytest.approx(kolmogorov_smirnov(ours, theirs).statistic, rel=1e-12)


def test_few_values_are_compared_by_counts_and_many_by_distance() -> None:
    by = [one.distance_by for one in report(*samples(), NAMES)]
    assert by == [Distance.WASSERSTEIN, Distance.JENSEN_SHANNON, Distance.WASSERSTEIN]


def test_one_feature_that_moved_is_the_only_one_beyond_chance() -> None:
    window, reference = samples()
    window[:, 2] *= 1.5
    found = report(window, reference, NAMES)
    assert found[2].far
    assert [one.adjusted < 0.001 for one in found] == [False, False, True]
    assert found[2].mean == pytest.approx(1.5 * found[2].reference_mean, rel=0.15)


def test_chances_are_adjusted_over_all_features() -> None:
    found = report(*samples(), NAMES)
    assert [one.adjusted for one in found] == pytest.approx(holm([one.p_value for one in found]).tolist())


def test_missing_values_are_told_and_not_compared() -> None:
    window, reference = samples()
    gaps = window.copy()
    gaps[:95, 0] = np.nan
    told = report(gaps, reference, NAMES)[0]
    assert (told.missing, told.reference_missing, told.present) == (0.25, 0.0, 285)
    assert told.distance == report(window[95:], reference, NAMES)[0].distance


def test_a_feature_that_is_gone_is_far_and_disturbs_no_other() -> None:
    window, reference = samples()
    plain = report(window, reference, NAMES)
    window[:, 0] = np.nan
    gone, *others = report(window, reference, NAMES)
    assert gone.far
    assert gone.missing == 1
    assert np.isnan(gone.distance)
    assert [one.distance for one in others] == [one.distance for one in plain[1:]]


def test_bins_of_sorted_values_are_the_same_bins() -> None:
    for seed in range(30):
        window, reference = (np.round(side[:, 0], 1) for side in samples(seed))
        fast = binned_sorted(np.sort(window), np.sort(reference))
        assert [side.tolist() for side in fast] == [side.tolist() for side in binned(window, reference)]


def test_a_column_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="name"):
        report(*samples(), NAMES[:2])
