"""What football-data.co.uk knew of a league's matches on a date: the facts that other providers' pages are made of."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from touchline.sandbox.providers import fixtures
from touchline.sandbox.providers.football_data import FootballData
from touchline.sandbox.providers.season import UK, Row, Season, read_date, read_time

LONGEST_SEASON = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Coming:
    """A match of the next days; its cells hold prices once they were collected, and never a result."""

    cells: dict[str, str]
    kick_off: datetime
    collected_at: datetime

    def prices(self, *columns: str) -> list[float] | None:
        """The prices in these columns; None where one is missing."""
        try:
            return [float(self.cells[column]) for column in columns]
        except (KeyError, ValueError):
            return None


def has_begun(provider: FootballData, code: str, moment: datetime) -> bool:
    """Whether the first season with times of kick-off is near: before it nothing can be made of these facts."""
    timed = (season.first for season in seasons_of(provider, code) if "Time" in season.header)
    return any(first is not None and first.kick_off - fixtures.HORIZON <= moment for first in timed)


def coming_in(provider: FootballData, code: str, moment: datetime) -> list[Coming]:
    """The league's matches of the next eight days whose kick-off has a time, in the order of their kick-offs."""
    content = fixtures.coming(seasons_of(provider, code), moment).decode("utf-8-sig")
    found = (_coming(cells) for cells in csv.DictReader(content.splitlines()))
    return sorted((one for one in found if one is not None), key=lambda one: one.kick_off)


def played_in(provider: FootballData, code: str, moment: datetime, within: timedelta) -> Iterator[Row]:
    """The league's matches that kicked off within a time before the moment and whose results were known."""
    for season in seasons_of(provider, code):
        if season.first is not None and moment - LONGEST_SEASON <= season.first.kick_off <= moment:
            for row in season.rows:
                if row.kick_off >= moment - within and row.known_at <= moment:
                    yield row


def seasons_of(provider: FootballData, code: str) -> list[Season]:
    """The seasons of a league."""
    return [season for (competition, _), season in provider.seasons.items() if competition == code]


def _coming(cells: dict[str, str]) -> Coming | None:
    day, time = read_date(cells.get("Date") or ""), read_time(cells.get("Time") or "")
    if day is None or time is None:
        return None
    kick_off = datetime.combine(day, time, tzinfo=UK).astimezone(UTC)
    return Coming(cells, kick_off, fixtures.prices_collected_at(day, kick_off))
