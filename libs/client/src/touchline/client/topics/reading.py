"""Topics as iterators: of messages with their place, of Arrow batches, of polars frames."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pyarrow as pa

from touchline.client.topics.errors import Missed, Unreadable
from touchline.client.topics.log import Log
from touchline.client.topics.repeats import Known
from touchline.client.topics.snapshots import Snapshot
from touchline.client.topics.starting import Start, first_offsets
from touchline.schemas import Envelope, InvalidRecord
from touchline.schemas.codec import decode
from touchline.schemas.row_keys import ROW_KEYS
from touchline.schemas.topics import BY_NAME, Topic


@dataclass(frozen=True, slots=True)
class Message:
    """What one message adds; of one that only repeats `rows` is empty."""

    topic: str
    partition: int
    offset: int
    id: str  # the same of a repeat
    football_time: datetime  # of what caused it
    written_at: datetime  # the brokers' clock
    rows: pa.RecordBatch
    next_offsets: Mapping[int, int]  # of all partitions: kept with what was done, it is where to start again

    def frame(self) -> pl.DataFrame:
        """The rows for polars."""
        frame = pl.from_arrow(self.rows)
        assert isinstance(frame, pl.DataFrame)
        return frame


class Topics:
    """`Topics("127.0.0.1:9092")`; what else kafka-python wants to know, such as `security_protocol`, goes by name.

    The three iterators raise Missed, Unreadable or Unreachable (TouchlineError), at their first step or where it
    happens. They end where the topic ended when they began, or with `follow` never.
    """

    def __init__(self, brokers: str, **kafka: Any) -> None:
        self._settings = {"bootstrap_servers": brokers, **kafka}

    def frames(self, topic: str, *, start: Start = None, follow: bool = False) -> Iterator[pl.DataFrame]:
        """Polars frames of rows that were not there before."""
        return (one.frame() for one in self.messages(topic, start=start, follow=follow) if one.rows.num_rows)

    def batches(self, topic: str, *, start: Start = None, follow: bool = False) -> Iterator[pa.RecordBatch]:
        """Arrow batches of rows that were not there before; all of one schema, whoever wrote them."""
        return (one.rows for one in self.messages(topic, start=start, follow=follow) if one.rows.num_rows)

    def messages(self, topic: str, *, start: Start = None, follow: bool = False) -> Iterator[Message]:
        """Every message in the order of its partition, with its place."""
        if (card := BY_NAME.get(topic)) is None:
            raise Missed(f"this version of the client does not know a topic {topic!r}")
        with closing(Log(topic, self._settings)) as log:
            places, known = first_offsets(log, card, start), Known(ROW_KEYS[card.record])
            for sent in log.messages(places, follow=follow):
                places = {**places, sent.partition: sent.offset + 1}
                if sent.value is not None:  # a compacted topic's key was deleted
                    yield message_of(card, sent, start, known, places)


def message_of(card: Topic, sent: Any, start: Start, known: Known, places: Mapping[int, int]) -> Message:
    """What a record of kafka-python's adds to what is known."""
    try:
        rows, about = decode(card.record, sent.value), Envelope.from_headers(sent.headers)
    except InvalidRecord as error:
        raise Unreadable(f"{sent.topic}, partition {sent.partition}, offset {sent.offset}: {error}") from error
    rows = known.news(start.later(card, rows) if isinstance(start, Snapshot) else rows)
    written_at = datetime.fromtimestamp(sent.timestamp / 1000, UTC)
    return Message(sent.topic, sent.partition, sent.offset, about.id, about.time, written_at, rows, places)
