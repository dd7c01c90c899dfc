"""A topic on its brokers, read without a group: nothing is committed, the reader keeps its place."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError, OffsetOutOfRangeError

from touchline.client.errors import TouchlineError, Unreachable
from touchline.client.topics.errors import Missed

POLL_MS = 200
SILENCE = 30.0  # seconds without a message, where there must be one


class Log:
    """The partitions of a topic, as they began and ended when it was opened."""

    def __init__(self, topic: str, settings: Mapping[str, Any]) -> None:
        """`settings` are kafka-python's.

        Raises:
            Unreachable: no broker answers.
            Missed: there is no such topic.
        """
        self.topic, self._settings = topic, settings
        with _answering():
            self._consumer = KafkaConsumer(**settings, enable_auto_commit=False, auto_offset_reset="none")
        try:
            self._partitions = self._found()
            with _answering():
                self.starts = _by_number(self._consumer.beginning_offsets(self._partitions))
                self.ends = _by_number(self._consumer.end_offsets(self._partitions))
        except TouchlineError:
            self.close()
            raise

    def _found(self) -> list[TopicPartition]:
        with _answering():
            numbers = self._consumer.partitions_for_topic(self.topic)
        if not numbers:
            raise Missed(f"there is no topic {self.topic} on {self._settings['bootstrap_servers']}")
        return [TopicPartition(self.topic, number) for number in sorted(numbers)]

    def close(self) -> None:
        """Let connections go."""
        self._consumer.close()

    def offsets_at(self, moment: datetime) -> dict[int, int]:
        """Of the first message at a moment or later; the end where there is none."""
        asked = dict.fromkeys(self._partitions, int(moment.timestamp() * 1000))
        with _answering():
            found = self._consumer.offsets_for_times(asked)
        return {one.partition: at.offset if at else self.ends[one.partition] for one, at in found.items()}

    def topic_id(self) -> str:
        """Kafka's own id of the topic: another one means that it was deleted and made again."""
        with _answering():
            admin = KafkaAdminClient(**self._settings)
            try:
                (described,) = admin.describe_topics([self.topic])
            finally:
                admin.close()
        return str(described["topic_id"])

    def messages(self, first: Mapping[int, int], *, follow: bool) -> Iterator[Any]:
        """kafka-python's records, to the ends, or for ever.

        Raises:
            Missed: what comes next was deleted before it was read.
            Unreachable: nothing came for so long, although something must.
        """
        self._consumer.assign(self._partitions)
        for one in self._partitions:
            self._consumer.seek(one, first[one.partition])
        heard = time.monotonic()
        while follow or self._unread():
            for records in self._polled().values():
                yield from records
                heard = time.monotonic()
            if not follow and time.monotonic() - heard > SILENCE:
                raise Unreachable(f"no message of {self.topic} for {SILENCE:.0f} s, and its end is not reached")

    def _polled(self) -> dict[TopicPartition, list[Any]]:
        try:
            with _answering():
                polled: dict[TopicPartition, list[Any]] = self._consumer.poll(timeout_ms=POLL_MS)
        except OffsetOutOfRangeError as error:
            raise Missed(f"{self.topic}: deleted before it was read: {error}. Start at another place") from error
        return polled

    def _unread(self) -> bool:
        with _answering():
            return any(self._consumer.position(one) < self.ends[one.partition] for one in self._partitions)


def _by_number(offsets: Mapping[TopicPartition, int]) -> dict[int, int]:
    return {partition.partition: offset for partition, offset in offsets.items()}


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except OffsetOutOfRangeError:
        raise
    except (KafkaError, OSError) as error:
        raise Unreachable(f"Kafka does not answer: {error!r}") from error
