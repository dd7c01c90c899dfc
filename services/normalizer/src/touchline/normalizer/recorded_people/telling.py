"""What recorded documents say, as records: identities that one states are known to all, whatever the order."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.dialects.rows import IdentityRow, Parsed, Unreadable
from touchline.normalizer.identities.reviewed import reviewed
from touchline.normalizer.recorded_people.places import RecordedDocument
from touchline.normalizer.records import Reading, record_of
from touchline.schemas.records import ParkedRow, Provenance, RawDocument


@dataclass(slots=True)
class Told:
    """Records by type, and how many rows could not be read."""

    records: dict[type, list[Any]] = field(default_factory=dict)
    documents: int = 0
    parked: int = 0


def tell(documents: Sequence[RecordedDocument], fetched_at: datetime) -> Told:
    """Every record that the documents state.

    `fetched_at` says which seasons were over when they were fetched; all of them are complete documents, so what is
    told was known by the provider's time or rule, never by the fetch.
    """
    told = Told()
    for one, content, parsed in _read(documents, fetched_at):
        told.documents += 1
        reading = Reading(_raw(one, content, fetched_at), fetched_at)
        for row in parsed.rows:
            stated = record_of(row, reading)
            if stated is None:
                continue
            record = stated[1]
            if isinstance(record, ParkedRow):
                told.parked += record.rows or 0
            else:
                told.records.setdefault(type(record), []).append(record)
    return told


def _read(
    documents: Sequence[RecordedDocument], fetched_at: datetime
) -> Iterator[tuple[RecordedDocument, bytes, Parsed]]:
    """Documents that wait for names are read again when others have stated some, until nothing new is stated."""
    names, waiting = reviewed(), list(documents)
    while waiting:
        later: list[tuple[RecordedDocument, bytes, Parsed]] = []
        stated: list[IdentityRow] = []
        for one in waiting:
            content = one.content()
            parsed = DIALECTS[one.source].read(content, Document(one.key, True, fetched_at), names)
            stated += parsed.of(IdentityRow)
            if any(isinstance(row, Unreadable) and row.waits_for for row in parsed.rows):
                later.append((one, content, parsed))
            else:
                yield one, content, parsed
        known = Names.of((row.name, row.identity) for row in stated).over(names)
        if known == names:
            yield from later
            return
        names, waiting = known, [one for one, _, _ in later]


def _raw(one: RecordedDocument, content: bytes, at: datetime) -> RawDocument:
    """What the ingestor would have announced."""
    sha256 = hashlib.sha256(content).hexdigest()
    return RawDocument(
        source=one.source,
        document_key=one.key,
        url="",
        object_key=f"raw/{sha256}",
        sha256=sha256,
        size=len(content),
        media_type="text/csv",
        previous_sha256=None,
        complete=True,
        provenance=Provenance.REAL,
        event_time=at,
        available_at=at,
        recorded_at=at,
        revision=1,
    )
