"""Season files of football-datasets: the columns of football-data.co.uk without Div, times and odds, days as ISO 8601.

A season has a cell for every column, blank where the provider never had it: before 1995/96 there are final scores
only, half-time scores and statistics came later, and no kick-off time is ever stated.
"""

from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.football_data import columns
from touchline.normalizer.dialects.football_data.columns import Table
from touchline.normalizer.dialects.football_data.specification import season_from_code
from touchline.normalizer.dialects.football_data.times import read_iso_date
from touchline.normalizer.dialects.football_datasets import specification
from touchline.normalizer.dialects.football_datasets.specification import FOLLOWED, REQUIRED_COLUMNS
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import Parsed


def table_of(path: str) -> Table | None:
    """What a document holds, by its path; None when this dialect does not read it.

    >>> season = table_of("premier-league/season-9394.csv")
    >>> season.competition.code, season.season
    ('E0', '1993/94')
    """
    match = specification.SEASON_DOCUMENT.search(path)
    season = match and season_from_code(match["season"])
    if not match or not season or match["league"] not in FOLLOWED:
        return None
    return Table(REQUIRED_COLUMNS, FOLLOWED[match["league"]], season, read_iso_date)


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that a season file says.

    Raises:
        UnreadableDocument: none of the provider's tables.
    """
    table = table_of(document.path)
    if table is None:
        raise UnreadableDocument(f"{document.path} is no season file of a league that we follow")
    return columns.read(content, table, document, names)


DIALECT = Dialect(specification.SOURCE, parse)
