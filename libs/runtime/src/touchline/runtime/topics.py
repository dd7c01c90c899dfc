"""Topics created from their cards, and read without a group."""

import asyncio
from collections.abc import AsyncIterator, Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, OffsetOutOfRangeError

from touchline.runtime.broker import create_missing
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.knocking import knock
from touchline.runtime.message import Message
from touchline.runtime.settings import Settings
from touchline.schemas.topics import TOPICS, Topic


async def create_topics(settings: Settings) -> list[str]:
    """Create what is missing; returns the names of the topics that were created."""
    return await asyncio.to_thread(create_missing, settings.brokers, TOPICS)


async def read_topic(
    settings: Settings,
    topic: Topic | str,
    *,
    follow: bool = False,
    caught_up: asyncio.Event | None = None,
) -> AsyncIterator[Message]:
    """All messages of all partitions, from the start to the end seen at the call; with `follow`, and further.

    Belongs to no group and commits nothing. `caught_up` is set once the end seen at the call is reached.

    Raises:
        Unavailable: the broker does not answer (only at the start; later it is waited for).
    """
    name = topic if isinstance(topic, str) else topic.name
    consumer = AIOKafkaConsumer(
        **settings.brokers.client(), enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=50
    )
    try:
        try:
            await knock(settings.brokers)
            await consumer.start()
            partitions = [TopicPartition(name, number) for number in sorted(await _partitions(consumer, name))]
            consumer.assign(partitions)
            await consumer.seek_to_beginning(*partitions)
            ends = await consumer.end_offsets(partitions)
        except (TimeoutError, KafkaError, OSError) as error:
            raise Unavailable(f"Kafka at {settings.kafka}: {error!r}") from error
        async for message in _until_end(consumer, ends):
            yield message
        if caught_up is not None:
            caught_up.set()
        while follow:
            async for record in consumer:
                yield _message(record)
    finally:
        await consumer.stop()


async def read_between(settings: Settings, ranges: Mapping[tuple[str, int], tuple[int, int]]) -> AsyncIterator[Message]:
    """The messages of partitions (topic, number) from one offset up to another, which is not read itself.

    Belongs to no group and commits nothing; the order of a partition is kept.

    Raises:
        Unavailable: the broker does not answer.
        Refused: some of them are no longer kept.
    """
    wanted = {TopicPartition(*where): (first, end) for where, (first, end) in ranges.items() if first < end}
    if not wanted:
        return
    consumer = AIOKafkaConsumer(
        **settings.brokers.client(), enable_auto_commit=False, auto_offset_reset="none", fetch_max_wait_ms=50
    )
    try:
        try:
            await knock(settings.brokers)
            await consumer.start()
        except (TimeoutError, KafkaError, OSError) as error:
            raise Unavailable(f"Kafka at {settings.kafka}: {error!r}") from error
        consumer.assign(list(wanted))
        for partition, (first, _) in wanted.items():
            consumer.seek(partition, first)
        async for message in _until_end(consumer, {partition: end for partition, (_, end) in wanted.items()}):
            if message.offset < ranges[message.topic, message.partition][1]:
                yield message
    except OffsetOutOfRangeError as error:
        raise Refused(f"messages between those offsets are gone: {error}") from error
    finally:
        await consumer.stop()


async def _partitions(consumer: AIOKafkaConsumer, name: str) -> set[int]:
    await consumer._client.force_metadata_update()
    consumer._client.add_topic(name)
    await consumer._client.force_metadata_update()
    found = consumer.partitions_for_topic(name)
    if not found:
        raise Unavailable(f"topic {name} does not exist yet")
    return set(found)


async def _until_end(consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int]) -> AsyncIterator[Message]:
    while any([await consumer.position(partition) < end for partition, end in ends.items()]):
        for records in (await consumer.getmany(timeout_ms=200)).values():
            for record in records:
                yield _message(record)


def _message(record: object) -> Message:
    return Message(
        record.topic,  # type: ignore[attr-defined]
        record.partition,  # type: ignore[attr-defined]
        record.offset,  # type: ignore[attr-defined]
        record.key,  # type: ignore[attr-defined]
        record.value or b"",  # type: ignore[attr-defined]
        list(record.headers or ()),  # type: ignore[attr-defined]
    )
