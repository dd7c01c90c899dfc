"""Season files and fixtures.csv of football-data.co.uk, read by column name; good rows always go on."""

from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.football_data import columns, specification
from touchline.normalizer.dialects.football_data.columns import Table
from touchline.normalizer.dialects.football_data.specification import FOLLOWED, IDENTITY_COLUMNS, RESULT_COLUMNS
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import Parsed

FIXTURES = Table(IDENTITY_COLUMNS, as_it_stood=True)


def table_of(path: str) -> Table | None:
    """What a document holds, by its path; None when this dialect does not read it.

    >>> season = table_of("mmz4281/1920/E0.csv")
    >>> season.competition.code, season.season
    ('E0', '2019/20')
    >>> table_of("notes.txt") is None
    True
    """
    if specification.FIXTURES_DOCUMENT.search(path):
        return FIXTURES
    match = specification.SEASON_DOCUMENT.search(path)
    season = match and specification.season_from_code(match["season"])
    if not match or not season or match["competition"] not in FOLLOWED:
        return None
    return Table((*IDENTITY_COLUMNS, *RESULT_COLUMNS), FOLLOWED[match["competition"]], season)


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that a season file or fixtures.csv says.

    Raises:
        UnreadableDocument: none of the provider's tables.
    """
    table = table_of(document.path)
    if table is None:
        raise UnreadableDocument(f"{document.path} is no season file of a competition that we follow, nor fixtures.csv")
    return columns.read(content, table, document, names)


DIALECT = Dialect(specification.SOURCE, parse)
