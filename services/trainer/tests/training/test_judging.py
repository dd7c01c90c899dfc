"""Scores, calibration and intervals on forecasts whose truth is known."""

import numpy as np
import pytest

from touchline.trainer.training.judging.differences import differences, paired_interval
from touchline.trainer.training.judging.reliability import null_calibration_error, recalibration
from touchline.trainer.training.judging.rows import rows_of


def drawn(shares: np.ndarray, seed: int = 1) -> np.ndarray:
    return (np.random.default_rng(seed).random((len(shares), 1)) > shares.cumsum(axis=1)[:, :-1]).sum(axis=1)


def truth(matches: int = 4000, classes: int = 3) -> np.ndarray:
    return np.random.default_rng(2).dirichlet([2.0] * classes, matches)


def sharpened(shares: np.ndarray, by: float) -> np.ndarray:
    return shares**by / (shares**by).sum(axis=1, keepdims=True)


@pytest.mark.parametrize("classes", [2, 3])
def test_the_slope_of_a_perfect_forecaster_is_one_within_its_interval(classes: int):
    line = recalibration(truth(classes=classes), drawn(truth(classes=classes)))
    assert line.slope_low < 1 < line.slope_high
    assert line.intercept_low < 0 < line.intercept_high


@pytest.mark.parametrize("classes", [2, 3])
def test_a_forecaster_too_sure_of_itself_has_a_slope_below_one(classes: int):
    shares = truth(classes=classes)
    assert recalibration(sharpened(shares, 2.0), drawn(shares)).slope_high < 1


def test_the_null_is_what_a_perfect_forecaster_scores():
    shares = truth(1520)
    row = rows_of({"perfect": {"1x2": shares}}, {"1x2": drawn(shares)}, np.full(1520, "2019/20"))[-1]
    assert row.ece == pytest.approx(null_calibration_error(shares), abs=0.01)


def test_a_row_without_data_is_absent_and_all_is_the_mean_of_its_matches():
    shares, seasons = truth(600), np.repeat(["2018/19", "2019/20"], 300)
    holes = shares.copy()
    holes[:10] = np.nan
    rows = rows_of({"whole": {"1x2": shares}, "holes": {"1x2": holes}}, {"1x2": drawn(shares)}, seasons)
    assert {(row.model, row.season) for row in rows} == {
        ("whole", "2018/19"),
        ("whole", "2019/20"),
        ("whole", "all"),
        ("holes", "2019/20"),
    }
    whole = {row.season: row for row in rows if row.model == "whole"}
    assert whole["all"].rps == pytest.approx((whole["2018/19"].rps + whole["2019/20"].rps) / 2)


def test_a_difference_is_that_of_the_same_matches_and_its_interval_excludes_zero_when_it_is_large():
    shares = truth()
    models = {"ours": {"1x2": shares}, "dixon-coles": {"1x2": sharpened(shares, 3.0)}}
    found = next(one for one in differences(models, {"1x2": drawn(shares)}) if one.score == "rps")
    assert (found.model, found.against, found.n) == ("ours", "dixon-coles", len(shares))
    assert found.low < found.difference < found.high < 0


def test_an_interval_of_no_difference_at_all_is_zero():
    assert paired_interval(np.zeros(100)) == (0.0, 0.0)
