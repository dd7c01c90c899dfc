"""The market's view of a match over time, from every version of the prices that documents state before it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from touchline.feature_store.features.market import Price, market_values
from touchline.feature_store.folding import set_name
from touchline.feature_store.replaying import Row
from touchline.schemas.records import Odds

KIND = "market"


@dataclass(frozen=True, slots=True)
class ToldPrices:
    """One book of prices, and the football time of the message that told it."""

    odds: Odds
    told_at: datetime

    @property
    def book(self) -> tuple[str, str, str, float | None]:
        """What a later version of the document says anew."""
        return self.odds.document_key, self.odds.bookmaker, self.odds.market, self.odds.line


def market_rows(told: Iterable[ToldPrices]) -> list[Row]:
    """The rows of one match: what was known at each moment, and beside it what stands of that moment today.

    A book's first version counts as known when its prices were taken; a later version when it was told.
    """
    known = _in_knowledge(told)
    served = _timeline(known)
    latest = {one.book: (known_at, one) for known_at, one in known}
    standing = _timeline([(one.odds.available_at, one) for _, one in latest.values()])
    stands = {row.as_of: row for row in standing}
    last = max((known_at for known_at, _ in known), default=None)
    for row in served:
        row.served = True
        if row.as_of in stands and stands[row.as_of].values == row.values:
            del stands[row.as_of]
        else:
            row.superseded_at = last
    for row in stands.values():
        row.known_at = max(known_at for known_at, one in latest.values() if one.odds.available_at <= row.as_of)
        row.known_at = max(row.known_at, row.as_of)
    served_at = {(row.as_of, row.known_at) for row in served}
    return [*served, *(row for row in stands.values() if (row.as_of, row.known_at) not in served_at)]


def _in_knowledge(told: Iterable[ToldPrices]) -> list[tuple[datetime, ToldPrices]]:
    """Each version of a book and when it was known, in that order."""

    def book(one: ToldPrices) -> tuple[str, ...]:
        return tuple(map(str, one.book))

    found: list[tuple[datetime, ToldPrices]] = []
    for _, versions in groupby(sorted(told, key=lambda one: (book(one), one.odds.revision)), key=book):
        before: datetime | None = None
        for one in versions:
            available_at = one.odds.available_at
            before = available_at if before is None else max(available_at, one.told_at, before)
            found.append((before, one))
    return sorted(found, key=lambda one: (one[0], book(one[1]), one[1].odds.revision))


def _timeline(known: Sequence[tuple[datetime, ToldPrices]]) -> list[Row]:
    """A row whenever what the market says has changed; one without values, when all of it was taken back."""
    rows: list[Row] = []
    books: dict[object, ToldPrices] = {}
    for moment, together in groupby(sorted(known, key=lambda one: one[0]), key=lambda one: one[0]):
        books |= {one.book: one for _, one in together}
        values = market_values([_price(one.odds) for one in books.values() if not one.odds.withdrawn]) or ()
        if values == (rows[-1].values if rows else ()):
            continue
        documents = tuple(sorted({one.odds.document for one in books.values()}))
        match_id, name = next(iter(books.values())).odds.match_id, set_name("", documents)
        rows.append(Row(KIND, match_id, moment, moment, "", values, name, documents=documents))
    return rows


def _price(odds: Odds) -> Price:
    selections, prices = tuple(odds.selections), tuple(odds.prices)
    return Price(odds.bookmaker, odds.market, odds.line, selections, prices, odds.available_at, odds.moment)
