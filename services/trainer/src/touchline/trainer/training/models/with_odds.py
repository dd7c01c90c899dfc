"""The second product, learned: how much the first adds to prices, from how both came out in earlier seasons.

It learns from the first product's own walk-forward grids, so that it meets them as good as they are before a match.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from touchline.football.blend import BOTH, OVER, RESULT, Pooling
from touchline.football.scoreline import Grid
from touchline.football.with_odds import ALONE, MARKET, Heard, WithOdds, prices_known, total_known, voices_with_odds
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.models.pool import CONSTANT_PRECISION, PRECISION, fit_pool
from touchline.trainer.training.models.seasons import Mask, steps

# Prices are hard to better: on 2013/14-2018/19 nothing that is learned beside them helped, so it is drawn to nothing.
MARKET_PRECISION, BESIDE_MARKET, CONSTANTS_BESIDE_MARKET = 3_000.0, 300.0, 100_000.0
LEAST = 200  # matches with prices to learn from
VOICES = (MARKET, ALONE)
PRIORS: Mapping[str, tuple[float, float] | None] = {RESULT: (1.0, 0.0), OVER: (1.0, 0.0), BOTH: None}


def poolings_with_odds(matches: Matches, known: Mask, alone: Grid) -> dict[str, Pooling] | None:
    """Each market's pool, from matches that are known, have prices and a grid `alone`; None where they are too few."""
    learned = known & usable(matches, alone)
    if learned.sum() < LEAST:
        return None
    taught = matches.where(learned)
    return _learned(taught, voices_with_odds(taught.values, alone[learned]))


def blended_with_odds(matches: Matches, alone: Grid, seasons: Sequence[str]) -> Grid:
    """The grids of these seasons, each by weights from the seasons before it; NaN of all matches without one."""
    grids = np.full(alone.shape, np.nan)
    for step in steps(matches, seasons):
        asked, poolings = step.asked & usable(matches, alone), poolings_with_odds(matches, step.known, alone)
        if poolings is not None and asked.any():
            grids[asked] = WithOdds(poolings).grids(matches.values[asked], alone[asked])
    return grids


def usable(matches: Matches, alone: Grid) -> Mask:
    """Matches with prices on who wins, and on 2.5 goals, of which the first product was asked."""
    return np.asarray(prices_known(matches.values) & total_known(matches.values) & ~np.isnan(alone[:, 0, 0]))


def _learned(matches: Matches, heard: Heard) -> dict[str, Pooling]:
    found = {}
    for market, prior in PRIORS.items():
        voices = [heard[market][voice] for voice in VOICES]
        happened = matches.happened[market]
        if prior is None:  # nobody prices it: two voices like any others
            pool = fit_pool(voices, happened, None, PRECISION, CONSTANT_PRECISION)
        else:
            pool = fit_pool(voices, happened, prior, (MARKET_PRECISION, BESIDE_MARKET), CONSTANTS_BESIDE_MARKET)
        found[market] = Pooling(VOICES, pool)
    return found
