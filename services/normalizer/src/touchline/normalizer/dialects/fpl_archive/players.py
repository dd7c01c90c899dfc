"""players_raw.csv: who the players of a season are. Its sums over the season look ahead, and are not read."""

from datetime import datetime

from touchline.normalizer.dialects.fpl.numbers import club_name, end_of
from touchline.normalizer.dialects.fpl.players import FIELDS, identities, listed, of_two, player_row
from touchline.normalizer.dialects.fpl_archive.attempts import attempts, valid
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.dialects.table import read_table
from touchline.normalizer.dialects.times import next_day


def read_players(content: bytes, season: str, fetched_at: datetime, names: Names) -> Parsed:
    """The players, with the clubs that they had when it was written: at the end, if the season is over."""
    header, lines = read_table(content, FIELDS)
    rows = attempts(header.cells, lines)
    ambiguous = of_two(valid(listed, rows))
    ended = next_day(end_of(season))
    known_at = ended if ended <= fetched_at else None
    reading = Reading()
    for row in rows:
        with reading.row(row.line.number, row.line.text) as draft:
            cells = row.cells()
            player = listed(cells)
            team_id = names.need(club_name(season, cells["team"], "team"), "team")
            draft.add(player_row(player, cells, season, team_id, known_at), *identities(player, season, ambiguous))
    return reading.parsed()
