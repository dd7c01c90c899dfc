"""Prices with a margin as probabilities without."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.football.margins import METHODS, multiplicative, power, shin

# In millionths: two prices that differ in their last bit alone come out equal, and then have no order to keep.
SHARES = st.lists(st.integers(50_000, 1_000_000).map(lambda millionths: millionths / 1e6), min_size=2, max_size=4)
MARGINS = st.floats(0.01, 0.25)


@settings(deadline=None)  # how long a busy machine takes says nothing
@given(SHARES, MARGINS)
def test_every_method_gives_shares_of_one_in_the_order_of_the_prices(shares: list[float], margin: float):
    fair = np.array(shares) / sum(shares)
    prices = 1 / np.minimum(fair * (1 + margin), 0.99)
    for method in METHODS.values():
        found = method(prices)
        assert found.sum() == pytest.approx(1, abs=1e-9)
        assert (np.argsort(found, kind="stable") == np.argsort(1 / prices, kind="stable")).all()


def test_power_and_shin_take_more_from_the_outsider_than_an_equal_share_does():
    prices = [1.3, 5.5, 11.0]
    for method in (power, shin):
        assert method(prices)[2] < multiplicative(prices)[2]
        assert method(prices)[0] > multiplicative(prices)[0]


def test_without_a_margin_all_methods_agree():
    prices = np.array([[2.0, 4.0, 4.0], [3.0, 3.0, 3.0]])
    for method in METHODS.values():
        assert method(prices) == pytest.approx(1 / prices, abs=1e-9)


def test_shin_of_two_equal_prices_is_even():
    assert shin([1.9, 1.9]) == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("method", METHODS.values())
def test_a_price_that_pays_nothing_is_refused(method):
    with pytest.raises(ValueError, match="above 1"):
        method([1.0, 3.0, 4.0])
