"""A recorded table of matches, and the part of it that was known at a moment.

The file is cut by whole lines: byte order mark, encoding, line endings and every quirk stay as they were recorded.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")  # times in these files are UK local
RESULT_KNOWN_AFTER = timedelta(hours=2, minutes=30)
NOMINAL_KICK_OFF = time(15, tzinfo=UTC)  # stands for a kick-off of which only the date is known
MARK = b"\xef\xbb\xbf"
TURN_OF_CENTURY = 69  # two digits from here on are of the 20th century (POSIX, as strptime has it)
_DAY_FIRST = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Row:
    """One match of a season file, with the moments that decide when it is shown."""

    header: Sequence[str]
    line: bytes
    day: date
    kick_off: datetime
    known_at: datetime

    @property
    def cells(self) -> dict[str, str]:
        """Its cells by column."""
        return dict(zip(self.header, cells_of(self.line), strict=False))


@dataclass(frozen=True)
class Season:
    """A season file as recorded. `name` is the provider's own: 1920 for 2019/20.

    `whole` says that a file was recorded so; it is False for one that was cut out of another.
    """

    name: str
    content: bytes
    whole: bool = True

    @cached_property
    def lines(self) -> list[tuple[bytes, Row | None]]:
        """Every line after the header with the match on it; None where no match can be read."""
        return list(self._read())

    @cached_property
    def header(self) -> list[str]:
        """Column names, without a byte order mark."""
        first = self.content.splitlines()[:1]
        return cells_of(first[0].removeprefix(MARK)) if first else []

    @cached_property
    def rows(self) -> list[Row]:
        """The matches that can be read, in the order of the file."""
        return [row for _, row in self.lines if row is not None]

    @cached_property
    def first(self) -> Row | None:
        """The first match that can be read, without reading the others."""
        return next((row for _, row in self._read() if row is not None), None)

    def as_of(self, moment: datetime) -> bytes | None:
        """The file as it stood: header and matches whose result was known; None before the first result.

        A line without a readable match stands or falls with the line before it.
        """
        kept = [self.content.splitlines(keepends=True)[0]] if self.content else []
        shown = False
        for line, row in self.lines:
            shown = shown if row is None else row.known_at <= moment
            if shown:
                kept.append(line)
        return b"".join(kept) if len(kept) > 1 else None

    def _read(self) -> Iterator[tuple[bytes, Row | None]]:
        header = self.header
        places = [header.index(name) if name in header else None for name in ("Date", "Time")]
        for line in self.content.splitlines(keepends=True)[1:]:
            yield line, _row(header, places, line)


def cells_of(line: bytes) -> list[str]:
    """The cells of one line."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = line.decode("latin-1")
    return next(csv.reader([text.rstrip("\r\n")]), [])


def _row(header: list[str], places: Sequence[int | None], line: bytes) -> Row | None:
    cells = cells_of(line)
    stated_day, stated_time = (cells[at] if at is not None and at < len(cells) else "" for at in places)
    day = read_date(stated_day)
    if day is None:
        return None
    local = read_time(stated_time)
    if local is None:
        kick_off = datetime.combine(day, NOMINAL_KICK_OFF)
        known_at = datetime.combine(day + timedelta(days=1), time(tzinfo=UTC))
    else:
        kick_off = datetime.combine(day, local, tzinfo=UK).astimezone(UTC)
        known_at = kick_off + RESULT_KNOWN_AFTER
    return Row(header, line, day, kick_off, known_at)


def read_date(text: str) -> date | None:
    """A date in any of the forms these files have used.

    >>> read_date("09/08/2019") == read_date("09-08-2019") == read_date("09/08/19") == read_date("2019-08-09")
    True
    >>> read_date("31/02/2019") is None
    True
    """
    text = text.strip()
    if match := _DAY_FIRST.fullmatch(text):
        day, _, month, year = match.groups()
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    else:
        return None
    try:
        return date(int(year) if len(year) == 4 else _full_year(int(year)), int(month), int(day))
    except ValueError:
        return None


def _full_year(two_digits: int) -> int:
    return (1900 if two_digits >= TURN_OF_CENTURY else 2000) + two_digits


def read_time(text: str) -> time | None:
    """A local time such as 15:00, or None.

    >>> read_time("20:00"), read_time("")
    (datetime.time(20, 0), None)
    """
    match = _TIME.fullmatch(text.strip())
    return time(int(match[1]), int(match[2])) if match and int(match[1]) < 24 and int(match[2]) < 60 else None
