"""The archive's tables, each by its own module."""

from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.fpl.numbers import clubs_in, players_in
from touchline.normalizer.dialects.fpl_archive.clubs import read_all_clubs, read_clubs
from touchline.normalizer.dialects.fpl_archive.fixtures import read_fixtures
from touchline.normalizer.dialects.fpl_archive.gameweek import read_gameweek
from touchline.normalizer.dialects.fpl_archive.players import read_players
from touchline.normalizer.dialects.fpl_archive.specification import SOURCE, Table, kind_of
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import Parsed, Scope


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that a table of the archive says.

    Raises:
        UnreadableDocument: none of the archive's tables.
    """
    kind = kind_of(document.path)
    if kind is None:
        raise UnreadableDocument(f"{document.path} is none of the archive's tables")
    match kind.table:
        case Table.GAMEWEEK:
            return read_gameweek(content, kind.season, names)
        case Table.PLAYERS:
            return read_players(content, kind.season, document.fetched_at, names)
        case Table.CLUBS:
            return read_clubs(content, kind.season, names)
        case Table.ALL_CLUBS:
            return read_all_clubs(content, names)
        case Table.FIXTURES:
            return read_fixtures(content, kind.season, document.fetched_at, names)


def needs(document: Document) -> tuple[Scope, ...]:
    """Numbers of players and clubs mean something in their season only."""
    kind = kind_of(document.path)
    if kind is None or kind.table in (Table.CLUBS, Table.ALL_CLUBS):
        return ()
    return (players_in(kind.season), clubs_in(kind.season))


DIALECT = Dialect(SOURCE, parse, needs)
