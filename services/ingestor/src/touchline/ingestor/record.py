"""The fetch record: what was asked, what came back, and where the bytes stand."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from touchline.ingestor.fetching import Answer
from touchline.ingestor.sources.card import PlannedDocument
from touchline.schemas.records import Provenance, RawDocument
from touchline.schemas.revision import of_document

RECORDS = "fetches/"


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """One version of a document. Never changed once written; `version` counts from 1 for each document key."""

    source: str
    document_key: str
    version: int
    url: str
    fetched_at: datetime  # football time, from the provider's Date header
    recorded_at: datetime  # our clock
    status: int
    headers: dict[str, str]
    object_key: str
    sha256: str
    size: int
    media_type: str
    previous: str | None  # sha256 of the version before
    complete: bool
    provenance: Provenance
    revision: int

    @property
    def key(self) -> str:
        """Where the record stands in the bucket."""
        return record_key(self.document_key, self.version)

    def encode(self) -> bytes:
        """As JSON, keys sorted."""
        return json.dumps(asdict(self), default=datetime.isoformat, sort_keys=True, indent=1).encode()

    @classmethod
    def decode(cls, content: bytes) -> "FetchRecord":
        """Read a record back."""
        values = json.loads(content)
        for name in ("fetched_at", "recorded_at"):
            values[name] = datetime.fromisoformat(values[name])
        return cls(**{**values, "provenance": Provenance(values["provenance"])})

    def announcement(self) -> RawDocument:
        """The same as the record of the topic; equal however often it is announced."""
        return RawDocument(
            source=self.source,
            document_key=self.document_key,
            url=self.url,
            object_key=self.object_key,
            sha256=self.sha256,
            size=self.size,
            media_type=self.media_type,
            previous_sha256=self.previous,
            complete=self.complete,
            provenance=self.provenance,
            event_time=self.fetched_at,
            available_at=self.fetched_at,
            recorded_at=self.recorded_at,
            revision=self.revision,
        )


def record_key(document_key: str, version: int) -> str:
    """Where version n of a document has its record.

    >>> record_key("football-data/fixtures.csv", 3)
    'fetches/football-data/fixtures.csv/00000003.json'
    """
    return f"{RECORDS}{document_key}/{version:08d}.json"


def object_key(source: str, moment: datetime, digest: str, extension: str) -> str:
    """Where bytes stand, by football date and their own hash.

    >>> object_key("football-data", datetime(2020, 2, 28, 18, tzinfo=UTC), "ab12", "csv")
    'raw/football-data/2020-02-28/ab12.csv'
    """
    return f"raw/{source}/{moment.astimezone(UTC):%Y-%m-%d}/{digest}.{extension}"


def record_of(
    planned: PlannedDocument,
    answer: Answer,
    previous: FetchRecord | None,
    recorded_at: datetime,
    incarnation: int,
) -> FetchRecord:
    """The next version of a document."""
    source = planned.key.split("/", 1)[0]
    digest = sha256(answer.body).hexdigest()
    version = previous.version + 1 if previous else 1
    return FetchRecord(
        source=source,
        document_key=planned.key,
        version=version,
        url=answer.url,
        fetched_at=answer.football_time,
        recorded_at=recorded_at,
        status=answer.status,
        headers=answer.headers,
        object_key=object_key(source, answer.football_time, digest, planned.extension),
        sha256=digest,
        size=len(answer.body),
        media_type=answer.headers.get("content-type", planned.media_type),
        previous=previous.sha256 if previous else None,
        complete=planned.complete,
        provenance=provenance_of(answer.headers.get("x-touchline-provenance")),
        revision=of_document(incarnation, version),
    )


def provenance_of(said: str | None) -> Provenance:
    """A provider that says nothing sends real documents; only the sandbox says otherwise."""
    if said is None:
        return Provenance.REAL
    return Provenance(said) if said in set(Provenance) else Provenance.UNKNOWN
