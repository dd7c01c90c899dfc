"""The API's documents, each by its own module."""

from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.fpl.bootstrap import read_bootstrap
from touchline.normalizer.dialects.fpl.fixtures import read_fixtures
from touchline.normalizer.dialects.fpl.live import read_live
from touchline.normalizer.dialects.fpl.numbers import clubs_in, matches_in, players_in, seasons_near, spells_in
from touchline.normalizer.dialects.fpl.specification import SOURCE, Page, kind_of
from touchline.normalizer.dialects.fpl.summary import read_summary
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import Parsed, Scope


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that a document of the API says.

    Raises:
        UnreadableDocument: none of them.
    """
    kind = kind_of(document.path)
    if kind is None:
        raise UnreadableDocument(f"{document.path} is no document of the API that we read")
    match kind.page:
        case Page.BOOTSTRAP:
            return read_bootstrap(content, document.fetched_at, names)
        case Page.FIXTURES:
            return read_fixtures(content, document.fetched_at, names)
        case Page.LIVE:
            return read_live(content, kind.season, document.fetched_at, names)
        case Page.SUMMARY:
            return read_summary(content, kind.season, kind.number, document.fetched_at, names)


def needs(document: Document) -> tuple[Scope, ...]:
    """Numbers of the season; bootstrap-static itself says what its numbers mean."""
    kind = kind_of(document.path)
    if kind is None or kind.page is Page.BOOTSTRAP:
        return ()
    if kind.page is Page.FIXTURES:
        return tuple(scope(season) for season in seasons_near(document.fetched_at) for scope in (clubs_in, matches_in))
    return (players_in(kind.season), matches_in(kind.season), spells_in(kind.season))


DIALECT = Dialect(SOURCE, parse, needs)
