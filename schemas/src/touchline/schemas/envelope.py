"""What travels beside the rows: CloudEvents attributes in the Kafka binary binding, and the trace context."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from touchline.schemas.codec import CONTENT_TYPE, InvalidRecord


def event_id(*parts: object) -> str:
    """A name for an event that is the same whenever the same work is done again.

    >>> event_id("cause", 1, "football.matches.v1", "ENG", 0) == event_id("cause", 1, "football.matches.v1", "ENG", 0)
    True
    """
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Envelope:
    """CloudEvents 1.0 attributes of one message (https://github.com/cloudevents/spec, Kafka protocol binding).

    `time` is football time: when the outside world said what caused this event.
    """

    id: str
    source: str
    type: str
    time: datetime
    schema: str
    traceparent: str

    def headers(self) -> list[tuple[str, bytes]]:
        """As Kafka headers."""
        pairs = {
            "content-type": CONTENT_TYPE,
            "ce_specversion": "1.0",
            "ce_id": self.id,
            "ce_source": self.source,
            "ce_type": self.type,
            "ce_time": self.time.astimezone(UTC).isoformat(),
            "ce_dataschema": self.schema,
            "traceparent": self.traceparent,
        }
        return [(name, value.encode()) for name, value in pairs.items()]

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes]]) -> "Envelope":
        """Read them back.

        Raises:
            InvalidRecord: an attribute is missing or `ce_time` is not a time with a zone.
        """
        values = {name: value.decode("utf-8", "replace") for name, value in headers if value is not None}
        try:
            time = datetime.fromisoformat(values["ce_time"])
            if time.tzinfo is None:
                raise InvalidRecord(f"ce_time {values['ce_time']!r} has no time zone")
            return cls(
                id=values["ce_id"],
                source=values["ce_source"],
                type=values["ce_type"],
                time=time.astimezone(UTC),
                schema=values["ce_dataschema"],
                traceparent=values.get("traceparent", ""),
            )
        except KeyError as missing:
            raise InvalidRecord(f"the message has no header {missing}") from missing
        except (ValueError, OverflowError) as error:  # a year 1 east of Greenwich is no time in UTC
            raise InvalidRecord(f"a header of the message cannot be read: {error}") from error
