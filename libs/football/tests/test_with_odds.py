"""The second product: the market as prior, what the first adds, and what is said where a price is missing."""

import io
import json
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_blends import FILES, INPUTS
from test_bundle import rewritten, simulated_bundle, simulated_manifest

from touchline.football import markets
from touchline.football.blend import BLEND, BOTH, OVER, RESULT, Pooling, blend_file, open_blend
from touchline.football.bundle import (
    GOLDENS_WITH_ODDS,
    BundleRefused,
    Model,
    goldens_with_odds,
    open_bundle,
    open_with_odds,
    pack,
    sha256_of,
)
from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.pool import Pool
from touchline.football.vector import Matrix
from touchline.football.with_odds import ALONE, MARKET, WithOdds, market_result, voices_with_odds

VOICES = (MARKET, ALONE)


def priced(values: Matrix, **changes: float) -> Matrix:
    """The same vectors with prices."""
    known = {"market_home": 0.4, "market_away": -0.2, "market_over": 0.1, "market_known": 1.0, "market_over_known": 1.0}
    found = values.copy()
    for name, value in (known | changes).items():
        found[:, MATCH_FEATURES.index(name)] = value
    return found


def pooled(market: float, alone: float) -> dict[str, Pooling]:
    weights = np.array([market, alone])
    constants = {RESULT: np.zeros(2), OVER: np.zeros(1), BOTH: np.zeros(1)}
    return {name: Pooling(VOICES, Pool(held, weights, np.zeros(0))) for name, held in constants.items()}


BLEND_OF_TESTS = open_blend(FILES)


def grids(values: Matrix, market: float = 1.0, alone: float = 0.0) -> Matrix:
    return WithOdds(pooled(market, alone)).grids(values, BLEND_OF_TESTS.grids(values))


def bundle_with_odds() -> bytes:
    first = json.loads(FILES[BLEND])
    with_odds = json.loads(blend_file({}, pooled(0.9, 0.2)))
    files = {**FILES, BLEND: json.dumps({**first, **with_odds}).encode()}
    second = open_with_odds(files)
    assert second is not None
    files[GOLDENS_WITH_ODDS] = goldens_with_odds(open_blend(files), second, priced(INPUTS[:3]))
    return pack(simulated_manifest(files), files)


def opened(data: bytes) -> Model:
    return open_bundle(data, sha256_of(data))


def test_with_all_weight_on_the_market_the_grid_says_what_prices_say():
    values = priced(INPUTS[:20])
    said = grids(values)
    assert markets.result(said) == pytest.approx(market_result(values), abs=1e-9)
    assert markets.total(said, 2.5)[:, 0] == pytest.approx(1 / (1 + np.exp(-0.1)), abs=1e-9)


def test_with_all_weight_on_the_first_product_the_grid_says_what_that_says():
    values = priced(INPUTS[:20])
    alone = markets.result(BLEND_OF_TESTS.grids(values))
    assert markets.result(grids(values, 0.0, 1.0)) == pytest.approx(alone, abs=1e-9)


def test_where_nobody_prices_goals_the_first_product_says_how_many_there_are():
    values = priced(INPUTS[:20], market_over_known=0.0, market_over=3.0)
    alone = BLEND_OF_TESTS.grids(values)
    assert voices_with_odds(values, alone)[OVER][MARKET] == pytest.approx(markets.total(alone, 2.5))


def test_of_a_match_without_prices_it_says_nothing():
    values = priced(INPUTS[:2])
    values[1, MATCH_FEATURES.index("market_known")] = 0.0
    with pytest.raises(ValueError, match="prices are known of 1 of 2 matches"):
        grids(values)


PRICES = st.floats(1.01, 500.0)


@settings(deadline=None)
@given(home=PRICES, draw=PRICES, away=PRICES, over=PRICES, under=PRICES)
def test_whatever_the_prices_are_its_grid_is_a_distribution(
    home: float, draw: float, away: float, over: float, under: float
) -> None:
    values = priced(
        INPUTS[:1],
        market_home=np.log(draw / home),
        market_away=np.log(draw / away),
        market_over=np.log(under / over),
    )
    said = grids(values, 0.9, 0.2)
    assert (said >= 0).all()
    assert said.sum() == pytest.approx(1.0, abs=1e-9)


def test_a_bundle_opens_to_both_products():
    model = opened(bundle_with_odds())
    values = priced(INPUTS[:5])
    assert np.array_equal(model.predict_grids(values), BLEND_OF_TESTS.grids(values))
    assert model.with_odds is not None
    assert np.array_equal(model.with_odds.grids(values, model.predict_grids(values)), grids(values, 0.9, 0.2))


def test_an_older_bundle_opens_without_the_second_product():
    assert opened(simulated_bundle()).with_odds is None


def test_a_reader_that_knows_one_product_reads_the_first_from_a_file_of_both():
    assert open_blend({**FILES, BLEND: _blend_of(bundle_with_odds())}).poolings.keys() == BLEND_OF_TESTS.poolings.keys()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no golden inputs with prices"),
        (b"{}", "cannot be asked"),
        (b'{"inputs": [], "outputs": []}', "cannot be asked|otherwise"),
        (goldens_with_odds(BLEND_OF_TESTS, WithOdds(pooled(1.0, 0.0)), priced(INPUTS[:3])), "otherwise than when"),
    ],
)
def test_a_second_product_that_is_not_what_was_judged_is_refused(content: bytes | None, reason: str) -> None:
    with pytest.raises(BundleRefused, match=reason):
        opened(rewritten(bundle_with_odds(), GOLDENS_WITH_ODDS, content))


def test_pools_with_odds_that_lack_a_market_are_refused():
    broken = json.loads(_blend_of(bundle_with_odds()))
    del broken["with-odds"]["1x2"]
    with pytest.raises(BundleRefused, match="pools with odds cannot be read"):
        opened(rewritten(bundle_with_odds(), BLEND, json.dumps(broken).encode()))


def _blend_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(BLEND)
