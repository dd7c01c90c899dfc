"""Fantasy Premier League's API: the documents recorded in August 2026, and before that views derived from the archive.

A gameweek's players before its first deadline are those who were in the game by then, at the clubs and prices of their
first row. Times of matches to come are shown for the days ahead only: most later ones were moved.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from touchline.sandbox.providers import absences, fpl_views
from touchline.sandbox.providers.absences import Absences
from touchline.sandbox.providers.fpl_absent import Absent
from touchline.sandbox.providers.fpl_season import FplSeason, season_at, seasons_in
from touchline.sandbox.providers.provider import DERIVED, JSON, REAL, Served

SOURCE = "fpl"
FOLDER, ARCHIVE = "fpl-api", "fpl/data"
RECORDED_BY = datetime(2026, 8, 22, 11, 30, tzinfo=UTC)  # the first match of that day, which had not begun
PAGES = {
    "bootstrap-static/": "bootstrap-static_2026-08-22.json",
    "fixtures/": "fixtures_2026-08-22.json",
    "event-status/": "event-status_2026-08-22.json",
}
_LIVE = re.compile(r"event/(\d{1,2})/live/", re.ASCII)
_SUMMARY = re.compile(r"element-summary/(\d{1,5})/", re.ASCII)


@dataclass(frozen=True)
class Fpl:
    """Recorded documents by path, and the archive's seasons by name."""

    pages: Mapping[str, bytes]
    seasons: Mapping[str, FplSeason]
    absences: Absences | None

    def answer(self, path: str, at: datetime, query: Mapping[str, str]) -> Served | None:
        """The document at a path of the API; None for a season without a record."""
        if at >= RECORDED_BY:
            return Served(self.pages[path], JSON, REAL) if path in self.pages else None
        season = season_at(self.seasons, at)
        view = self._view(path, season, at) if season else None
        return None if view is None else Served(json.dumps(view).encode(), JSON, DERIVED)

    def _view(self, path: str, season: FplSeason, at: datetime) -> object:
        if path == "bootstrap-static/":
            return fpl_views.bootstrap(season, self._absent[season.name], at)
        if path == "fixtures/":
            return fpl_views.fixtures(season, at)
        gameweek, element = _LIVE.fullmatch(path), _SUMMARY.fullmatch(path)
        if gameweek:
            return fpl_views.live(season, int(gameweek[1]), at)
        return fpl_views.summary(season, int(element[1]), at) if element else None

    @cached_property
    def _absent(self) -> Mapping[str, Absent]:
        return {name: Absent(season, self.absences) for name, season in self.seasons.items()}


def recorded(folder: Path) -> Fpl | None:
    """The API's documents and the archive, as far as they are there."""
    pages = {path: folder / FOLDER / name for path, name in PAGES.items()}
    held = {path: file.read_bytes() for path, file in pages.items() if file.is_file()}
    archive = folder / ARCHIVE
    seasons = seasons_in(archive) if (archive / "master_team_list.csv").is_file() else {}
    return Fpl(held, seasons, absences.recorded(folder)) if held or seasons else None
