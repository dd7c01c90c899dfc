"""FiveThirtyEight's tables, as they would have stood: results up to the day before, forecasts for the week ahead.

From the moment at which a table was recorded on, it is served as it was: the provider is not heard of later.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from touchline.sandbox.providers.provider import CSV, Served, whole_or_past

SOURCE = "spi538"
FOLDER = "spi538"
FILES = {"spi_matches.csv": "spi_matches_20*.csv", "spi_matches_latest.csv": "spi_matches_latest*.csv"}
AHEAD = timedelta(days=7)
# Dates are local ones; a day's last matches, on the Pacific coast, end at about 06:00 UTC of the next.
RESULT_KNOWN_AFTER = timedelta(days=1, hours=8)
AFTER_THE_MATCH = ("score1", "score2", "xg1", "xg2", "nsxg1", "nsxg2", "adj_score1", "adj_score2")


@dataclass(frozen=True, slots=True)
class Line:
    """A recorded line, and what it was before its result."""

    whole: bytes
    before: bytes
    begins: datetime

    @property
    def has_result(self) -> bool:
        """Whether there is anything to hide."""
        return self.whole != self.before


@dataclass(frozen=True)
class Table:
    """A recorded table."""

    content: bytes

    @cached_property
    def header(self) -> bytes:
        """Its first line."""
        return self.content.splitlines(keepends=True)[0]

    @cached_property
    def lines(self) -> list[Line]:
        """The lines below, in their order."""
        names = self.header.decode().strip().split(",")
        day, hidden = names.index("date"), frozenset(names.index(name) for name in AFTER_THE_MATCH)
        return [_line(line, day, hidden) for line in self.content.splitlines(keepends=True)[1:]]

    @cached_property
    def recorded_at(self) -> datetime:
        """When its last result was known: what it holds was known then."""
        return max(line.begins for line in self.lines if line.has_result) + RESULT_KNOWN_AFTER

    def as_of(self, moment: datetime) -> bytes | None:
        """The table as it stood; None before its first forecast."""
        if moment >= self.recorded_at:
            return self.content
        known, ahead = moment - RESULT_KNOWN_AFTER, moment + AHEAD
        kept = [line.whole if line.begins <= known else line.before for line in self.lines if line.begins <= ahead]
        return b"".join((self.header, *kept)) if kept else None


@dataclass(frozen=True)
class Spi538:
    """Tables by their paths."""

    tables: Mapping[str, Table]

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """A table."""
        table = self.tables.get(path)
        content = table.as_of(moment) if table else None
        return whole_or_past(content, table.content, CSV) if table and content else None


def recorded(folder: Path) -> Spi538 | None:
    """The table of everything and the one of running seasons, as far as they were recorded."""
    found = {path: sorted((folder / FOLDER).glob(pattern)) for path, pattern in FILES.items()}
    tables = {path: Table(files[-1].read_bytes()) for path, files in found.items() if files}
    return Spi538(tables) if tables else None


def _line(line: bytes, day: int, hidden: frozenset[int]) -> Line:
    """No cell of these tables is quoted, except where a line says otherwise."""
    text, end = line.decode().rstrip("\r\n"), line[len(line.rstrip(b"\r\n")) :]
    cells = next(csv.reader([text])) if '"' in text else text.split(",")
    before = ",".join("" if place in hidden else cell for place, cell in enumerate(cells))
    begins = datetime.combine(date.fromisoformat(cells[day]), time(tzinfo=UTC))
    return Line(line, before.encode() + end, begins)
