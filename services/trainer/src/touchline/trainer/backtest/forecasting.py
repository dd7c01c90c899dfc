"""Every row of the back-test: what each model says of the matches asked about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from touchline.football.bundle import Matrix
from touchline.trainer.training.matches import moment_of
from touchline.trainer.training.models import blend
from touchline.trainer.training.models.forecasts import Forecasts
from touchline.trainer.training.models.members import BASE, Remember, member_forecasts, rates_of
from touchline.trainer.training.played import Played

MARKET_ROWS = {"market-closing": "average_closing", "market-before": "average_before", "b365-before": "b365_before"}
FIRST = ("blend", "blend-with-odds", "market-only", *MARKET_ROWS, "dixon-coles", "base-rate")  # order of tables


@dataclass(frozen=True, slots=True)
class Backtest:
    """Matches asked about, what every model says of them, by market, and what happened."""

    played: Played
    models: dict[str, dict[str, Matrix]]
    happened: dict[str, NDArray[np.int64]]


def forecast_all(played: Played, remember: Remember) -> dict[str, Forecasts]:
    """What every model says of every match that it can say something of."""
    members = member_forecasts(played, remember)
    rates = remember("rates", lambda: rates_of(played))[BASE]
    found = {"blend": _kept(remember, "blend", lambda: blend.blend(played, members, rates))}
    has_prices = bool((~np.isnan(played.prices["average_before", "1x2"])).any())
    if has_prices:
        with_odds = lambda: blend.blend_with_odds(played, found["blend"], rates)  # noqa: E731
        found["blend-with-odds"] = _kept(remember, "blend-with-odds", with_odds)
        found["market-only"] = blend.market_only(played)
        found |= {name: blend.market_forecasts(played, book) for name, book in MARKET_ROWS.items()}
    found["base-rate"] = blend.base_rates(played)
    everyone = found | members
    return {name: everyone[name] for name in (*FIRST, *members) if name in everyone}


def between(played: Played, first: date, last: date) -> NDArray[np.bool_]:
    """Matches of these days of UTC, both included."""
    days = np.array([moment_of(one).date().toordinal() for one in played.kick_offs.tolist()])
    return (days >= first.toordinal()) & (days <= last.toordinal())


def asked_about(played: Played, said: dict[str, Forecasts], first: date, last: date) -> Backtest:
    """The one set of matches on which all are judged: those days' matches that the blend forecasts."""
    blended = said["blend"].result
    assert blended is not None
    chosen = between(played, first, last) & ~np.isnan(blended[:, 0])
    models = {
        name: {market: shares[chosen] for market, shares in forecasts.by_market().items()}
        for name, forecasts in said.items()
    }
    happened = {market: classes[chosen] for market, classes in blend.happened(played).items()}
    return Backtest(played.where(chosen), models, happened)


def _kept(remember: Remember, name: str, make: Callable[[], Forecasts]) -> Forecasts:
    return Forecasts.of(remember(name, lambda: make().by_market()))
