"""The sandbox's date: it stands still until it is moved, never goes back, and survives a restart."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from touchline.sandbox.providers.season import Season

JUST_AFTER = timedelta(minutes=1)


class MovedBack(ValueError):
    """Football time was asked to go back."""


@dataclass
class FootballClock:
    """The current football time, remembered in a file."""

    file: Path
    start: datetime

    def now(self) -> datetime:
        """Football time, UTC."""
        if not self.file.exists():
            return self.start
        return datetime.fromisoformat(self.file.read_text().strip()).astimezone(UTC)

    def move(self, moment: datetime) -> datetime:
        """Set a later date.

        Raises:
            MovedBack: the date lies before the current one.
        """
        moment, current = moment.astimezone(UTC).replace(microsecond=0), self.now()
        if moment < current:
            raise MovedBack(f"football time is {stamp(current)} and never goes back; {stamp(moment)} lies before it")
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_suffix(".new")
        beside.write_text(stamp(moment) + "\n")
        os.replace(beside, self.file)
        return moment


def stamp(moment: datetime) -> str:
    """A moment as the sandbox writes it.

    >>> stamp(datetime(2020, 2, 28, 18, tzinfo=UTC))
    '2020-02-28T18:00:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def after_next_match_day(seasons: Iterable[Season], moment: datetime) -> datetime | None:
    """Just after the last result of the next day with matches is known; None when no later day is recorded."""
    last: dict[date, datetime] = {}
    for season in seasons:
        for row in season.rows:
            last[row.day] = max(row.known_at, last.get(row.day, row.known_at))
    return min((known + JUST_AFTER for known in last.values() if known > moment), default=None)
