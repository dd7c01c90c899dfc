"""What the market asked for a match, as the few columns that a back-test reads. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from touchline.feature_store.features.market import LINE, Price, market_values
from touchline.football.odds import HIGHEST_SUM, LOWEST_SUM
from touchline.schemas.records import Odds, OddsMoment
from touchline.schemas.sources import precedence

RESULT, TOTAL = ("1x2", None), ("over-under", LINE)
SELECTIONS: Mapping[tuple[str, float | None], tuple[str, ...]] = {
    RESULT: ("home", "draw", "away"),
    TOTAL: ("over", "under"),
}
BOOKS = ("average", "b365", "pinnacle")
MOMENTS = (OddsMoment.BEFORE, OddsMoment.CLOSING)


@dataclass(frozen=True, slots=True)
class Asked:
    """Decimal odds on one market of one match: of whom, and when."""

    bookmaker: str
    moment: OddsMoment
    market: tuple[str, float | None]

    @property
    def columns(self) -> list[str]:
        """Their names in the table: average_before_home and so on."""
        return [f"{self.bookmaker}_{self.moment.value}_{name}" for name in SELECTIONS[self.market]]


ASKED = tuple(Asked(book, moment, market) for book in BOOKS for moment in MOMENTS for market in SELECTIONS)
COLUMNS = tuple(column for one in ASKED for column in one.columns)


def price_columns(told: Sequence[Odds]) -> dict[str, float]:
    """The prices of one match by column; where several documents state one, football-data.co.uk's stands."""
    found: dict[str, float] = {}
    for one in sorted(told, key=lambda odds: (precedence("statistics", odds.source), odds.document_key), reverse=True):
        wanted = SELECTIONS.get((one.market, one.line))
        if one.withdrawn or wanted is None or one.bookmaker not in BOOKS or one.moment not in MOMENTS:
            continue
        held = dict(zip(one.selections, one.prices, strict=True))
        prices = [held.get(selection, 0.0) for selection in wanted]
        if min(prices) > 1.0 and LOWEST_SUM <= sum(1 / price for price in prices) <= HIGHEST_SUM:
            columns = Asked(one.bookmaker, one.moment, (one.market, one.line)).columns
            found |= dict(zip(columns, prices, strict=True))
    return found


def known_market(told: Iterable[Odds], kick_off: datetime) -> tuple[float, ...] | None:
    """The features of the market from the prices taken before a kick-off; None without them."""
    before = [
        Price(one.bookmaker, one.market, one.line, tuple(one.selections), tuple(one.prices), one.available_at)
        for one in told
        if one.moment is OddsMoment.BEFORE and not one.withdrawn and one.available_at <= kick_off
    ]
    return market_values(before)
