"""Grids, the markets that are sums over them, and grids that are tilted to what others say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.football import markets
from touchline.football.poisson import goal_chances
from touchline.football.scoreline import dixon_coles_grid, poisson_grid
from touchline.football.tilt import Unreachable, divergence, tilted

RATES = st.floats(0.2, 3.5)
RHOS = st.floats(-0.15, 0.08)
HALVES = (0.5, 1.5, 2.5, 3.5, 4.5, 5.5)
QUARTERS = [line / 4 for line in range(-12, 13)]


@settings(deadline=None)  # how long a busy machine takes says nothing
@given(RATES, RATES, RHOS)
def test_every_market_of_a_grid_sums_to_one(home: float, away: float, rho: float):
    grid = dixon_coles_grid(home, away, rho)
    assert markets.result(grid).sum() == pytest.approx(1, abs=1e-12)
    assert markets.both_to_score(grid).sum() == pytest.approx(1, abs=1e-12)
    for line in HALVES:
        assert markets.total(grid, line).sum() == pytest.approx(1, abs=1e-12)
    for line in QUARTERS:
        assert markets.asian_handicap(grid, line).sum() == pytest.approx(1, abs=1e-12)


@settings(deadline=None)
@given(RATES, RATES)
def test_markets_agree_with_one_another(home: float, away: float):
    grid = poisson_grid(home, away)
    win, draw, lose = markets.result(grid)
    assert markets.double_chance(grid) == pytest.approx([win + draw, win + lose, draw + lose])
    assert markets.draw_no_bet(grid)[0] == pytest.approx(win / (win + lose))
    assert markets.expected_points(grid).sum() == pytest.approx(3 - draw)
    assert markets.asian_handicap(grid, -0.5)[0] == pytest.approx(win)
    assert markets.asian_handicap(grid, 0.0)[1] == pytest.approx(draw)
    nil = markets.correct_score(grid, 0, 0)
    assert markets.both_to_score(grid)[1] == pytest.approx(markets.clean_sheet(grid).sum() - nil)
    assert markets.total(grid, 0.5)[1] == pytest.approx(nil)


def test_a_quarter_line_is_half_a_bet_on_either_side():
    grid = poisson_grid(1.6, 1.1)
    beside = (markets.asian_handicap(grid, -1.0) + markets.asian_handicap(grid, -0.5)) / 2
    assert markets.asian_handicap(grid, -0.75) == pytest.approx(beside)
    with pytest.raises(ValueError, match="multiples of a quarter"):
        markets.asian_handicap(grid, 0.3)
    with pytest.raises(ValueError, match="half line"):
        markets.total(grid, 2.0)


def test_the_price_of_a_handicap_is_fair():
    grid = poisson_grid(1.6, 1.1)
    for line in QUARTERS:
        won, back, _ = markets.asian_handicap(grid, line)
        assert won * markets.fair_handicap_price(grid, line) + back == pytest.approx(1.0)


@settings(deadline=None)
@given(RATES, RATES)
def test_a_grid_says_what_the_rates_that_features_are_made_of_say(home: float, away: float):
    grid, chances = poisson_grid(home, away), goal_chances(home, away)
    assert markets.result(grid) == pytest.approx([chances.home, chances.draw, chances.away], abs=1e-5)
    assert markets.both_to_score(grid)[0] == pytest.approx(chances.both_score, abs=1e-4)


@pytest.mark.parametrize(("home", "away", "rho"), [(0.0, 1.0, 0.0), (1.0, float("nan"), 0.0), (2.0, 2.0, 0.9)])
def test_rates_and_ties_that_make_no_grid_are_refused(home: float, away: float, rho: float):
    with pytest.raises(ValueError, match=r"rates|ρ"):
        dixon_coles_grid(home, away, rho)


@settings(deadline=None)
@given(RATES, RATES, RATES, RATES)
def test_a_tilted_grid_says_what_it_is_told(home: float, away: float, other_home: float, other_away: float):
    base, wanted = poisson_grid(home, away), poisson_grid(other_home, other_away)
    over, both = markets.total(wanted, 2.5)[0], markets.both_to_score(wanted)[0]
    found = tilted(base, markets.result(wanted), over, both)
    assert markets.result(found) == pytest.approx(markets.result(wanted), abs=1e-9)
    assert markets.total(found, 2.5)[0] == pytest.approx(over, abs=1e-9)
    assert markets.both_to_score(found)[0] == pytest.approx(both, abs=1e-9)


def test_a_grid_tilted_to_what_it_says_already_stays_what_it_is():
    base = poisson_grid([1.5, 0.9], [1.2, 2.0])
    assert tilted(base, markets.result(base), markets.total(base, 2.5)[:, 0]) == pytest.approx(base, abs=1e-9)


def test_no_other_grid_with_the_wanted_sums_is_nearer_to_the_base():
    base = poisson_grid(1.5, 1.2)
    found = tilted(base, [0.5, 0.25, 0.25])
    swap = np.zeros_like(base)  # moves chances between scores of one outcome: the sums stay
    swap[1, 0], swap[2, 1], swap[0, 2], swap[1, 3] = 1e-4, -1e-4, 1e-4, -1e-4
    for sign in (1, -1):
        assert divergence(found, base) < divergence(found + sign * swap, base)


def test_chances_that_contradict_one_another_are_refused():
    with pytest.raises(Unreachable, match="no grid has the sums"):
        tilted(poisson_grid(1.5, 1.2), [0.1, 0.1, 0.8], over=0.1, both=0.9)
