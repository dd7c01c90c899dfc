"""From the outcomes of a market to books: the prices of everything that can happen, one book for each line."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from touchline.normalizer.dialects.cells import MOST_PRICE, UnreadableCell, decimal_price
from touchline.normalizer.dialects.json import an_object, needed_text
from touchline.normalizer.dialects.markets import (
    ASIAN_HANDICAP,
    BOTH_TO_SCORE,
    MOST_LINE,
    RESULT,
    TOTAL_GOALS,
    WHOLE_MATCH,
    Market,
)
from touchline.normalizer.dialects.the_odds_api.specification import DRAW, NO, OVER, UNDER, YES

Outcome = tuple[str, float, float | None]  # name, price, point


def books_of(kind: str, outcomes: Sequence[object], home: str, away: str) -> Iterator[tuple[Market, list[float]]]:
    """Markets with their prices, in the order of the market's selections.

    >>> outcomes = [{"name": "Under", "price": 1.9, "point": 2.5}, {"name": "Over", "price": 1.95, "point": 2.5}]
    >>> [(market.line, prices) for market, prices in books_of(TOTAL_GOALS, outcomes, "Arsenal", "Everton")]
    [(2.5, [1.95, 1.9])]

    Raises:
        UnreadableCell: an outcome is none of this market, or one is missing.
    """
    wanted = {
        RESULT: (home, DRAW, away),
        TOTAL_GOALS: (OVER, UNDER),
        ASIAN_HANDICAP: (home, away),
        BOTH_TO_SCORE: (YES, NO),
    }[kind]
    by_line: dict[float | None, dict[str, float]] = defaultdict(dict)
    for name, price, point in map(_outcome, outcomes):
        by_line[_line(kind, name == away, point)][name] = price
    for line, prices in by_line.items():
        if set(prices) != set(wanted):
            raise UnreadableCell("outcomes", f"expected prices of {', '.join(wanted)}, got {', '.join(prices)}"[:300])
        yield Market(kind, WHOLE_MATCH, line), [prices[name] for name in wanted]


def _outcome(value: object) -> Outcome:
    outcome = an_object(value, "outcomes")
    point = outcome.get("point")
    price = decimal_price("price", repr(_number(outcome.get("price"), "price", MOST_PRICE)))
    return (
        needed_text(outcome.get("name"), "name"),
        price,
        None if point is None else _number(point, "point", MOST_LINE),
    )


def _line(kind: str, is_away: bool, point: float | None) -> float | None:
    """The goals of a total, or the goals given to the home team."""
    if kind not in (TOTAL_GOALS, ASIAN_HANDICAP):
        return None
    if point is None:
        raise UnreadableCell("point", "the outcome has no line")
    return (-point if kind == ASIAN_HANDICAP and is_away else point) + 0.0  # no -0.0


def _number(value: object, name: str, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        raise UnreadableCell(name, f"expected a number up to {most:g}, got {str(value)[:40]!r}")
    return float(value)
