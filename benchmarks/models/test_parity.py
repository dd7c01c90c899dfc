"""Equal grids at equal parameters, an equal or better likelihood at the optimum, equal margins: beside penaltyblog."""

from typing import Any

import numpy as np
import pytest

from benchmarks.features.matches import chosen
from benchmarks.models import sides
from benchmarks.models.refitting import refitted
from touchline.football import markets
from touchline.football.margins import METHODS
from touchline.football.scoreline import dixon_coles_grid

pytestmark = pytest.mark.skipif(not sides.PEER_PYTHON.exists(), reason="`make bench-models` installs the peer")
NUMBER = 200


@pytest.fixture(scope="module")
def peer() -> dict[str, Any]:
    """What penaltyblog says of the same rates and prices."""
    return sides.theirs("parity", rates=sides.rates(NUMBER), prices=sides.prices(NUMBER))


@pytest.fixture(scope="module")
def grid() -> np.ndarray:
    """Ours."""
    return dixon_coles_grid(*np.array(sides.rates(NUMBER)).T, size=sides.SIZE)


def test_grids_are_equal_at_equal_parameters(peer: dict[str, Any], grid: np.ndarray):
    assert np.abs(grid - np.array([one["cells"] for one in peer["grids"]])).max() < 1e-12


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("result", markets.result),
        ("both", markets.both_to_score),
        ("double", markets.double_chance),
        ("no-bet", markets.draw_no_bet),
        ("points", markets.expected_points),
    ],
)
def test_markets_are_equal_on_equal_grids(name: str, ours: Any, peer: dict[str, Any], grid: np.ndarray):
    assert np.abs(ours(grid) - np.array([one[name] for one in peer["grids"]])).max() < 1e-12


def test_totals_are_equal_on_equal_grids(peer: dict[str, Any], grid: np.ndarray):
    for place, line in enumerate(sides.LINES):
        under_push_over = np.array([one["totals"][place] for one in peer["grids"]])
        assert np.abs(markets.total(grid, line)[:, 0] - under_push_over[:, 2]).max() < 1e-12


def test_handicaps_with_quarter_lines_are_equal_on_equal_grids(peer: dict[str, Any], grid: np.ndarray):
    for place, line in enumerate(sides.HANDICAPS):
        won_back_lost = np.array([one["handicaps"][place] for one in peer["grids"]])
        assert np.abs(markets.asian_handicap(grid, line) - won_back_lost).max() < 1e-12, line


def test_margins_are_equal(peer: dict[str, Any]):
    prices = sides.prices(NUMBER)
    for name, method in METHODS.items():
        assert np.abs(method(prices) - np.array(peer["margins"][name])).max() < 1e-9, name


def test_the_likelihood_at_our_optimum_is_equal_or_better():
    found = refitted(chosen()[1], ("2016/17", "2017/18"))
    assert min(found["gains"]) > -1e-9
