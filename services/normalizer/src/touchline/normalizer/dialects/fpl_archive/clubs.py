"""teams.csv and master_team_list.csv: what the clubs' numbers of a season mean."""

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.fpl.clubs import club
from touchline.normalizer.dialects.fpl.specification import CLUBS, season_of_folder
from touchline.normalizer.dialects.fpl_archive.specification import ALL_CLUBS_REQUIRED, CLUBS_REQUIRED
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.dialects.table import read_table
from touchline.schemas.records import ParkedKind


def read_clubs(content: bytes, season: str, names: Names) -> Parsed:
    """The clubs of one season."""
    header, lines = read_table(content, CLUBS_REQUIRED)
    reading = Reading()
    for line in lines:
        with reading.row(line.number, line.text) as draft:
            cells = header.cells(line)
            draft.add(*club(season, cells["id"], cells["name"], names, CLUBS_REQUIRED))
    if reading.inputs != CLUBS:
        reading.note(ParkedKind.INCOMPLETE, "id", f"{season} has {reading.inputs} clubs, expected {CLUBS}")
    return reading.parsed()


def read_all_clubs(content: bytes, names: Names) -> Parsed:
    """The clubs of every season."""
    header, lines = read_table(content, ALL_CLUBS_REQUIRED)
    reading = Reading()
    for line in lines:
        with reading.row(line.number, line.text) as draft:
            cells = header.cells(line)
            season = season_of_folder(cells["season"])
            if season is None:
                raise UnreadableCell("season", f"expected a season such as 2019-20, got {cells['season']!r}")
            draft.add(*club(season, cells["team"], cells["team_name"], names, ALL_CLUBS_REQUIRED[1:]))
    return reading.parsed()
