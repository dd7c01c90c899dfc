"""Every row of the back-test: what each model says of the matches asked about."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from touchline.football.blend import DYNAMIC, RESULT
from touchline.football.vector import Matrix
from touchline.trainer.backtest import rows
from touchline.trainer.backtest.goals import GOALS
from touchline.trainer.training.learning import POOL_LEARNS
from touchline.trainer.training.matches import moment_of
from touchline.trainer.training.models.blend import blended
from touchline.trainer.training.models.dixon_coles import AS_PUBLISHED, SHRUNK
from touchline.trainer.training.models.seasons import forecast_seasons
from touchline.trainer.training.models.voices import Arrays, Remember, parts, walked
from touchline.trainer.training.models.with_odds import blended_with_odds
from touchline.trainer.training.played import Played

MARKET_ROWS = {"market-closing": "average_closing", "market-before": "average_before", "b365-before": "b365_before"}
FIRST = ("blend", "blend-with-odds", "market-only", *MARKET_ROWS, "dixon-coles", "base-rate")  # order of tables


@dataclass(frozen=True, slots=True)
class Backtest:
    """Matches asked about, what every model says of them, by market, and what happened."""

    played: Played
    models: dict[str, dict[str, Matrix]]
    goals: dict[str, Matrix]  # expected by those models that do, (n, 2)
    happened: dict[str, NDArray[np.int64]]


def forecast_all(played: Played, remember: Remember) -> dict[str, rows.Markets]:
    """What every row says of every match that it can say something of."""
    matches, seasons = played.matches, forecast_seasons(played.matches)
    pooled = seasons[POOL_LEARNS:] or seasons[-1:]
    said = walked(matches, seasons, remember)
    alone = remember("blend-grids", lambda: {"grids": blended(matches, said, pooled)})["grids"]
    found = {"blend": rows.with_goals(alone)}
    if (~np.isnan(played.prices[rows.BOOK, RESULT])).any():
        found["blend-with-odds"] = rows.with_goals(blended_with_odds(matches, alone, pooled))
        found["market-only"] = rows.market_only_row(played, pooled)
        found |= {name: rows.market_row(played, book) for name, book in MARKET_ROWS.items()}
    found |= {name: remember(name, learn) for name, learn in _dixon_coles(played, seasons[0]).items()}
    found["base-rate"] = rows.base_rate_row(matches, seasons)
    found |= rows.dynamic_rows(matches) | rows.rating_rows(matches, seasons)
    for (market, voice), shares in said.items():
        if not voice.startswith(DYNAMIC):
            found.setdefault(voice, {})[market] = shares
    return {name: found[name] for name in dict.fromkeys((*FIRST, *found)) if name in found}


def costly_parts(played: Played) -> dict[str, "partial[Arrays]"]:
    """What takes nearly all of the time, by the names under which `forecast_all` remembers it; none needs another."""
    seasons = forecast_seasons(played.matches)
    learned = {part.name: part.learn for part in parts(played.matches, seasons) if part.costs}
    return _dixon_coles(played, seasons[0]) | learned


def _dixon_coles(played: Played, since: str) -> dict[str, "partial[Arrays]"]:
    rows_of = {"dixon-coles": AS_PUBLISHED, "dixon-coles-shrunk": SHRUNK}
    return {name: partial(rows.dixon_coles_row, played, precision, since) for name, precision in rows_of.items()}


def between(played: Played, first: date, last: date) -> NDArray[np.bool_]:
    """Matches of these days of UTC, both included."""
    days = np.array([moment_of(one).date().toordinal() for one in played.matches.kick_offs.tolist()])
    return (days >= first.toordinal()) & (days <= last.toordinal())


def asked_about(played: Played, said: dict[str, rows.Markets], first: date, last: date) -> Backtest:
    """The one set of matches on which all are judged: those days' matches that the blend forecasts."""
    chosen = between(played, first, last) & ~np.isnan(said["blend"][RESULT][:, 0])
    models = {
        name: {market: shares[chosen] for market, shares in markets.items() if market != GOALS}
        for name, markets in said.items()
    }
    goals = {name: markets[GOALS][chosen] for name, markets in said.items() if GOALS in markets}
    asked = played.where(chosen)
    return Backtest(asked, models, goals, asked.matches.happened)
