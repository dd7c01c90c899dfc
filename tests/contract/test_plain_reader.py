"""Ten lines of plain `pyarrow` and `kafka-python` read every topic, without a line of ours."""

import io
import uuid
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from kafka import KafkaConsumer, TopicPartition

from tests.contract.examples import example_rows
from tests.stack import RunningStack
from touchline.runtime.relay import KafkaProducer
from touchline.runtime.settings import Settings
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.topics import TOPICS

pytestmark = pytest.mark.stack
NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)


def read_plainly(bootstrap: str, topic: str) -> list[dict[str, object]]:
    """What a downstream team would write."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=5_000)
    partitions = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    ends = consumer.end_offsets(partitions)
    rows: list[dict[str, object]] = []
    for message in consumer:
        rows += pa.ipc.open_stream(io.BytesIO(message.value)).read_all().to_pylist()
        if all(consumer.position(partition) >= end for partition, end in ends.items()):
            break
    consumer.close()
    return rows


async def test_every_topic_is_read_without_our_code(stack: RunningStack) -> None:
    settings = Settings(kafka=stack.environment["TOUCHLINE_KAFKA"])
    producer, key = KafkaProducer(settings), uuid.uuid4().hex
    try:
        for topic in TOPICS:
            envelope = Envelope(key, "/tests", "example", NOON, "example", "")
            value = encode(batch_of(topic.record, example_rows(topic.record)))
            await producer.send(topic.name, key.encode(), value, envelope.headers())
    finally:
        await producer.close()
    for topic in TOPICS:
        rows = read_plainly(settings.kafka, topic.name)
        assert rows, topic.name
        assert set(rows[0]) == set(topic.record.__dataclass_fields__), topic.name
