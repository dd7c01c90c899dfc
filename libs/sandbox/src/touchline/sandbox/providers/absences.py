"""The archive of absences, as it would have stood: an absence shows from the day after it began, without its end."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from touchline.sandbox.providers.provider import CSV, Served, whole_or_past

SOURCE = "absences"
FOLDER = "absences"
HINDSIGHT = ("until", "days", "games")  # of an absence that was not over
SEASON_MONTH = 7
_DOCUMENT = re.compile(r"absences_(\d\d)\d\d\.csv")


@dataclass(frozen=True, slots=True)
class Absence:
    """One row. `since` and `until` are its first and last day; one without an end has lasted."""

    since: date
    until: date | None
    cells: Mapping[str, str]

    @property
    def known_at(self) -> datetime:
        """From the day after its first day."""
        return _midnight_after(self.since)

    @property
    def over_at(self) -> datetime | None:
        """When its last day had passed."""
        return _midnight_after(self.until) if self.until else None

    def is_over(self, at: datetime) -> bool:
        """Whether he was back."""
        return self.over_at is not None and self.over_at <= at


@dataclass(frozen=True)
class Season:
    """One file as recorded."""

    first_year: int
    content: bytes

    @property
    def opened_at(self) -> datetime:
        """From when on there is a file of this season."""
        return datetime(self.first_year, SEASON_MONTH, 1, tzinfo=UTC)

    @cached_property
    def rows(self) -> list[tuple[str, Absence]]:
        """Every line with the absence on it."""
        lines = self.content.decode().splitlines(keepends=True)
        return [(line, _absence(cells)) for line, cells in zip(lines[1:], csv.DictReader(lines), strict=True)]

    def as_of(self, at: datetime) -> bytes | None:
        """The file as it stood; None before the first absence was known."""
        known = [(line, absence) for line, absence in self.rows if absence.known_at <= at]
        if not known or at < self.opened_at:
            return None
        header = self.content.decode().splitlines(keepends=True)[0]
        return "".join([header, *(_shown(line, absence, at) for line, absence in known)]).encode()


@dataclass(frozen=True)
class Absences:
    """Seasons by the names of their files."""

    seasons: Mapping[str, Season]

    def answer(self, path: str, at: datetime, query: Mapping[str, str]) -> Served | None:
        """A season, as far as it was known."""
        season = self.seasons.get(path)
        content = season.as_of(at) if season else None
        return whole_or_past(content, season.content, CSV) if season and content is not None else None


def recorded(folder: Path) -> Absences | None:
    """absences_1920.csv and so on."""
    files = sorted((folder / FOLDER).glob("absences_*.csv"))
    named = [(file, match) for file in files if (match := _DOCUMENT.fullmatch(file.name))]
    seasons = {file.name: Season(2000 + int(match[1]), file.read_bytes()) for file, match in named}
    return Absences(seasons) if seasons else None


def _absence(cells: Mapping[str, str]) -> Absence:
    until = date.fromisoformat(cells["until"]) if cells["until"] else None
    return Absence(date.fromisoformat(cells["from"]), until, cells)


def _shown(line: str, absence: Absence, at: datetime) -> str:
    """A line; of an absence that goes on, what is only known at its end is left out."""
    if absence.until is None or absence.is_over(at):
        return line
    out = io.StringIO()
    cells = {name: "" if name in HINDSIGHT else cell for name, cell in absence.cells.items()}
    csv.writer(out, lineterminator="\n").writerow(cells.values())
    return out.getvalue()


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(tzinfo=UTC))
