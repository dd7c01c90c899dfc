"""From bytes to lines with named cells: encodings, line ends, quotes, blank and cut lines."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dialect import UnreadableDocument

LONGEST_PLAIN = 100_000  # characters of a line that is split without csv, which refuses cells of 131,072
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, with its number in the document, counted from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Header:
    """The named columns and their places; columns without a name are not read."""

    places: Mapping[str, int]
    width: int

    @cached_property
    def _last(self) -> int:
        return max(self.places.values())

    def values(self, line: Line) -> list[str]:
        """The line's cells in the order of the document, for who looks up the places once.

        Raises:
            UnreadableCell: a quote stays open, the line is cut short, or it holds more cells than the header names.
        """
        values = _split(line.text)
        if len(values) <= self._last:
            raise UnreadableCell(None, f"the line is cut short: {len(values)} of {self.width} columns")
        if any(values[self.width :]):
            raise UnreadableCell(None, f"the line has {len(values)} cells for {self.width} columns: they have shifted")
        return values

    def cells(self, line: Line) -> Mapping[str, str]:
        """The line's cells by column name.

        Raises:
            UnreadableCell: as for `values`.
        """
        values = self.values(line)
        return {name: values[place] for name, place in self.places.items()}


def read_table(content: bytes, required: Sequence[str]) -> tuple[Header, Iterator[Line]]:
    """The header and the lines below it that are not blank.

    Raises:
        UnreadableDocument: empty, a web page, or without a required column.
    """
    lines = _lines(_text(content))
    first = next(lines, None)
    if first is None:
        raise UnreadableDocument("the document is empty")
    if first.text.lstrip().startswith("<"):
        raise UnreadableDocument("the document is a web page, not a CSV table")
    return _header(first, required), lines


def _header(line: Line, required: Sequence[str]) -> Header:
    try:
        names = _split(line.text)
    except UnreadableCell as error:
        raise UnreadableDocument(f"the header cannot be read: {error.reason}") from error
    twice = sorted(name for name, times in Counter(names).items() if name and times > 1)
    if twice:
        raise UnreadableDocument(f"the header names {', '.join(twice)} more than once")
    places = {name: place for place, name in enumerate(names) if name}
    missing = [name for name in required if name not in places]
    if missing:
        raise UnreadableDocument(f"the header has no column {', '.join(missing)}")
    return Header(places, len(names))


def _text(content: bytes) -> str:
    """UTF-8 where it is, else latin-1, in which every byte means something; a byte order mark is no content."""
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _lines(text: str) -> Iterator[Line]:
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if line.strip(", \t\xa0\x00\x1a"):
            yield Line(number, line)


def _split(text: str) -> list[str]:
    """The cells of one line; read line by line, so that a quote left open cannot swallow the lines below it.

    A line without any blank, which is one word, has none to take away.
    """
    if '"' not in text and len(text) <= LONGEST_PLAIN:
        cells = text.split(",")
        return cells if text.split(maxsplit=1) == [text] else [cell.strip() for cell in cells]
    try:
        (cells,) = csv.reader([text], strict=True)
    except (csv.Error, ValueError) as error:
        raise UnreadableCell(None, f"the line is not CSV: {error}") from error
    return [cell.strip() for cell in cells]
