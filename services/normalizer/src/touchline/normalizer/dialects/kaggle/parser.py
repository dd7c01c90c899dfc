"""Kaggle's English Premier League: season files of football-data.co.uk, and `final_dataset.csv` over all seasons.

Of `final_dataset.csv` only who met when and the goals are facts; its result column says NH where the home team did not
win, and all else is derived.
"""

from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.football_data import columns
from touchline.normalizer.dialects.football_data.columns import Table
from touchline.normalizer.dialects.football_data.times import read_iso_date
from touchline.normalizer.dialects.kaggle import specification
from touchline.normalizer.dialects.kaggle.specification import COMPETITION, REQUIRED_COLUMNS, UNUSED
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import Parsed

ALL_SEASONS = Table(REQUIRED_COLUMNS, COMPETITION, read_day=read_iso_date, unused=UNUSED)


def table_of(path: str) -> Table | None:
    """What a document holds, by its path; None when this dialect does not read it.

    >>> table_of("Datasets/2000-01.csv").season
    '2000/01'
    >>> table_of("Datasets/EPLStandings.csv") is None
    True
    """
    if specification.ALL_SEASONS_DOCUMENT.search(path):
        return ALL_SEASONS
    match = specification.SEASON_DOCUMENT.search(path)
    season = match and specification.season_of(match["first"], match["second"])
    return Table(REQUIRED_COLUMNS, COMPETITION, season) if season else None


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that a season file or `final_dataset.csv` says.

    Raises:
        UnreadableDocument: none of these tables.
    """
    table = table_of(document.path)
    if table is None:
        raise UnreadableDocument(f"{document.path} is no season file, nor final_dataset.csv")
    return columns.read(content, table, document, names)


DIALECT = Dialect(specification.SOURCE, parse)
