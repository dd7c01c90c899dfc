"""What only the broker can say: topic ids, the ends of a log, and the creation of topics."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

from aiokafka.partitioner import DefaultPartitioner
from kafka import TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic, OffsetSpec
from kafka.errors import KafkaError, TopicAlreadyExistsError, UnknownBrokerIdError

from touchline.runtime.brokers import Brokers, Protocol
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.knocking import knock
from touchline.runtime.unit_of_work import Partition, PartitionFacts
from touchline.schemas.topics import Topic, dead_letters, retries

T = TypeVar("T")
_partition = DefaultPartitioner()  # the one that our producers use
UNKNOWN_TOPIC = 3  # of Kafka's error codes
AS_THE_BROKERS_SAY = -1  # replicas of a topic: one on a laptop, three on MSK, by default.replication.factor


def is_down(error: Exception) -> bool:
    """Whether Kafka may answer later; a client that has lost sight of a busy broker calls it unknown, for good.

    >>> is_down(UnknownBrokerIdError(-1)), is_down(TopicAlreadyExistsError()), is_down(ConnectionRefusedError())
    (True, False, True)
    """
    return not isinstance(error, KafkaError) or error.retriable or isinstance(error, UnknownBrokerIdError)


def _with_admin(brokers: Brokers, action: Callable[[KafkaAdminClient], T]) -> T:
    if brokers.protocol is not Protocol.PLAINTEXT:
        asyncio.run(knock(brokers))  # in the thread of whoever waits for the answer
    try:
        admin = KafkaAdminClient(**brokers.client(), request_timeout_ms=10_000)
    except (KafkaError, OSError) as error:
        raise Unavailable(f"Kafka at {brokers.addresses}: {error!r}") from error
    try:
        return action(admin)
    except (KafkaError, OSError) as error:
        if not is_down(error):
            raise
        raise Unavailable(f"Kafka at {brokers.addresses}: {error!r}") from error
    finally:
        admin.close()


async def partition_facts(brokers: Brokers, partitions: Iterable[Partition]) -> dict[Partition, PartitionFacts]:
    """Topic id, start and end of each partition.

    Raises:
        Unavailable: the broker does not answer.
        Refused: a topic does not exist.
    """
    return await asyncio.to_thread(_with_admin, brokers, lambda admin: _facts(admin, sorted(partitions)))


def _facts(admin: KafkaAdminClient, partitions: list[Partition]) -> dict[Partition, PartitionFacts]:
    names = sorted({partition.topic for partition in partitions})
    described = admin.describe_topics(names)
    if unready := [topic["name"] for topic in described if topic["error_code"] not in (0, UNKNOWN_TOPIC)]:
        raise Unavailable(f"Kafka cannot describe {', '.join(unready)} now")
    ids = {topic["name"]: str(topic["topic_id"]) for topic in described if not topic["error_code"]}
    missing = sorted(set(names) - set(ids))
    if missing:
        raise Refused(f"no topic {', '.join(missing)}; create it with `python -m touchline.runtime topics create`")
    keys = [TopicPartition(partition.topic, partition.number) for partition in partitions]
    starts = admin.list_partition_offsets(dict.fromkeys(keys, OffsetSpec.EARLIEST))
    ends = admin.list_partition_offsets(dict.fromkeys(keys, OffsetSpec.LATEST))
    return {
        partition: PartitionFacts(ids[partition.topic], starts[key].offset, ends[key].offset)
        for partition, key in zip(partitions, keys, strict=True)
    }


def topic_partitions(brokers: Brokers, names: Iterable[str]) -> list[Partition]:
    """Every partition of these topics, in order."""
    wanted = sorted(names)
    described = _with_admin(brokers, lambda admin: admin.describe_topics(wanted))
    counts = {topic["name"]: len(topic["partitions"]) for topic in described}
    return [Partition(name, number) for name in wanted for number in range(counts.get(name, 0))]


def partition_of(topic: Topic, key: str) -> Partition:
    """Where messages of a key go, if the topic has as many partitions as its card says.

    >>> from touchline.schemas.topics import MATCHES
    >>> partition_of(MATCHES, "ENG").number
    0
    """
    return Partition(topic.name, _partition(key.encode(), range(topic.partitions), ()))


def create_missing(brokers: Brokers, topics: Iterable[Topic]) -> list[str]:
    """Create the topics that do not exist, with each consumer's dead letters and retries; returns their names."""
    wanted = [new for topic in topics for new in new_topics(topic)]

    def create(admin: KafkaAdminClient) -> list[str]:
        existing = set(admin.list_topics())
        missing = [topic for topic in wanted if topic.name not in existing]
        try:
            if missing:
                admin.create_topics(missing)
        except TopicAlreadyExistsError:
            pass  # somebody else was quicker
        return [topic.name for topic in missing]

    return _with_admin(brokers, create)


def new_topics(topic: Topic) -> list[NewTopic]:
    """A topic, and for each of its consumers the dead letters and retries."""
    # log append time: what is sealed before a kick-off is so by the broker's clock, not the producer's
    config = {"message.timestamp.type": "LogAppendTime", "max.message.bytes": str(2 * 1024 * 1024)}
    if topic.retention_ms is None:
        config["cleanup.policy"] = "compact"
    else:
        config |= {"cleanup.policy": "delete", "retention.ms": str(topic.retention_ms)}
    letters = {"cleanup.policy": "delete", "retention.ms": "-1", "max.message.bytes": str(4 * 1024 * 1024)}
    return [
        NewTopic(topic.name, topic.partitions, AS_THE_BROKERS_SAY, topic_configs=config),
        *(
            NewTopic(name(topic, consumer), 1, AS_THE_BROKERS_SAY, topic_configs=letters)
            for consumer in topic.consumers
            for name in (dead_letters, retries)
        ),
    ]
