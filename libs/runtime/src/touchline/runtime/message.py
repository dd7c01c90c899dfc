"""A Kafka message as handlers see it."""

from dataclasses import dataclass
from typing import TypeVar

from touchline.runtime.unit_of_work import Partition
from touchline.schemas import Envelope, decode, rows_of

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `value` is one Arrow record batch."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    headers: list[tuple[str, bytes]]

    @property
    def envelope(self) -> Envelope:
        """Its CloudEvents attributes; `InvalidRecord` when they cannot be read."""
        return Envelope.from_headers(self.headers)

    @property
    def source(self) -> Partition:
        """Where it was read."""
        return Partition(self.topic, self.partition)

    def rows(self, record: type[Record]) -> list[Record]:
        """Its rows as records; `InvalidRecord` when they are none."""
        return rows_of(record, decode(record, self.value))
