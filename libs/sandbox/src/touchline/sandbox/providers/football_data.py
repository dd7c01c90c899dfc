"""football-data.co.uk: season files, the coming matches, and the pages that link to them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from touchline.sandbox.providers.fixtures import coming
from touchline.sandbox.providers.glued import parted
from touchline.sandbox.providers.provider import CSV, DERIVED, HTML, REAL, SIMULATED, Served
from touchline.sandbox.providers.season import Season
from touchline.schemas.competitions import known_as

SOURCE = "football-data"
FOLDER = "football-data.co.uk"
FOLLOWED = known_as(SOURCE)
PAGES = {
    "englandm.php": "E",
    "scotlandm.php": "SC",
    "germanym.php": "D",
    "italym.php": "I",
    "spainm.php": "SP",
    "francem.php": "F",
    "netherlandsm.php": "N",
    "belgiumm.php": "B",
    "portugalm.php": "P",
    "turkeym.php": "T",
    "greecem.php": "G",
}
_SEASON = re.compile(r"mmz4281/(?P<season>\d{4})/(?P<competition>\w+)\.csv")


@dataclass(frozen=True)
class FootballData:
    """Season files by competition and the provider's name for the season; `simulated` marks made-up prices."""

    seasons: Mapping[tuple[str, str], Season]
    simulated: bool = False

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """A season file, the fixtures, or a country's page."""
        if path == "fixtures.csv":
            return Served(coming(self.seasons.values(), moment), CSV, SIMULATED if self.simulated else DERIVED)
        if path in PAGES:
            return Served(self._page(PAGES[path], moment), HTML, DERIVED)
        named = _SEASON.fullmatch(path)
        season = self.seasons.get((named["competition"], named["season"])) if named else None
        content = season.as_of(moment) if season else None
        if season is None or content is None:
            return None
        return Served(content, CSV, self._provenance(season, content))

    def _provenance(self, season: Season, content: bytes) -> str:
        if self.simulated:
            return SIMULATED
        return REAL if season.whole and content == season.content else DERIVED

    def _page(self, prefix: str, moment: datetime) -> bytes:
        links = [
            f'<a href="mmz4281/{name}/{competition}.csv">{competition} {name}</a><br>'
            for (competition, name), season in sorted(self.seasons.items())
            if re.fullmatch(rf"{prefix}(\d|C)", competition) and season.first and season.first.known_at <= moment
        ]
        return "\n".join(["<!DOCTYPE html><title>Data files</title><body>", *links, "</body>", ""]).encode()


def recorded(folder: Path) -> FootballData | None:
    """Season files E0_1920.csv and so on, and two seasons of one division in one file."""
    here = folder / FOLDER
    files = sorted([*here.glob("E0/E0_[0-9][0-9][0-9][0-9].csv"), *here.glob("other/[A-Z]*_[0-9][0-9][0-9][0-9].csv")])
    seasons = {(competition, name): _season(name, file) for file in files for competition, name in [_named(file)]}
    headers = {name: season.header for (_, name), season in seasons.items()}
    for file in sorted(here.glob("other/2wst_*.csv")):
        competition = FOLLOWED[file.stem.split("_")[1]]
        for name, season in parted(file.read_bytes(), competition, headers).items():
            seasons.setdefault((competition.code, name), season)
    return FootballData(seasons) if seasons else None


def _named(file: Path) -> tuple[str, str]:
    competition, _, name = file.stem.partition("_")
    return competition, name


def _season(name: str, file: Path) -> Season:
    return Season(name, file.read_bytes())


def samples(folder: Path) -> FootballData:
    """Season files at the provider's own paths, mmz4281/1920/E0.csv and so on."""
    files = sorted(folder.glob("mmz4281/[0-9][0-9][0-9][0-9]/*.csv"))
    return FootballData({(file.stem, file.parent.name): _season(file.parent.name, file) for file in files})
