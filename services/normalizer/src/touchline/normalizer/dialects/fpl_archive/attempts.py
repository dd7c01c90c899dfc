"""Rows that are looked at twice: first for what they say of each other, then each for itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.table import Header, Line

Cells = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Attempt:
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


def attempts(header: Header, lines: Iterable[Line]) -> list[Attempt]:
    """Every line with its cells."""
    return [Attempt(line, _cells(header, line)) for line in lines]


def valid(read: Callable[[Cells], T], rows: Iterable[Attempt]) -> Iterator[T]:
    """What can be read of the rows; the others are found again when each is read for itself."""
    for row in rows:
        try:
            yield read(row.cells())
        except UnreadableCell:
            continue


def _cells(header: Header, line: Line) -> Cells | UnreadableCell:
    try:
        return header.cells(line)
    except UnreadableCell as error:
        return error
