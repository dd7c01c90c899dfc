"""The index and its null distribution."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.drift_monitor.detectors.psi import binned, normalised, p_value, population_stability_index
from touchline.drift_monitor.detectors.rps_shift import score_shift

COUNTS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=10)


@given(COUNTS)
def test_the_index_is_symmetric_and_never_negative(counts: list[tuple[int, int]]) -> None:
    window, reference = zip(*counts, strict=True)
    index = population_stability_index(window, reference)
    assert index >= 0
    assert index == pytest.approx(population_stability_index(reference, window))


def test_an_empty_bin_stays_finite() -> None:
    assert 0 < population_stability_index([0, 10], [10, 0]) < 10


def test_without_drift_the_p_value_is_uniform() -> None:
    random = np.random.default_rng(11)
    shares = [0.464, 0.253, 0.283]
    chances = [
        p_value(population_stability_index(window, reference), 380, 1900, bins=3)
        for window, reference in zip(
            random.multinomial(380, shares, 4000), random.multinomial(1900, shares, 4000), strict=True
        )
    ]
    for level in (0.01, 0.05, 0.5):
        assert np.mean(np.array(chances) < level) == pytest.approx(level, rel=0.35)


def test_a_feature_of_ten_equal_bins_follows_its_null_too() -> None:
    random = np.random.default_rng(12)
    indices = [
        population_stability_index(*binned(random.normal(size=380), random.normal(size=1900))) for _ in range(800)
    ]
    assert np.mean([normalised(index, 380, 1900) for index in indices]) == pytest.approx(9, rel=0.1)


def test_a_feature_of_one_value_has_one_bin_and_no_drift() -> None:
    window, reference = binned([0.0] * 5, [0.0] * 20)
    assert population_stability_index(window, reference) == 0
    assert p_value(0.0, 5, 20, bins=len(window)) == 1.0


def test_values_outside_the_reference_are_counted_in_its_outer_bins() -> None:
    window, reference = binned([-100.0, 100.0], list(range(100)))
    assert window[0] == window[-1] == 1
    assert reference.sum() == 100


def test_equal_scores_have_no_shift() -> None:
    assert score_shift([0.2] * 10, [0.2] * 10).z == 0.0


def test_better_scores_are_no_alarm() -> None:
    random = np.random.default_rng(13)
    shift = score_shift(random.uniform(0, 0.2, 380), random.uniform(0, 0.4, 1900))
    assert shift.z < 0
    assert shift.p_value > 0.99
