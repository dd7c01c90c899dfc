"""Single cells: what a number may look like, and how a cell says that it cannot be read."""

from collections.abc import Sequence

from touchline.normalizer.dialects.football_data.specification import LEAST_BOOK, MOST_BOOK


class UnreadableCell(ValueError):
    """A cell, or a group of cells named by its first, that cannot be what its column promises."""

    def __init__(self, column: str | None, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def whole_number(column: str, cell: str, most: int) -> int | None:
    """A count, also where a spreadsheet made it a float; a blank cell is no statement.

    >>> whole_number("FTHG", "2.0", 30), whole_number("FTHG", "", 30)
    (2, None)

    Raises:
        UnreadableCell: not a whole number in 0..most.
    """
    if not cell:
        return None
    try:
        value = int(cell) if cell.isdecimal() else float(cell)
    except ValueError:
        raise UnreadableCell(column, f"expected a whole number, got {cell!r}") from None
    if not 0 <= value <= most or value != int(value):
        raise UnreadableCell(column, f"expected a whole number from 0 to {most}, got {cell!r}")
    return int(value)


def price_triple(columns: Sequence[str], cells: Sequence[str]) -> tuple[float, float, float] | None:
    """Decimal odds of home, draw and away; None where all three cells are blank.

    >>> price_triple(("B365H", "B365D", "B365A"), ("1.14", "10", "19"))
    (1.14, 10.0, 19.0)

    Raises:
        UnreadableCell: a price is missing or no price, or the book's sum of 1/odds cannot be.
    """
    if not any(cells):
        return None
    home, draw, away = (_price(column, cell) for column, cell in zip(columns, cells, strict=True))
    book = 1 / home + 1 / draw + 1 / away
    if not LEAST_BOOK <= book <= MOST_BOOK:
        raise UnreadableCell(
            columns[0],
            f"the sum of 1/odds over {', '.join(columns)} is {book:.3f}, outside {LEAST_BOOK} to {MOST_BOOK}",
        )
    return home, draw, away


def _price(column: str, cell: str) -> float:
    try:
        price = float(cell)
    except ValueError:
        raise UnreadableCell(column, f"expected decimal odds, got {cell!r}") from None
    if not 1 < price < 10_000:
        raise UnreadableCell(column, f"expected decimal odds above 1, got {cell!r}")
    return price
