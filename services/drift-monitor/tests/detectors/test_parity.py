"""Equal to scipy on the same windows, to 1e-9; `make bench-drift` holds the same beside Evidently."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import jensenshannon

from touchline.drift_monitor.detectors.chi_squared import chi_squared, goodness_of_fit
from touchline.drift_monitor.detectors.counting import counted
from touchline.drift_monitor.detectors.domain_classifier import area_under_curve
from touchline.drift_monitor.detectors.empirical import distributions
from touchline.drift_monitor.detectors.jensen_shannon import jensen_shannon
from touchline.drift_monitor.detectors.kolmogorov_smirnov import asymptotic_p_value, kolmogorov_smirnov, largest_gap
from touchline.drift_monitor.detectors.psi import population_stability_index
from touchline.drift_monitor.detectors.rps_shift import score_shift
from touchline.drift_monitor.detectors.wasserstein import normed_wasserstein, wasserstein

TO = 1e-9
SAMPLES = st.lists(st.one_of(st.integers(-3, 3).map(float), st.floats(-1e6, 1e6)), min_size=1, max_size=60)
COUNTS = st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), min_size=2, max_size=12)


def close(found: float, other: float) -> bool:
    return found == pytest.approx(float(other), rel=TO, abs=TO)


@settings(deadline=None)  # a machine that is busy is slow
@given(SAMPLES, SAMPLES)
def test_wasserstein_equals_scipy_with_ties_and_unequal_sizes(window: list[float], reference: list[float]) -> None:
    assert close(wasserstein(window, reference), stats.wasserstein_distance(window, reference))


@pytest.mark.filterwarnings("ignore:ks_2samp")
@settings(deadline=None)  # a machine that is busy is slow
@given(SAMPLES, SAMPLES)
def test_the_gap_of_merged_samples_is_the_one_that_is_tested(window: list[float], reference: list[float]) -> None:
    found = stats.ks_2samp(window, reference)
    assert close(largest_gap(distributions(window, reference)), found.statistic)
    assert close(kolmogorov_smirnov(window, reference).p_value, found.pvalue)


def test_the_limiting_chance_of_a_gap_equals_scipys_and_is_near_the_exact_one() -> None:
    dice = np.random.default_rng(2)
    window, reference = dice.normal(0.05, 1, 900), dice.normal(size=2500)
    found = stats.ks_2samp(window, reference)
    chance = asymptotic_p_value(float(found.statistic), (900, 2500))
    assert close(chance, stats.kstwobign.sf(found.statistic * np.sqrt(900 * 2500 / 3400)))
    assert chance == pytest.approx(found.pvalue, rel=0.05)


@settings(deadline=None)  # a machine that is busy is slow
@given(COUNTS)
def test_distances_of_counts_equal_scipy(counts: list[tuple[int, int]]) -> None:
    window, reference = (np.array(side, dtype=float) for side in zip(*counts, strict=True))
    shares, reference_shares = window / window.sum(), reference / reference.sum()
    assert close(jensen_shannon(window, reference), jensenshannon(shares, reference_shares))
    found = stats.chi2_contingency([window, reference], correction=False)
    assert close(chi_squared(window, reference).statistic, found.statistic)
    assert close(chi_squared(window, reference).p_value, found.pvalue)
    expected = reference_shares * window.sum()
    assert close(goodness_of_fit(window, reference).p_value, stats.chisquare(window, expected, sum_check=False).pvalue)
    divergences = stats.entropy(shares, reference_shares) + stats.entropy(reference_shares, shares)
    assert close(population_stability_index(window, reference, added=0), divergences)


def test_the_shift_of_scores_equals_scipys_welch() -> None:
    dice = np.random.default_rng(4)
    window, reference = dice.normal(0.21, 0.1, 300), dice.normal(0.2, 0.15, 900)
    assert close(score_shift(window, reference).z, stats.ttest_ind(window, reference, equal_var=False).statistic)


@settings(deadline=None)  # a machine that is busy is slow
@given(SAMPLES, SAMPLES)
def test_the_area_under_the_curve_equals_mann_whitneys_share(ours: list[float], theirs: list[float]) -> None:
    found = stats.mannwhitneyu(ours, theirs).statistic / (len(ours) * len(theirs))
    assert close(area_under_curve(ours + theirs, [True] * len(ours) + [False] * len(theirs)), found)


@settings(deadline=None)  # a machine that is busy is slow
@given(SAMPLES, SAMPLES)
def test_a_distance_in_spreads_forgets_the_unit(window: list[float], reference: list[float]) -> None:
    if np.std(reference) < 1:  # where the smallest spread may set the unit
        return
    scaled = normed_wasserstein(np.array(window) * 8 + 3, np.array(reference) * 8 + 3)
    assert scaled == pytest.approx(normed_wasserstein(window, reference), rel=1e-6, abs=1e-6)


def test_missing_values_are_left_out_of_every_comparison() -> None:
    window, reference = [1.0, float("nan"), 4.0], [2.0, float("inf"), 2.0, 5.0]
    assert wasserstein(window, reference) == wasserstein([1.0, 4.0], [2.0, 2.0, 5.0])
    assert [side.sum() for side in counted(window, reference)] == [2, 3]


@pytest.mark.parametrize("compare", [wasserstein, kolmogorov_smirnov, counted])
def test_a_sample_of_nothing_is_refused(compare) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="without a finite value"):
        compare([float("nan")], [1.0])
