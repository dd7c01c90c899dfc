"""The Fantasy Premier League archive at its own paths, as it stood on the sandbox's date."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from touchline.sandbox.providers.fixtures import HORIZON
from touchline.sandbox.providers.fpl_season import FplSeason, moment, points_known_at, seasons_in
from touchline.sandbox.providers.provider import CSV, DERIVED, REAL, Served, whole_or_past

SOURCE = "fpl-archive"
FOLDER = "fpl/data"
ALL_CLUBS = "data/master_team_list.csv"
# What lasts of a player and of a club; the other columns are counts and ratings of the end of the season.
PLAYER_LASTS = frozenset(
    ("code", "element_type", "first_name", "id", "photo", "second_name", "team", "team_code", "web_name")
)
CLUB_LASTS = frozenset(("code", "id", "name", "pulse_id", "short_name"))
# What is known of a match before it is played.
FIXTURE_BEFORE = frozenset(("code", "event", "id", "kickoff_time", "pulse_id", "team_a", "team_h"))
NOT_YET = {"finished": "False", "finished_provisional": "False", "started": "False", "minutes": "0", "stats": "[]"}
_OF_SEASON = re.compile(r"data/(?P<season>\d{4}-\d\d)/(?P<file>players_raw\.csv|teams\.csv|fixtures\.csv|gws/.+)")
_GAMEWEEK = re.compile(r"gws/gw(\d{1,2})\.csv")

Row = Mapping[str, str]


@dataclass(frozen=True)
class FplArchive:
    """Seasons by their names, and the list of all clubs."""

    seasons: Mapping[str, FplSeason]
    clubs: bytes

    def answer(self, path: str, at: datetime, query: Mapping[str, str]) -> Served | None:
        """A table, with nothing in it that was not known."""
        if path == ALL_CLUBS:
            return whole_or_past(self._clubs(at), self.clubs, CSV)
        named = _OF_SEASON.fullmatch(path)
        season = self.seasons.get(named["season"]) if named else None
        if named is None or season is None or at < season.opened_at:
            return None
        gameweek = _GAMEWEEK.fullmatch(named["file"])
        return _gameweek(season, int(gameweek[1]), at) if gameweek else _table(season, named["file"], at)

    def _clubs(self, at: datetime) -> bytes:
        """The lines of the seasons that had been opened."""
        header, *lines = self.clubs.splitlines(keepends=True)
        opened = {name.encode() for name, season in self.seasons.items() if season.opened_at <= at}
        return b"".join([header, *(line for line in lines if line.split(b",", 1)[0] in opened)])


def recorded(folder: Path) -> FplArchive | None:
    """The archive's folder `data`."""
    clubs = folder / FOLDER / "master_team_list.csv"
    return FplArchive(seasons_in(folder / FOLDER), clubs.read_bytes()) if clubs.is_file() else None


def _gameweek(season: FplSeason, number: int, at: datetime) -> Served | None:
    gameweek = season.gameweeks.get(number)
    content = gameweek.as_of(at) if gameweek else None
    return whole_or_past(content, gameweek.content, CSV) if gameweek and content is not None else None


def _table(season: FplSeason, file: str, at: datetime) -> Served | None:
    content = season.content(file)
    if content is None:
        return None
    if season.ended_at <= at:
        return Served(content, CSV, REAL)
    rows = season.table(file)
    past = {"players_raw.csv": _players, "teams.csv": _teams, "fixtures.csv": _fixtures}[file](season, rows, at)
    return Served(_written(list(rows[0]), past), CSV, DERIVED)


def _players(season: FplSeason, rows: list[dict[str, str]], at: datetime) -> Iterable[Row]:
    """Who was in the game, at the clubs that they had then."""
    codes = {row["team"]: row["team_code"] for row in rows}
    for row in rows:
        if season.is_listed(int(row["id"]), at):
            club = str(season.club_of(int(row["id"]), at))
            lasting = {name: cell for name, cell in row.items() if name in PLAYER_LASTS}
            yield {**lasting, "team": club, "team_code": codes.get(club, "")}


def _teams(season: FplSeason, rows: list[dict[str, str]], at: datetime) -> Iterable[Row]:
    return ({name: cell for name, cell in row.items() if name in CLUB_LASTS} for row in rows)


def _fixtures(season: FplSeason, rows: list[dict[str, str]], at: datetime) -> Iterable[Row]:
    """The matches that are over, and those of the coming days: later ones have been moved since, often by months."""
    for row in rows:
        kick_off = moment(row["kickoff_time"])
        if points_known_at(kick_off) <= at:
            yield row
        elif season.fixture[int(row["id"])].result_known_at <= at:
            yield {**row, "stats": "[]"}  # bonus points are given later
        elif kick_off <= at + HORIZON:
            yield {**{name: cell for name, cell in row.items() if name in FIXTURE_BEFORE}, **NOT_YET}


def _written(header: list[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
