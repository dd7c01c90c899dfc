"""What was landed: the ingestor's fetch records in the bucket, read as the announcements that they led to."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

import orjson

from touchline.schemas import event_id
from touchline.schemas.records import Provenance, RawDocument

RECORDS = "fetches/"
ANNOUNCER = "ingestor"
AT_ONCE = 16  # fetch records read at a time


class Bucket(Protocol):
    """The part of an object store that a back-fill reads."""

    async def get(self, key: str) -> bytes: ...
    async def list(self, prefix: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Landed:
    """One version of a document, and the id under which the ingestor announces it."""

    raw: RawDocument
    cause: str


async def landed(bucket: Bucket, source: str | None, between: tuple[date, date] | None) -> list[Landed]:
    """Every landed version, the versions of a document in order, documents by when they were first fetched."""
    prefix = f"{RECORDS}{source}/" if source else RECORDS
    keys = [key for key in await bucket.list(prefix) if key.endswith(".json")]
    slots = asyncio.Semaphore(AT_ONCE)

    async def read(key: str) -> Landed:
        async with slots:
            return announcement_of(orjson.loads(await bucket.get(key)))

    found = await asyncio.gather(*(read(key) for key in keys))
    return in_order(one for one in found if between is None or between[0] <= one.raw.available_at.date() <= between[1])


def in_order(found: Iterable[Landed]) -> list[Landed]:
    """By the football time of the fetch; equal times by document and version."""
    return sorted(found, key=lambda one: (one.raw.available_at, one.raw.document_key, one.raw.revision))


def announcement_of(record: dict[str, Any]) -> Landed:
    """The announcement that a fetch record leads to, field by field what the ingestor sends."""
    raw = RawDocument(
        source=record["source"],
        document_key=record["document_key"],
        url=record["url"],
        object_key=record["object_key"],
        sha256=record["sha256"],
        size=record["size"],
        media_type=record["media_type"],
        previous_sha256=record["previous"],
        complete=record["complete"],
        provenance=Provenance(record["provenance"]),
        event_time=datetime.fromisoformat(record["fetched_at"]),
        available_at=datetime.fromisoformat(record["fetched_at"]),
        recorded_at=datetime.fromisoformat(record["recorded_at"]),
        revision=record["revision"],
    )
    return Landed(raw, event_id(ANNOUNCER, record["document_key"], record["version"]))
