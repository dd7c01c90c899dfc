"""The archive of expected goals and many markets: a season's table, cut to the matches whose result was known."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path

from touchline.sandbox.providers.provider import CSV, Served, whole_or_past

SOURCE = "xg-and-markets"
FOLDER = "xg-and-markets"
LOCAL_TIME = timezone(timedelta(hours=-3))  # the archive's clock, in winter and in summer
RESULT_KNOWN_AFTER = timedelta(hours=2, minutes=30)


@dataclass(frozen=True)
class Archive:
    """A recorded table."""

    content: bytes

    @cached_property
    def lines(self) -> list[tuple[bytes, datetime]]:
        """The lines below the header, and when each was known."""
        first, *lines = self.content.splitlines(keepends=True)
        names = first.decode("utf-8-sig").strip().split(",")
        day, clock = names.index("Date"), names.index("Time")
        cells = csv.reader(line.decode() for line in lines)
        return [(line, _known_at(cell[day], cell[clock])) for line, cell in zip(lines, cells, strict=True)]

    def as_of(self, moment: datetime) -> bytes | None:
        """The table as it stood; None before its first result."""
        kept = [line for line, known_at in self.lines if known_at <= moment]
        return b"".join((self.content.splitlines(keepends=True)[0], *kept)) if kept else None


@dataclass(frozen=True)
class XgAndMarkets:
    """Tables by their paths."""

    archives: Mapping[str, Archive]

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """A season's table."""
        archive = self.archives.get(path)
        content = archive.as_of(moment) if archive else None
        return whole_or_past(content, archive.content, CSV) if archive and content else None


def recorded(folder: Path) -> XgAndMarkets | None:
    """Tables E0_2021.csv and so on."""
    files = sorted((folder / FOLDER).glob("*_[0-9][0-9][0-9][0-9].csv"))
    return XgAndMarkets({file.name: Archive(file.read_bytes()) for file in files}) if files else None


def _known_at(day: str, clock: str) -> datetime:
    kick_off = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LOCAL_TIME)
    return kick_off.astimezone(UTC) + RESULT_KNOWN_AFTER
