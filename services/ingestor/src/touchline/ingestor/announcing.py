"""The topic of raw documents, over Kafka."""

from dataclasses import dataclass
from typing import Protocol

from touchline.ingestor.record import FetchRecord
from touchline.runtime import tracing
from touchline.schemas import codec
from touchline.schemas.envelope import Envelope, event_id
from touchline.schemas.records import RawDocument
from touchline.schemas.topics import RAW_DOCUMENTS

SERVICE = "ingestor"


class Producer(Protocol):
    """Sends one message and returns when it is acknowledged."""

    async def send(self, topic: str, key: bytes | None, value: bytes, headers: list[tuple[str, bytes]]) -> None: ...


@dataclass(frozen=True, slots=True)
class TopicAnnouncer:
    """One message of one row for each record, keyed by document key so that its versions stay in order."""

    producer: Producer

    async def announce(self, record: FetchRecord) -> None:
        """Send and wait; the event's id is the same however often a version is announced."""
        value = codec.encode(codec.batch_of(RawDocument, [record.announcement()]))
        await self.producer.send(RAW_DOCUMENTS.name, record.document_key.encode(), value, envelope_of(record).headers())


def envelope_of(record: FetchRecord) -> Envelope:
    """What travels beside the row."""
    return Envelope(
        id=event_id(SERVICE, record.document_key, record.version),
        source=f"/touchline/{SERVICE}",
        type=f"touchline.{RAW_DOCUMENTS.name}",
        time=record.fetched_at,
        schema=f"touchline:{RAW_DOCUMENTS.name}:{RawDocument.__name__}",
        traceparent=tracing.child(),
    )
