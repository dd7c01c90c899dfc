"""Prices become probabilities, or are refused."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from touchline.football.odds import implied_probabilities

WEIGHTS = st.tuples(*[st.floats(0.05, 1.0)] * 3)


@given(WEIGHTS, st.floats(0.91, 1.39))
def test_a_margin_spread_evenly_is_removed(weights: tuple[float, ...], total: float) -> None:
    shares = [weight / sum(weights) for weight in weights]
    assume(max(shares) * total < 0.99)
    implied = implied_probabilities(*(1 / (share * total) for share in shares))
    assert implied.as_tuple() == pytest.approx(shares)


@pytest.mark.parametrize("triple", [(1.2, 1.2, 1.2), (10.0, 10.0, 10.0), (0.0, 3.0, 3.0), (1.0, 20.0, 20.0)])
def test_a_slip_of_the_provider_is_refused(triple: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="odds"):
        implied_probabilities(*triple)


def test_the_best_prices_of_a_market_may_sum_below_one() -> None:
    assert implied_probabilities(2.1, 3.9, 4.2).home > 1 / 2.1
