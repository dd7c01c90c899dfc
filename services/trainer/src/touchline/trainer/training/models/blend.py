"""The blend: every member's word pooled, market by market, and the base grid tilted until its sums say the same.

Weights are learned season by season from how the members' earlier forecasts came out, never from the season at hand.
Two products: without odds, and with the market before the match as one more voice, to which the prior gives all the
weight; `market-only` is the market's average alone, recalibrated.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from touchline.football.bundle import Matrix
from touchline.football.margins import multiplicative, power
from touchline.football.scoreline import Grid, poisson_grid
from touchline.football.tilt import Unreachable, tilted
from touchline.trainer.training.models.forecasts import Forecasts, of_grid
from touchline.trainer.training.models.pool import CONSTANT_PRECISION, PRECISION, fit_pool
from touchline.trainer.training.models.seasons import forecast_seasons, steps
from touchline.trainer.training.played import Played

VOICES = {
    "1x2": (
        "dynamic-goals",
        "dynamic-chances",
        "dynamic-shots-on-target",
        "dynamic-shots",
        "dixon-coles-shrunk",
        "pi-logit",
        "rates-logit",
        "logit",
        "lightgbm",
    ),
    "over-2.5": ("dynamic-goals-slow", "dynamic-chances-slow", "dynamic-shots-slow", "lightgbm"),
    "both-to-score": ("dynamic-chances-slow", "dynamic-shots-slow"),
}
# Prices are hard to better: on 2013/14-2018/19 nothing that is learned beside them helped, so it is drawn to nothing.
MARKET_PRECISION, BESIDE_MARKET, CONSTANTS_BESIDE_MARKET = 3_000.0, 300.0, 100_000.0
POOL_LEARNS = 3  # seasons of members' forecasts before the first pooled one
BOOK = "average_before"
SHARPEST = "pinnacle_before"  # low margins: the best of three books before the match on 2013/14-2018/19
LEAST = 200  # matches with prices to learn from

Happened = NDArray[np.int64]
Removal = Callable[[Matrix], Matrix]


def happened(played: Played) -> dict[str, Happened]:
    """Which class came true, by market; the event first."""
    return {"1x2": played.outcomes, "over-2.5": 1 - played.over, "both-to-score": 1 - played.both}


def blend(played: Played, members: dict[str, Forecasts], rates: Matrix) -> Forecasts:
    """The product without odds, read from the tilted grids; `rates` (n, 2) make the base grids."""
    pooled = {}
    for market, names in VOICES.items():
        voices = [members[name].by_market()[market] for name in names]
        beside = squad_evidence(played) if market == "1x2" else None
        seasons = forecast_seasons(played)[POOL_LEARNS:]
        pooled[market] = _pooled(played, voices, happened(played)[market], seasons, evidence=beside)
    return _tilted(rates, pooled)


def market_only(played: Played) -> Forecasts:
    """The market's average before the match, recalibrated on the seasons before."""
    seasons = forecast_seasons(played)[POOL_LEARNS:]
    return Forecasts.of(
        {
            market: _pooled(played, [shares], happened(played)[market], seasons, (1.0,), MARKET_PRECISION)
            for market, shares in market_forecasts(played, BOOK, power).by_market().items()
        }
    )


def blend_with_odds(played: Played, alone: Forecasts, rates: Matrix) -> Forecasts:
    """The market before the match as prior, and what the blend adds to it."""
    seasons, said = forecast_seasons(played)[POOL_LEARNS:], alone.by_market()
    pooled = {}
    prices, precision = sharpest_forecasts(played).by_market(), (MARKET_PRECISION, BESIDE_MARKET)
    for market, shares in prices.items():
        voices, classes = [shares, said[market]], happened(played)[market]
        pooled[market] = _pooled(played, voices, classes, seasons, (1.0, 0.0), precision)
    implied = _tilted(rates, prices)
    voices = [said["both-to-score"], implied.by_market()["both-to-score"]]
    pooled["both-to-score"] = _pooled(played, voices, happened(played)["both-to-score"], seasons)
    return _tilted(rates, pooled)


def squad_evidence(played: Played) -> Matrix:
    """How much more the home squad is worth (log ratio) and how much less of it is missing (share); 0 if unknown."""
    value = np.log(played.squad_value[:, 0] / played.squad_value[:, 1])
    missing = played.squad_missing[:, 1] - played.squad_missing[:, 0]
    return np.asarray(np.nan_to_num(np.column_stack([value, missing])))


def sharpest_forecasts(played: Played) -> Forecasts:
    """Pinnacle's prices before the match where there are any, else the market's average; by the power method."""
    ours, average = (market_forecasts(played, book, power).by_market() for book in (SHARPEST, BOOK))
    return Forecasts.of({market: np.where(np.isnan(ours[market]), average[market], ours[market]) for market in ours})


def market_forecasts(played: Played, book: str, without_margin: Removal = multiplicative) -> Forecasts:
    """What a book's prices say without their margin; NaN where it has none."""
    shares = {}
    for market in ("1x2", "over-2.5"):
        prices = played.prices[book, market]
        there = ~np.isnan(prices).any(axis=1)
        found = np.full(prices.shape, np.nan)
        found[there] = without_margin(prices[there])
        shares[market] = found
    return Forecasts.of(shares)


def base_rates(played: Played) -> Forecasts:
    """How often each result came in all seasons before: the forecast that any model has to beat."""
    found = {
        market: np.full((len(played), int(classes.max()) + 1), np.nan) for market, classes in happened(played).items()
    }
    for step in steps(played, forecast_seasons(played)):
        for market, classes in happened(played).items():
            counts = np.bincount(classes[step.known], minlength=found[market].shape[1])
            found[market][step.asked] = counts / counts.sum()
    return Forecasts.of(found)


def _pooled(
    played: Played,
    voices: Sequence[Matrix],
    classes: Happened,
    seasons: Sequence[str],
    prior: Sequence[float] | None = None,
    precision: float | Sequence[float] = PRECISION,
    evidence: Matrix | None = None,
) -> Matrix:
    """Season by season, by weights from the forecasts whose results were known before it."""
    found = np.full(voices[0].shape, np.nan)
    said = ~np.isnan(np.stack([voice[:, 0] for voice in voices])).any(axis=0)
    for step in steps(played, seasons):
        learned, asked = step.known & said, step.asked & said
        if learned.sum() < LEAST or not asked.any():
            continue
        pool = fit_pool(
            [voice[learned] for voice in voices],
            classes[learned],
            prior,
            precision,
            CONSTANT_PRECISION if prior is None else CONSTANTS_BESIDE_MARKET,
            None if evidence is None else evidence[learned],
        )
        found[asked] = pool([voice[asked] for voice in voices], None if evidence is None else evidence[asked])
    return found


def _tilted(rates: Matrix, pooled: dict[str, Matrix]) -> Forecasts:
    """The sums of the tilted grids: what is served, and so what is judged."""
    said = np.column_stack([shares[:, 0] for shares in pooled.values()])
    there: NDArray[np.bool_] = np.asarray(~np.isnan(said).any(axis=1))
    both = pooled["both-to-score"][there, 0] if "both-to-score" in pooled else None
    grids = tilted_grids(poisson_grid(*rates[there].T), pooled["1x2"][there], pooled["over-2.5"][there, 0], both)
    told = of_grid(grids).by_market()
    found = {market: np.full((len(there), shares.shape[1]), np.nan) for market, shares in told.items()}
    for market, shares in told.items():
        found[market][there] = shares
    return Forecasts.of(found)


def tilted_grids(base: Grid, result: Matrix, over: Matrix, both: Matrix | None) -> Grid:
    """The grids that say these chances; where they contradict one another, that both score gives way."""
    try:
        return tilted(base, result, over, both)
    except Unreachable:
        if both is None or len(base) == 1:
            return tilted(base, result, over)
    parts = [tilted_grids(base[[at]], result[[at]], over[[at]], both[[at]]) for at in range(len(base))]
    return np.concatenate(parts)
