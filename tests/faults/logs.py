"""What the broker holds, read with plain kafka-python and without any code of ours."""

from collections.abc import Iterator
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient


def log_ends(kafka: str, topic: str) -> dict[int, tuple[int, int]]:
    """First offset and the one after the last, by partition."""
    consumer = KafkaConsumer(bootstrap_servers=kafka, enable_auto_commit=False)
    try:
        partitions = _partitions(consumer, topic)
        starts, ends = consumer.beginning_offsets(partitions), consumer.end_offsets(partitions)
        return {one.partition: (starts[one], ends[one]) for one in partitions}
    finally:
        consumer.close()


def read_log(kafka: str, topic: str) -> Iterator[Any]:
    """Every record of a topic from its start to the end seen now, in the order of each partition."""
    consumer = KafkaConsumer(bootstrap_servers=kafka, enable_auto_commit=False, auto_offset_reset="earliest")
    try:
        partitions = _partitions(consumer, topic)
        ends = consumer.end_offsets(partitions)
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        while any(consumer.position(one) < ends[one] for one in partitions):
            for records in consumer.poll(timeout_ms=500).values():
                yield from records
    finally:
        consumer.close()


def committed(kafka: str, group: str, topic: str) -> dict[int, int]:
    """The offsets that a group has committed, by partition."""
    admin = KafkaAdminClient(bootstrap_servers=kafka, request_timeout_ms=10_000)
    try:
        offsets = admin.list_group_offsets([group])[group]
    finally:
        admin.close()
    return {one.partition: at.offset for one, at in offsets.items() if one.topic == topic}


def _partitions(consumer: KafkaConsumer, topic: str) -> list[TopicPartition]:
    return [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
