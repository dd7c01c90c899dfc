"""The domain classifier: what nobody can tell apart stays at a half, and its p-values keep their level."""

import numpy as np
import pytest

from touchline.drift_monitor.detectors.domain_classifier import FOLDS, domain_classifier, smoother


def test_without_drift_p_values_keep_their_level() -> None:
    dice = np.random.default_rng(8)
    chances = [
        domain_classifier(dice.normal(size=(40, 3)), dice.normal(size=(80, 3)), permutations=39, seed=number).p_value
        for number in range(120)
    ]
    assert np.mean(np.array(chances) <= 0.1) == pytest.approx(0.1, abs=0.07)
    assert np.mean(chances) == pytest.approx(0.5, abs=0.08)


def test_a_change_of_dependence_that_no_single_feature_shows_needs_a_term_of_both() -> None:
    dice = np.random.default_rng(9)
    shared = dice.normal(size=(200, 1))
    window = np.hstack([shared, shared])
    reference = dice.normal(size=(400, 2))
    plain = domain_classifier(window, reference, permutations=19)
    told = domain_classifier(
        *(np.hstack([side, side[:, :1] * side[:, 1:]]) for side in (window, reference)), permutations=19
    )
    assert plain.statistic < 0.6 < 0.7 < told.statistic


def test_seasons_that_differ_anyhow_are_no_drift_when_they_are_permuted_whole() -> None:
    dice = np.random.default_rng(10)
    level = np.repeat(dice.normal(size=10), 60)  # each season has its own
    rows = (level + dice.normal(0, 0.3, 600)).reshape(-1, 1)
    seasons = np.repeat(np.arange(10), 60)
    naive = domain_classifier(rows[:60], rows[60:], permutations=99)
    whole = domain_classifier(rows[:60], rows[60:], permutations=99, blocks=seasons)
    assert naive.p_value == 0.01
    assert whole.p_value > 0.05


def test_a_block_on_both_sides_is_refused() -> None:
    with pytest.raises(ValueError, match="both sides"):
        domain_classifier(np.ones((2, 1)), np.ones((2, 1)), blocks=[1, 2, 2, 3])


def test_no_row_is_scored_by_a_model_that_knows_it() -> None:
    fold = np.arange(30) % FOLDS
    matrix = smoother(np.random.default_rng(1).normal(size=(30, 2)), fold)
    assert not matrix[fold[:, None] == fold[None, :]].any()
