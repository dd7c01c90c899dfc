"""fixtures.csv: every match of a season, with its kick-off and, once played, its result."""

from datetime import datetime

from touchline.normalizer.dialects.fpl.matches import fixture_row
from touchline.normalizer.dialects.fpl.numbers import club_name, end_of
from touchline.normalizer.dialects.fpl.specification import MATCHES
from touchline.normalizer.dialects.fpl_archive.specification import FIXTURES_REQUIRED
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.dialects.table import read_table
from touchline.schemas.records import ParkedKind


def read_fixtures(content: bytes, season: str, fetched_at: datetime, names: Names) -> Parsed:
    """The matches; a season that is over must hold all of them."""
    header, lines = read_table(content, FIXTURES_REQUIRED)
    reading = Reading()
    for line in lines:
        with reading.row(line.number, line.text) as draft:
            cells = header.cells(line)
            home = names.need(club_name(season, cells["team_h"], "team_h"), "team_h")
            away = names.need(club_name(season, cells["team_a"], "team_a"), "team_a")
            draft.add(fixture_row(cells, season, home, away))
    if fetched_at.date() > end_of(season) and reading.inputs < MATCHES:
        reading.note(ParkedKind.INCOMPLETE, "id", f"{season} is over: {reading.inputs} of {MATCHES} matches")
    return reading.parsed()
