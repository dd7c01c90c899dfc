"""Single cells: what a number may look like, and how a cell says that it cannot be read."""

import math
from collections.abc import Sequence

LEAST_BOOK, MOST_BOOK = 0.9, 1.4  # sum of 1/odds: outside it a price is mistyped or the columns have shifted
MOST_PRICE = 10_000


class UnreadableCell(ValueError):
    """A cell, or a group of cells named by its first, that cannot be what its column promises."""

    def __init__(self, column: str | None, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def whole_number(column: str, cell: str, most: int, least: int = 0) -> int | None:
    """A count, also where a spreadsheet made it a float; a blank cell is no statement.

    >>> whole_number("FTHG", "2.0", 30), whole_number("FTHG", "", 30)
    (2, None)

    Raises:
        UnreadableCell: not a whole number in least..most.
    """
    if not cell:
        return None
    try:
        if cell.isdecimal():  # nearly always; nothing else is looked at then
            if least <= (count := int(cell)) <= most:
                return count
            value: float = count
        else:
            value = float(cell)
    except ValueError:
        raise UnreadableCell(column, f"expected a whole number, got {cell!r}") from None
    if not least <= value <= most or value != int(value):
        raise UnreadableCell(column, f"expected a whole number from {least} to {most}, got {cell!r}")
    return int(value)


def number(column: str, cell: str, least: float, most: float) -> float | None:
    """A number with a fraction; a blank cell is no statement.

    >>> number("xG", "1.25", 0, 20), number("xG", "", 0, 20)
    (1.25, None)

    Raises:
        UnreadableCell: not a finite number in least..most.
    """
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        raise UnreadableCell(column, f"expected a number, got {cell!r}") from None
    if not math.isfinite(value) or not least <= value <= most:
        raise UnreadableCell(column, f"expected a number from {least:g} to {most:g}, got {cell!r}")
    return value


def price_book(columns: Sequence[str], cells: Sequence[str], winners: int = 1) -> tuple[float, ...] | None:
    """Decimal odds of everything that can happen in a market; None where all cells are blank.

    `winners` of the selections win together (two of the three of a double chance), so that 1/odds sums to about that.

    >>> price_book(("B365>2.5", "B365<2.5"), ("1.74", "2.1"))
    (1.74, 2.1)

    Raises:
        UnreadableCell: a price is missing or no price, or the book's sum of 1/odds cannot be.
    """
    try:
        prices = tuple(map(float, cells))
    except ValueError:
        return _judged_book(columns, cells, winners)
    book = 0.0
    for price in prices:
        if not 1 < price < MOST_PRICE:
            return _judged_book(columns, cells, winners)
        book += 1 / price
    if not LEAST_BOOK * winners <= book <= MOST_BOOK * winners:
        return _judged_book(columns, cells, winners)
    return prices


def _judged_book(columns: Sequence[str], cells: Sequence[str], winners: int) -> tuple[float, ...] | None:
    """The same cell by cell, to say what is wrong."""
    if not any(cells):
        return None
    prices = tuple(decimal_price(column, cell) for column, cell in zip(columns, cells, strict=True))
    check_book(columns, prices, winners)
    return prices


def check_book(columns: Sequence[str], prices: Sequence[float], winners: int = 1) -> None:
    """Refuse prices whose sum of 1/odds cannot be that of one book.

    Raises:
        UnreadableCell: the sum lies outside 0.9 to 1.4 times the number of winners.
    """
    book = sum(1 / price for price in prices)
    if not LEAST_BOOK * winners <= book <= MOST_BOOK * winners:
        raise UnreadableCell(
            columns[0],
            f"the sum of 1/odds over {', '.join(columns)} is {book:.3f}, outside"
            f" {LEAST_BOOK * winners:g} to {MOST_BOOK * winners:g}",
        )


def decimal_price(column: str, cell: str) -> float:
    """One price in decimal odds.

    Raises:
        UnreadableCell: no number above 1 and below 10,000.
    """
    try:
        price = float(cell)
    except ValueError:
        raise UnreadableCell(column, f"expected decimal odds, got {cell!r}") from None
    if not 1 < price < MOST_PRICE:
        raise UnreadableCell(column, f"expected decimal odds above 1, got {cell!r}")
    return price
