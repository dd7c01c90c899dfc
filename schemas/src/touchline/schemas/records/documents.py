"""Documents as they were fetched, and what in them could not be read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Provenance(StrEnum):
    """Where the bytes behind a fact come from."""

    REAL = "real"
    DERIVED = "derived"  # a past view computed from a later real document
    SIMULATED = "simulated"
    UNKNOWN = "unknown"


class ParkedKind(StrEnum):
    """What a parked row stands for."""

    ROW = "row"  # a row of the document that gave no record
    PART = "part"  # a part of a row, whose other parts went on
    SCHEMA_DRIFT = "schema-drift"  # the provider has changed its columns; the known part went on
    INCOMPLETE = "incomplete"  # the document holds less than such a document must hold
    NOT_FOLLOWED = "not-followed"  # rows of a competition that no line of `competitions` names
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document was fetched and its bytes stand in S3 under `object_key`."""

    source: str
    document_key: str  # stable over versions, for example football-data/mmz4281/1920/E0.csv
    url: str
    object_key: str
    sha256: str
    size: int  # bytes
    media_type: str
    previous_sha256: str | None
    complete: bool  # a complete document withdraws what it no longer holds; a rolling one does not
    provenance: Provenance
    event_time: datetime
    available_at: datetime  # fetched_at in football time
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A row of a document that its dialect could not read."""

    source: str
    document_key: str
    document: str
    line: int
    column: str | None
    reason: str
    row: str  # as it stood, at most 2,000 characters
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int
    kind: ParkedKind | None = None
    rows: int | None = None  # how many rows of the document it stands for
    waits_for: str | None = None  # the identity decision that would let it in, as kind:scope:name
