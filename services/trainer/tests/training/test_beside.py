"""The product with odds beside the one without: packed, or left out for a stated reason; on a simulated league."""

import numpy as np
import pytest
from league import league, league_frame

from touchline.football.blend import RESULT
from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.scoreline import Grid, poisson_grid
from touchline.football.tilt import tilted
from touchline.football.vector import Matrix, rates
from touchline.football.with_odds import ALONE, MARKET, market_result, prices_known
from touchline.trainer.training.beside import judge_beside
from touchline.trainer.training.learning import Challenger, learn
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.models.blend import blended
from touchline.trainer.training.models.seasons import forecast_seasons, seasons_of
from touchline.trainer.training.models.voices import walked
from touchline.trainer.training.models.with_odds import LEAST, blended_with_odds, poolings_with_odds

FRAME = league_frame(seasons=8)
MATCHES = league(seasons=8).matches
JUDGED = seasons_of(MATCHES)[-3:]
BASE = poisson_grid(*rates(MATCHES.values, "chances").T)


def saying(result: Matrix) -> Grid:
    return tilted(BASE, result)


def towards(result: Matrix, share: float) -> Matrix:
    """A forecast drawn to saying nothing."""
    return (1 - share) * result + share / 3


MARKET_SAYS = market_result(MATCHES.values)
PERFECT, WORSE, WORST = (saying(towards(MARKET_SAYS, share)) for share in (0.0, 0.6, 0.9))


@pytest.fixture(scope="module")
def challenger() -> Challenger:
    return learn(FRAME, "touchline-match", "0" * 64, 3)


def test_as_good_as_the_market_and_better_than_without_odds_it_is_packed():
    judged = judge_beside(MATCHES, WORSE, PERFECT, JUDGED)
    assert judged.packed
    assert judged.score == pytest.approx(judged.market)
    assert judged.matches == 3 * 132


def test_worse_than_without_odds_it_is_refused():
    judged = judge_beside(MATCHES, PERFECT, WORSE, JUDGED)
    assert not judged.packed
    assert judged.reason.endswith("refused, worse than without odds")


def test_worse_than_the_market_by_more_than_chance_it_is_refused():
    judged = judge_beside(MATCHES, WORST, WORSE, JUDGED)
    assert not judged.packed
    assert judged.low is not None
    assert judged.low > 0
    assert judged.reason.endswith("refused, worse than the market by more than chance")


def test_what_is_no_distribution_is_refused():
    broken = PERFECT.copy()
    broken[-1, 0, 0] = np.nan
    assert "refused: it answers 1 of 396 matches with something that is no number" in (
        judge_beside(MATCHES, WORSE, broken, JUDGED).reason
    )


def test_without_prices_there_is_nothing_to_judge():
    nothing = np.full_like(PERFECT, np.nan)
    judged = judge_beside(MATCHES, PERFECT, nothing, JUDGED)
    assert not judged.packed
    assert judged.reason == "with odds: prices are known of only 0 matches to judge on, 190 are needed"


def test_the_bundle_holds_both_products_and_the_decision_says_so(challenger: Challenger):
    model = challenger.bundle.opened()
    assert challenger.beside.packed, challenger.beside.reason
    assert model.with_odds is not None
    assert model.with_odds.poolings[RESULT].voices == (MARKET, ALONE)
    decided = challenger.judged_against(None)
    assert decided.promoted
    assert decided.reason.endswith(challenger.beside.reason)


def test_without_prices_the_first_product_is_the_same_to_the_byte(challenger: Challenger):
    unpriced = [MATCH_FEATURES.index(name) for name in ("market_known", "market_over_known")]
    values = [[0.0 if at in unpriced else one for at, one in enumerate(row)] for row in FRAME["values"].to_list()]
    alone = learn(FRAME.with_columns(values=np.array(values)), "touchline-match", "0" * 64, 3)
    assert not alone.beside.packed
    assert alone.bundle.opened().with_odds is None
    for file, sha256 in alone.bundle.manifest.files.items():
        if file != "blend.json":
            assert challenger.bundle.manifest.files[file] == sha256
    assert np.array_equal(
        alone.bundle.opened().predict_grids(MATCHES.values), challenger.bundle.opened().predict_grids(MATCHES.values)
    )
    assert alone.judged_against(None).challenger_score == challenger.judged_against(None).challenger_score


def test_what_is_said_of_a_season_follows_from_earlier_ones_alone():
    said = walked(MATCHES, forecast_seasons(MATCHES))
    seasons = forecast_seasons(MATCHES)[1:]
    alone = blended(MATCHES, said, seasons)
    before = blended_with_odds(MATCHES, alone, seasons)
    last = MATCHES.seasons == seasons[-1]
    goals = np.where(last[:, None], MATCHES.goals[:, ::-1], MATCHES.goals)  # another last season
    other = Matches(MATCHES.values, goals, MATCHES.seasons, MATCHES.kick_offs, MATCHES.known)
    assert np.array_equal(before, blended_with_odds(other, alone, seasons), equal_nan=True)
    assert not np.isnan(before[last]).any()
    assert np.isnan(before[MATCHES.seasons == seasons[0]]).all()  # nothing was learned before it


def test_too_few_matches_with_prices_teach_nothing():
    known = np.arange(len(MATCHES)) < LEAST - 1
    assert prices_known(MATCHES.values).all()
    assert poolings_with_odds(MATCHES, known, PERFECT) is None
