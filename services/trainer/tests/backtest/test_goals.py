"""Errors of expected goals, on subsets that were known before the match."""

import numpy as np
import pytest
from league import league

from touchline.football.vector import columns
from touchline.trainer.backtest.goals import goal_rows, subsets

MATCHES = league(seasons=3).matches


def test_an_error_is_that_of_both_sides_of_every_match():
    off = np.tile([1.0, -2.0], (len(MATCHES), 1))
    rows = goal_rows({"off": MATCHES.goals + off, "right": MATCHES.goals}, MATCHES)
    whole = {row.model: row for row in rows if row.subset == "all"}
    assert whole["off"].n == len(MATCHES)
    assert (whole["off"].rmse, whole["off"].mae) == (pytest.approx(2.5**0.5), pytest.approx(1.5))
    assert (whole["right"].rmse, whole["right"].mae) == (0.0, 0.0)


def test_who_leaves_out_a_match_has_no_row_and_an_empty_subset_none_either():
    holes = MATCHES.goals.copy()
    holes[3] = np.nan
    rows = goal_rows({"holes": holes, "whole": MATCHES.goals}, MATCHES)
    assert {row.model for row in rows} == {"whole"}
    assert "promoted-team" not in {row.subset for row in rows}  # nobody is promoted in this league


def test_subsets_rest_on_what_the_vectors_said_before_the_match():
    inside = subsets(MATCHES.values)
    early = columns(MATCHES.values, ("played_home", "played_away")).min(axis=1) < 5
    assert inside["all"].all()
    assert (inside["first-five-matches"] == early).all()
