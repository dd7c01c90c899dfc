"""Scores that depend on a strength nobody knows, while each match keeps the chances of its grid."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.football import markets
from touchline.football.scoreline import poisson_grid
from touchline.football.season_luck import LEVELS, drawn, stream, tied_grids

RATES = st.floats(0.2, 3.5)
DRAWS = 40_000


@settings(deadline=None)
@given(RATES, RATES, st.floats(0.01, 0.3))
def test_the_mean_of_all_levels_is_the_grid_and_each_level_is_as_likely_as_the_others(
    home: float, away: float, error: float
) -> None:
    grid = poisson_grid(home, away)
    tied = tied_grids(grid, error)
    assert tied.mean(axis=0) == pytest.approx(grid, abs=1e-15)
    assert tied.sum(axis=(1, 2)) == pytest.approx(np.ones(LEVELS), abs=1e-6)


def test_a_better_home_side_wins_more_often() -> None:
    wins = markets.result(tied_grids(poisson_grid(1.5, 1.2), 0.1))[:, 0]
    assert (np.diff(wins) > 0).all()


def test_scores_that_cannot_be_stay_impossible_at_every_level() -> None:
    grid = np.zeros((3, 3))
    grid[0, 2], grid[2, 0] = 0.25, 0.75
    tied = tied_grids(grid, 0.2)
    assert ((tied > 0) == (grid > 0)).all()
    certain = np.zeros((3, 3))
    certain[1, 0] = 1.0
    assert tied_grids(certain, 0.3) == pytest.approx(np.broadcast_to(certain, (LEVELS, 3, 3)))


@pytest.mark.parametrize("error", [0.0, 0.1, 0.3])
def test_scores_come_as_often_as_the_grid_says_whatever_is_not_known(error: float) -> None:
    grid = poisson_grid(1.5, 1.2, size=6)
    luck, better = np.random.default_rng(1).random(DRAWS), np.random.default_rng(2).normal(0, 2**0.5, DRAWS)
    home, away = drawn(grid, luck, better, error)
    found = np.zeros_like(grid)
    np.add.at(found, (home, away), 1 / DRAWS)
    assert (np.abs(found - grid) <= 4.5 * np.sqrt(grid / DRAWS)).all()
    tie = np.corrcoef(home.astype(float) - away, better)[0, 1]
    assert abs(tie) < 0.02 if error == 0 else tie > 0.8 * error


def test_the_least_and_the_most_luck_draw_scores_that_can_be() -> None:
    grid = np.zeros((3, 3))
    grid[1, 1], grid[1, 2] = 0.5, 0.5
    luck, better = np.array([0.0, 1 - 2**-53] * 3), np.array([-9.0, -9.0, 0.0, 0.0, 9.0, 9.0])
    home, away = drawn(grid, luck, better, 0.2)
    assert home.tolist() == [1] * 6
    assert away.tolist() == [1, 2] * 3


def test_streams_differ_by_seed_and_by_name() -> None:
    streams = [stream(1, "a"), stream(2, "a"), stream(1, "b"), stream(1, "a", "b"), stream(1, "ab")]
    assert len({one.random() for one in streams}) == len(streams)
