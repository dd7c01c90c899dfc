"""Scores against values worked out by hand and properties that any proper score has."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.football.calibration import expected_calibration_error, reliability
from touchline.football.outcome import OUTCOMES, Outcome, Probabilities
from touchline.football.scoring import brier, log_loss, ranked_probability_score, score

WEIGHTS = st.tuples(*[st.floats(0.01, 1.0)] * 3)


def test_a_forecast_that_is_wrong_by_one_step_scores_better_than_by_two() -> None:
    assert score(Probabilities(1, 0, 0), Outcome.DRAW).ranked_probability_score == 0.5
    assert score(Probabilities(1, 0, 0), Outcome.AWAY).ranked_probability_score == 1.0


def test_an_impossible_outcome_costs_much_but_not_infinity() -> None:
    assert 30 < score(Probabilities(1, 0, 0), Outcome.AWAY).log_loss < 40


def test_brier_runs_from_zero_to_two() -> None:
    assert brier([[1, 0, 0], [1, 0, 0]], [0, 2]).tolist() == [0.0, 2.0]


@given(WEIGHTS, WEIGHTS)
def test_no_forecast_beats_the_truth_on_average(truth: tuple[float, ...], claim: tuple[float, ...]) -> None:
    true, claimed = np.array(truth) / sum(truth), np.array(claim) / sum(claim)
    for rule in (ranked_probability_score, log_loss, brier):
        honest, other = (float(true @ rule([forecast] * 3, [0, 1, 2])) for forecast in (true, claimed))
        assert honest <= other + 1e-12


def test_forecasts_without_their_outcomes_are_refused() -> None:
    with pytest.raises(ValueError, match="2 forecasts for 1 outcomes"):
        brier([[1, 0, 0], [1, 0, 0]], [0])


@pytest.mark.parametrize("shares", [(0.5, 0.5, 0.5), (1.2, -0.2, 0.0), (float("nan"), 0.5, 0.5)])
def test_shares_that_are_no_probabilities_are_refused(shares: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="probabilities"):
        Probabilities(*shares)


def test_outcomes_stand_in_the_order_of_every_vector() -> None:
    assert [outcome.place for outcome in OUTCOMES] == [0, 1, 2]
    assert [Outcome.of(*goals) for goals in ((1, 0), (0, 0), (0, 1))] == list(OUTCOMES)


def test_a_forecast_of_one_falls_in_the_last_bin() -> None:
    (only,) = reliability([1.0], [True])
    assert (only.forecasts, only.observed) == (1, 1.0)


def test_a_calibrated_forecaster_has_a_small_error_and_a_boastful_one_a_large() -> None:
    random = np.random.default_rng(1)
    forecasts = random.dirichlet([4, 2, 3], 4000)
    outcomes = np.array([random.choice(3, p=forecast) for forecast in forecasts])
    boastful = forecasts**3 / (forecasts**3).sum(axis=1, keepdims=True)
    assert expected_calibration_error(forecasts, outcomes) < 0.02 < 0.1 < expected_calibration_error(boastful, outcomes)
