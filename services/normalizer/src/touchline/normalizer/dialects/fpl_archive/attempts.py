"""Rows that are looked at twice: first for what they say of each other, then each for itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.table import Line

Cells = TypeVar("Cells")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Attempt(Generic[Cells]):
    """A line and its cells, or why it has none."""

    line: Line
    found: Cells | UnreadableCell

    def cells(self) -> Cells:
        """Its cells.

        Raises:
            UnreadableCell: the line cannot be read.
        """
        if isinstance(self.found, UnreadableCell):
            raise self.found
        return self.found


def attempts(read: Callable[[Line], Cells], lines: Iterable[Line]) -> list[Attempt[Cells]]:
    """Every line with its cells, as `Header.cells` or `Header.values` reads them."""
    return [Attempt(line, _cells(read, line)) for line in lines]


def valid(read: Callable[[Cells], T], rows: Iterable[Attempt[Cells]]) -> Iterator[T]:
    """What can be read of the rows; the others are found again when each is read for itself."""
    for row in rows:
        try:
            yield read(row.cells())
        except UnreadableCell:
            continue


def _cells(read: Callable[[Line], Cells], line: Line) -> Cells | UnreadableCell:
    try:
        return read(line)
    except UnreadableCell as error:
        return error
