"""Who was out on a day, for the derived views of Fantasy Premier League: what the archive of absences had by then."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from touchline.sandbox.providers.absences import Absence, Absences
from touchline.sandbox.providers.fpl_season import FplSeason

STATUSES = {"injury": "i", "suspension": "s"}
AVAILABLE = "a"


@dataclass(frozen=True, slots=True)
class Standing:
    """A player's status on a day; a player who is back keeps the time at which that was said, and no news."""

    status: str = AVAILABLE
    news: str = ""
    news_added: datetime | None = None


@dataclass(frozen=True)
class Absent:
    """The injuries and suspensions of a season's players, by their numbers."""

    season: FplSeason
    absences: Absences | None

    def standing(self, element: int, at: datetime) -> Standing:
        """What could be said of a player. When he will be back is not known before he is."""
        known = [absence for absence in self._of_player.get(element, []) if absence.known_at <= at]
        lasting = [absence for absence in known if not absence.is_over(at)]
        if lasting:
            last = max(lasting, key=lambda absence: absence.since)
            news = f"{last.cells['details']} - Unknown return date"
            return Standing(STATUSES[last.cells["reason"]], news, last.known_at)
        return Standing(news_added=max((absence.over_at for absence in known if absence.over_at), default=None))

    @cached_property
    def _of_player(self) -> Mapping[int, list[Absence]]:
        numbers, found = self._numbers, defaultdict(list)
        for absence in self._all():
            element = numbers.get(plain(absence.cells["player"]))
            if element is not None and absence.cells["reason"] in STATUSES:
                found[element].append(absence)
        return found

    def _all(self) -> Iterator[Absence]:
        """Of this season's file, and of the one before: some last over the summer."""
        year = int(self.season.name[2:4])
        for first in (year - 1, year):
            season = self.absences.seasons.get(f"absences_{first:02d}{first + 1:02d}.csv") if self.absences else None
            yield from (absence for _, absence in season.rows) if season else ()

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """Players by their names, where only one is called so."""
        named = [
            (name, int(player["id"]))
            for player in self.season.players
            for name in {plain(f"{player['first_name']} {player['second_name']}"), plain(player["web_name"])}
        ]
        times = Counter(name for name, _ in named)
        return {name: number for name, number in named if times[name] == 1}


def plain(name: str) -> str:
    """A name without accents and case.

    >>> plain("Rúben  Neves")
    'ruben neves'
    """
    letters = unicodedata.normalize("NFKD", name)
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).casefold().split())
