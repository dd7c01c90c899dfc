"""Which folder of recorded documents holds whose, and under which key an ingestor would have landed each: one table."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from touchline.schemas.competitions import Competition

# A recorded season stands as it was known when it had ended; 2019/20, the latest of all, ended on 26 July.
SEASON_OVER = (8, 1)
CENTURY_TURNS = 93  # two-digit years of the archives begin with 1993
SEASON = re.compile(r"(\d{4})\.csv$", re.ASCII)
LAST_LISTED = 2023  # when the list of all clubs of the Fantasy Premier League was taken down


def season_over(code: str) -> datetime:
    """When a season of that name was over.

    >>> season_over("1920").date().isoformat(), season_over("9900").year
    ('2020-08-01', 2000)
    """
    first = int(code[:2])
    return _summer_of((1900 if first >= CENTURY_TURNS else 2000) + first + 1)


def _by_name(path: str) -> datetime | None:
    """The season is the last four digits of the file's name: E0_1920.csv."""
    named = SEASON.search(path)
    return season_over(named[1]) if named else None


def _by_folder(path: str) -> datetime | None:
    """The season is the first folder: 2019-20/gws/gw1.csv."""
    named = re.match(r"20(\d\d)-(\d\d)/", path)
    return season_over(named[1] + named[2]) if named else None


def _by_years(path: str) -> datetime | None:
    """The file tells of years, and was taken down when the last of them had ended: spi_matches_2016-2019.csv."""
    years = re.findall(r"(\d{4})|-(\d{2})(?=\D)", path)
    return _summer_of(max(int(long or f"20{short}") for long, short in years)) if years else None


def _when_last_listed(path: str) -> datetime | None:
    return _summer_of(LAST_LISTED)


def _summer_of(year: int) -> datetime:
    return datetime(year, *SEASON_OVER, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Layout:
    """Some documents of a source: the pattern of their files under `folder`, and their key below the source.

    {code} stands for the competition as football-data.co.uk has it, {league} for what the source itself calls it; in a
    key, {season} for the four digits that a file's name ends in and {path} for its place in the folder. `over` says
    when what a file tells of was over; a file of which it cannot say so is no document.
    """

    source: str
    folder: str
    files: str
    key: str
    over: Callable[[str], datetime | None] = _by_name
    complete: bool = True
    newest: bool = False  # of several files the last one, by name, is the document
    states_names: bool = False  # says what the numbers in other documents mean
    by_own_name: bool = False  # tells of those competitions alone for which the source is known to have a name
    only: str | None = None  # the one competition that it tells of

    def tells_of(self, competition: Competition) -> bool:
        """Whether anything of a competition can lie there."""
        if self.by_own_name and self.source not in competition.known_as:
            return False
        return self.only in (None, competition.code)

    def filled(self, text: str, competition: Competition, path: str = "") -> str:
        """A folder, pattern or key with what its braces stand for.

        >>> from touchline.schemas.competitions import COMPETITIONS
        >>> LAYOUTS[0].filled(LAYOUTS[0].key, COMPETITIONS["E0"], "E0_1920.csv")
        'mmz4281/1920/E0.csv'
        """
        season = SEASON.search(path)
        league = competition.known_as.get(self.source, "")
        return text.format(code=competition.code, league=league, season=season and season[1], path=path)


_FPL = "fpl-archive"

LAYOUTS = (
    Layout("football-data", "football-data.co.uk/{code}", "{code}_*.csv", "mmz4281/{season}/{code}.csv"),
    Layout("football-datasets", "football-datasets/{league}", "season-*.csv", "{league}/{path}", by_own_name=True),
    Layout("xg-and-markets", "xg-and-markets", "{code}_*.csv", "{path}"),
    Layout("spi538", "spi538", "spi_matches_[0-9]*.csv", "spi_matches.csv", _by_years, newest=True, by_own_name=True),
    Layout(
        "spi538",
        "spi538",
        "spi_matches_latest*.csv",
        "spi_matches_latest.csv",
        _by_years,
        complete=False,
        newest=True,
        by_own_name=True,
    ),
    Layout(_FPL, "fpl/data", "master_team_list.csv", "data/{path}", _when_last_listed, states_names=True, only="E0"),
    Layout(_FPL, "fpl/data", "[0-9]*/*.csv*", "data/{path}", _by_folder, states_names=True, only="E0"),
    Layout(_FPL, "fpl/data", "[0-9]*/gws/*.csv*", "data/{path}", _by_folder, only="E0"),
    Layout("absences", "absences", "absences_*.csv", "{path}", only="E0"),
)
