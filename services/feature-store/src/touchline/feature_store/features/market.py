"""What the market thinks of a match before it: prices of several bookmakers as a few log-odds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import log
from typing import NamedTuple

from touchline.schemas.records import OddsMoment

AVERAGE, PINNACLE = "average", "pinnacle"
SUMMARIES = frozenset({"average", "maximum"})  # of bookmakers, none themselves
RESULT, TOTAL, LINE = "1x2", "over-under", 2.5
HIGHEST, MOST_BOOKS = 10.0, 50


class Price(NamedTuple):
    """A bookmaker's decimal odds on one market of one match."""

    bookmaker: str
    market: str
    line: float | None
    selections: tuple[str, ...]
    prices: tuple[float, ...]
    available_at: datetime
    moment: OddsMoment = OddsMoment.BEFORE


def market_values(prices: Iterable[Price]) -> tuple[float, ...] | None:
    """Log-odds of home and away win beside the draw, of over beside under 2.5 goals, whether the latter is known, and
    the number of bookmakers; None without prices on who wins. The order is that of `catalogue.MARKET`.

    The market's average comes first, then Pinnacle, then the mean of the bookmakers; the margin is removed by dividing
    by the sum of 1/odds, which a difference of log-odds does by itself.

    ValueError for closing prices: they are known when the match begins, too late to predict it.

    >>> from datetime import UTC
    >>> noon = datetime(2019, 8, 9, 12, tzinfo=UTC)
    >>> even = Price("average", "1x2", None, ("home", "draw", "away"), (3.0, 3.0, 3.0), noon)
    >>> market_values([even])
    (0.0, 0.0, 0.0, 0.0, 0.0)
    """
    held = list(prices)
    for one in held:
        if one.moment is not OddsMoment.BEFORE:
            raise ValueError(f"prices of the moment {one.moment} are no input of a feature; take those from before")
    results = [one for one in held if one.market == RESULT and _complete(one, ("home", "draw", "away"))]
    chances = _chosen(results, ("home", "draw", "away"))
    if chances is None:
        return None
    totals = [one for one in held if one.market == TOTAL and one.line == LINE and _complete(one, ("over", "under"))]
    over = _chosen(totals, ("over", "under"))
    books = {one.bookmaker for one in results} - SUMMARIES
    home, draw, away = chances
    return (
        _log_odds(home, draw),
        _log_odds(away, draw),
        0.0 if over is None else _log_odds(*over),
        float(over is not None),
        float(min(MOST_BOOKS, len(books))),
    )


def _complete(price: Price, selections: Sequence[str]) -> bool:
    return set(price.selections) >= set(selections) and all(one > 1.0 for one in price.prices)


def _chosen(prices: Sequence[Price], selections: Sequence[str]) -> list[float] | None:
    """1/odds of the one that is believed, or the mean over the bookmakers."""
    for name in (AVERAGE, PINNACLE):
        own = [one for one in prices if one.bookmaker == name]
        if own:
            return _inverse(max(own, key=lambda one: (one.available_at, one.prices)), selections)
    # In one order, so that the sum does not depend on that of arrival.
    books = sorted(
        (one for one in prices if one.bookmaker not in SUMMARIES), key=lambda one: (one.bookmaker, one.prices)
    )
    if not books:
        return None
    inverses = [_inverse(one, selections) for one in books]
    return [sum(column) / len(books) for column in zip(*inverses, strict=True)]


def _inverse(price: Price, selections: Sequence[str]) -> list[float]:
    held: Mapping[str, float] = dict(zip(price.selections, price.prices, strict=True))
    inverse = [1.0 / held[one] for one in selections]
    margin = sum(inverse)
    return [one / margin for one in inverse]


def _log_odds(one: float, other: float) -> float:
    return min(HIGHEST, max(-HIGHEST, log(one / other)))
