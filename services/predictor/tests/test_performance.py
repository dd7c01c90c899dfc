"""How good predictions have been: means, intervals and bins by hand."""

import pytest
from known_pages import settlement

from touchline.predictor.prediction.performance import LEAST, by, mean_of, month_of, reliability


def test_nothing_settled_has_no_mean_and_no_bin() -> None:
    assert mean_of([]) is None
    assert reliability([]) == []


def test_too_few_matches_beside_the_market_have_no_interval() -> None:
    few = mean_of([settlement(number) for number in range(LEAST - 1)])
    enough = mean_of([settlement(number) for number in range(LEAST)])
    assert few is not None
    assert few.beside_closing is not None
    assert few.beside_closing.low is few.beside_closing.high is None
    assert enough is not None
    assert enough.beside_closing is not None
    assert enough.beside_closing.low is not None


def test_base_rates_score_what_a_constant_forecast_scores() -> None:
    mean = mean_of([settlement(0)])  # a home win
    assert mean is not None
    assert mean.base_rates == pytest.approx(((0.466 - 1) ** 2 + (0.721 - 1) ** 2) / 2)


def test_a_certain_forecast_falls_into_the_last_bin() -> None:
    from dataclasses import replace

    (low, high) = reliability([replace(settlement(0), home=1.0, draw=0.0, away=0.0)])
    assert (low.low, low.chances, low.happened) == (0.0, 2, 0.0)
    assert (high.high, high.chances, high.happened) == (1.0, 1, 1.0)
    assert high.happened_low < 0.9


def test_months_follow_one_another_with_the_matches_that_began_in_them() -> None:
    grouped = by([settlement(0, 1), settlement(1, 3), settlement(2, 1)], month_of)
    assert [*grouped] == sorted(grouped)
    assert [len(rows) for rows in grouped.values()] == [1, 2]
