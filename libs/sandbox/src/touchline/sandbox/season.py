"""A recorded season file, and the part of it that was known at a moment.

The file is cut by whole lines: byte order mark, encoding, line endings and every quirk stay as they were recorded.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")  # times in these files are UK local
RESULT_KNOWN_AFTER = timedelta(hours=2, minutes=30)
NOMINAL_KICK_OFF = time(15, tzinfo=UTC)  # stands for a kick-off of which only the date is known
DATE_FORMATS = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y")


@dataclass(frozen=True, slots=True)
class Row:
    """One match of a season file, with the moments that decide when it is shown."""

    cells: dict[str, str]
    day: date
    kick_off: datetime
    known_at: datetime


@dataclass(frozen=True)
class Season:
    """A season file as recorded. `name` is the provider's own: 1920 for 2019/20."""

    name: str
    content: bytes

    @cached_property
    def lines(self) -> list[tuple[bytes, Row | None]]:
        """Every line after the header with the match on it; None where no match can be read."""
        header = self.header
        return [(line, _row(header, line)) for line in self.content.splitlines(keepends=True)[1:]]

    @cached_property
    def header(self) -> list[str]:
        """Column names, without a byte order mark."""
        first = self.content.splitlines()[:1]
        return _cells(first[0].removeprefix(b"\xef\xbb\xbf")) if first else []

    @cached_property
    def rows(self) -> list[Row]:
        """The matches that can be read, in the order of the file."""
        return [row for _, row in self.lines if row is not None]

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


def _cells(line: bytes) -> list[str]:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = line.decode("latin-1")
    return next(csv.reader([text.rstrip("\r\n")]), [])


def _row(header: list[str], line: bytes) -> Row | None:
    cells = dict(zip(header, _cells(line), strict=False))
    day = read_date(cells.get("Date", ""))
    if day is None:
        return None
    local = read_time(cells.get("Time", ""))
    if local is None:
        kick_off = datetime.combine(day, NOMINAL_KICK_OFF)
        known_at = datetime.combine(day + timedelta(days=1), time(tzinfo=UTC))
    else:
        kick_off = datetime.combine(day, local, tzinfo=UK).astimezone(UTC)
        known_at = kick_off + RESULT_KNOWN_AFTER
    return Row(cells, day, kick_off, known_at)


def read_date(text: str) -> date | None:
    """A date in any of the forms these files have used.

    >>> read_date("09/08/2019") == read_date("09-08-2019") == read_date("09/08/19") == date(2019, 8, 9)
    True
    """
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def read_time(text: str) -> time | None:
    """A local time such as 15:00, or None.

    >>> read_time("20:00"), read_time("")
    (datetime.time(20, 0), None)
    """
    try:
        return datetime.strptime(text.strip(), "%H:%M").replace(tzinfo=UTC).time()
    except ValueError:
        return None
