"""How a provider is asked: what there is to ask for, how often and how fast, and what must be in the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from touchline.schemas.sources import SOURCES, Source


class Schedule(StrEnum):
    """How often a source is worth asking."""

    MATCH_DAY = "match-day"  # several times on a day with matches
    DAILY = "daily"
    WEEKLY = "weekly"
    ONCE = "once"  # an archive


class Kind(StrEnum):
    """What a document must be; anything else in its place is refused."""

    CSV = "csv"
    JSON = "json"
    XML = "xml"
    HTML = "html"


MEDIA_TYPES: Mapping[Kind, str] = {
    Kind.CSV: "text/csv",
    Kind.JSON: "application/json",
    Kind.XML: "application/xml",
    Kind.HTML: "text/html",
}


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """One document to ask for."""

    key: str  # stable over versions, begins with the source's id
    path: str  # below the provider's address, with its query
    complete: bool  # a complete document withdraws what it no longer holds; a rolling one does not
    kind: Kind
    settled: bool = False  # it is about the past: asked for once, and again only when a run revisits
    landed: bool = True  # an index is only read, to find other documents
    marks: tuple[bytes, ...] = ()  # what every version of it holds, so that a login page is told apart
    part: str = ""  # division and season, for example E0/1920: what one task of a schedule asks for
    covers: tuple[date, date] | None = None  # first and last day that it is about; None: the present
    elsewhere: str | None = None  # its own address where the source has many hosts; empty: in the sandbox only

    @property
    def media_type(self) -> str:
        """What the answer should call itself."""
        return MEDIA_TYPES[self.kind]

    @property
    def extension(self) -> str:
        """The ending of its bytes' name in the bucket."""
        return self.kind.value


Pages = Mapping[str, bytes]
"""What the index documents hold, by key."""


def no_index(moment: datetime) -> list[PlannedDocument]:
    """A source whose documents are known without asking."""
    return []


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A provider, as it is asked. Its owner, terms and use are in `touchline.schemas.sources`.

    `index` names the documents that must be read first; `plan` names everything to ask for, given what they hold.
    `secret_header` carries a key, which a setting holds. `timestamps` are patterns of what may differ and be no news.
    """

    id: str
    plan: Callable[[datetime, Pages], list[PlannedDocument]]
    index: Callable[[datetime], list[PlannedDocument]] = no_index
    schedule: Schedule = Schedule.DAILY
    requests_per_second: float = 1.0
    at_once: int = 2  # documents in flight
    secret_header: str | None = None
    secret_query: str | None = None  # the same as a parameter of the address, where the provider wants it there
    timestamps: tuple[bytes, ...] = field(default=())
    hosts: frozenset[str] = frozenset()  # beside the address's own
    archive: str | None = None  # Kaggle's name of a dataset: not asked for over HTTP, see `archives`

    @property
    def wants_key(self) -> bool:
        """Whether the provider answers only to a key."""
        return bool(self.secret_header or self.secret_query)

    @property
    def source(self) -> Source:
        """The part of the card that every service may know."""
        return SOURCES[self.id]

    @property
    def address(self) -> str:
        """Where the provider is."""
        return self.source.address
