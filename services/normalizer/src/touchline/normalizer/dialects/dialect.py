"""What every dialect is: pure functions from the bytes of a document to what it says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import Parsed, Scope, Unreadable

MOST_TEXT = 2_000


class UnreadableDocument(ValueError):
    """The document as a whole is not what its address promises; it is parked as one row."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a document before it is read. `fetched_at` is football time."""

    key: str  # football-data/mmz4281/1920/E0.csv
    complete: bool
    fetched_at: datetime
    url: str = ""

    @property
    def source(self) -> str:
        """Whose it is.

        >>> Document("fpl/fixtures.json", False, datetime(2020, 1, 1)).source
        'fpl'
        """
        return self.key.split("/", 1)[0]

    @property
    def path(self) -> str:
        """The key below its source."""
        return self.key.split("/", 1)[-1]


def nothing_else(document: Document) -> tuple[Scope, ...]:
    """A dialect that needs no names but those of clubs."""
    return ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a source's documents are read.

    `parse` gives what a document says, every input row a record or a parked row; it raises `UnreadableDocument` when
    the document is none of its source's. `needs` names the scopes of provider-stated identities that its rows use.
    """

    source: str
    parse: Callable[[bytes, Document, Names], Parsed]
    needs: Callable[[Document], tuple[Scope, ...]] = nothing_else

    def read(self, content: bytes, document: Document, names: Names) -> Parsed:
        """What a document says; one that cannot be read at all is one parked row."""
        try:
            return self.parse(content, document, names)
        except UnreadableDocument as error:
            text = content[:MOST_TEXT].decode("latin-1")
            return Parsed((Unreadable(1, None, str(error), text),), inputs=1)
