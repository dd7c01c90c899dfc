"""Where the columns of one document stand: found once in its header, used for every row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from touchline.normalizer.dialects.cells import UnreadableCell, number, price_book, whole_number
from touchline.normalizer.dialects.football_data.bookmakers import (
    PRICE_COLUMNS,
    Book,
    Market,
    books_in,
    without_the_rest,
)
from touchline.normalizer.dialects.football_data.specification import (
    COUNTS,
    MOST_HANDICAP,
    TOLD_COLUMNS,
    UNUSED_COLUMNS,
)
from touchline.normalizer.dialects.reading import Draft, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, OddsRow
from touchline.normalizer.dialects.table import Header
from touchline.schemas.records import OddsMoment, ParkedKind

Cells = Mapping[str, str]
MOST_NAMED = 50  # unknown columns; beyond it is another table


class PlacedBook(NamedTuple):
    """A book and the places of its cells in a row."""

    book: Book
    bookmaker: str
    moment: OddsMoment
    market: Market
    cells: Callable[[Sequence[str]], tuple[str, ...]]
    line_place: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a document that are read."""

    header: Header
    told: tuple[tuple[str, int], ...]  # who met when, and what was counted
    books: tuple[PlacedBook, ...]

    @classmethod
    def of(cls, header: Header) -> "Layout":
        """Of the document with this header."""
        places = header.places
        told = tuple((name, places[name]) for name in TOLD_COLUMNS if name in places)
        return cls(header, told, tuple(_placed(book, places) for book in books_in(places.keys())))

    def cells(self, values: Sequence[str]) -> Cells:
        """A row's cells by column, but for prices."""
        return {name: values[place] for name, place in self.told}

    def tell_drift(self, reading: Reading, unused: frozenset[str] = UNUSED_COLUMNS) -> None:
        """Note what the provider has changed: columns that nobody knows, and prices that lack a part."""
        names = self.header.places.keys()
        unknown = sorted(names - unused - PRICE_COLUMNS - TOLD_COLUMNS.keys())
        for name in unknown[:MOST_NAMED]:
            reading.note(ParkedKind.SCHEMA_DRIFT, name, f"the column {name!r} is unknown; it is not read")
        if unknown[MOST_NAMED:]:
            more = f"{len(unknown) - MOST_NAMED} more columns are unknown; they are not read"
            reading.note(ParkedKind.SCHEMA_DRIFT, "", more)
        for name in without_the_rest(names):
            reading.note(ParkedKind.SCHEMA_DRIFT, name, f"the column {name!r} lacks others of its book; it is not read")

    def add_odds(self, draft: Draft, values: Sequence[str], match: MatchRow, before: datetime | None) -> None:
        """Every bookmaker's prices; a book that cannot be is parked and the others go on. Closing is at kick-off.

        `before` is when the prices before the match were collected; None: when they were fetched.
        """
        for book, bookmaker, moment, market, cells, line_place in self.books:
            try:
                prices = price_book(book.columns, cells(values))
                if prices:
                    draft.facts.append(
                        OddsRow(
                            match.meeting,
                            match.kick_off,
                            bookmaker,
                            moment,
                            prices,
                            match.kick_off if moment is OddsMoment.CLOSING else before,
                            market.name,
                            market.line if line_place is None else _handicap(book, values[line_place]),
                            market.selections,
                        )
                    )
            except UnreadableCell as error:
                draft.park_part(error)


def counts_of(cells: Cells) -> Counts:
    """What was counted in a match.

    Raises:
        UnreadableCell: a count that cannot be, or the goals of one side only.
    """
    counts = Counts(**{name: whole_number(at.column, cells.get(at.column, ""), at.most) for name, at in COUNTS.items()})
    if (counts.home_goals is None) != (counts.away_goals is None):
        raise UnreadableCell("FTHG" if counts.home_goals is None else "FTAG", "a result needs the goals of both sides")
    return counts


def _placed(book: Book, places: Mapping[str, int]) -> PlacedBook:
    line_place = places[book.line_column] if book.line_column else None
    cells = itemgetter(*(places[name] for name in book.columns))
    return PlacedBook(book, book.bookmaker, book.moment, book.market, cells, line_place)


def _handicap(book: Book, cell: str) -> float:
    """Goals given to the home team, in quarters; the book is named by its first column."""
    column = book.columns[0]
    size = number(column, cell, -MOST_HANDICAP, MOST_HANDICAP)
    if size is None:
        raise UnreadableCell(column, f"prices with a handicap whose size {book.line_column} does not state")
    if size * 4 != int(size * 4):
        raise UnreadableCell(column, f"expected a handicap in quarters of a goal in {book.line_column}, got {cell!r}")
    return size + 0.0  # -0 is 0
