"""Two buses with one interface: the one in memory, and Kafka with MariaDB."""

import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from kafka.admin import KafkaAdminClient

from touchline.runtime.broker import create_missing, partition_facts
from touchline.runtime.database import Database
from touchline.runtime.loop import Loop
from touchline.runtime.memory import MemoryProducer, Process, World, new_work
from touchline.runtime.message import Message
from touchline.runtime.relay import KafkaProducer, Relay
from touchline.runtime.settings import Settings
from touchline.runtime.topics import read_topic
from touchline.runtime.transaction import Row
from touchline.runtime.unit_of_work import Partition, PartitionFacts, UnitOfWork
from touchline.schemas.topics import Topic

PARTITIONS = 2


class Bus(Protocol):
    """What the suite needs of a bus and the database beside it."""

    service: str

    async def create(self, topic: Topic) -> None: ...
    async def recreate(self, topic: Topic) -> None: ...
    async def send(self, topic: str, key: bytes, value: bytes, headers: list[tuple[str, bytes]]) -> None: ...
    async def read(self, topic: str) -> list[Message]: ...
    async def facts(self, topic: str) -> dict[Partition, PartitionFacts]: ...
    async def query(self, sql: str) -> list[Row]: ...
    def work(self) -> UnitOfWork: ...
    def relay(self, work: UnitOfWork) -> Relay: ...


@dataclass
class MemoryBus:
    """Everything in this process."""

    world: World = field(default_factory=lambda: World(partitions=PARTITIONS))
    process: Process = field(default_factory=Process)
    service: str = "echo"

    async def create(self, topic: Topic) -> None:
        """Topics need no creation here."""

    async def recreate(self, topic: Topic) -> None:
        for partition in [one for one in self.world.logs if one.topic == topic.name]:
            del self.world.logs[partition]
        self.world.topic_ids[topic.name] = "another id"

    async def send(self, topic: str, key: bytes, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        self.world.append(topic, key, value, headers)

    async def read(self, topic: str) -> list[Message]:
        return [message for where, log in sorted(self.world.logs.items()) if where.topic == topic for message in log]

    async def facts(self, topic: str) -> dict[Partition, PartitionFacts]:
        return self.world.facts([Partition(topic, number) for number in range(PARTITIONS)])

    async def query(self, sql: str) -> list[Row]:
        return self.world.execute(sql)

    def work(self) -> UnitOfWork:
        return new_work(self.world, self.process, self.service)

    def relay(self, work: UnitOfWork) -> Relay:
        return Relay(work.database, MemoryProducer(self.world, self.process), self.service, f"relay-{id(work)}")


@dataclass
class KafkaBus:
    """The real parts; each bus has a service name of its own, so that its marks and outbox are its own."""

    settings: Settings
    database: Database
    producer: KafkaProducer
    service: str = field(default_factory=lambda: f"echo-{uuid.uuid4().hex[:8]}")

    async def create(self, topic: Topic) -> None:
        create_missing(self.settings.brokers, [topic])

    async def recreate(self, topic: Topic) -> None:
        admin = KafkaAdminClient(bootstrap_servers=self.settings.kafka)
        before = admin.describe_topics([topic.name])[0]["topic_id"]
        admin.delete_topics([topic.name])
        for _ in range(100):  # deletion is not done when it is answered
            create_missing(self.settings.brokers, [topic])
            described = admin.describe_topics([topic.name])[0]
            if not described["error_code"] and described["topic_id"] != before:
                break
        admin.close()

    async def send(self, topic: str, key: bytes, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        await self.producer.send(topic, key, value, headers)

    async def read(self, topic: str) -> list[Message]:
        found = [message async for message in read_topic(self.settings, topic)]
        return sorted(found, key=lambda message: (message.partition, message.offset))

    async def facts(self, topic: str) -> dict[Partition, PartitionFacts]:
        return await partition_facts(self.settings.brokers, [Partition(topic, number) for number in range(PARTITIONS)])

    async def query(self, sql: str) -> list[Row]:
        async with self.database.transaction() as connection:
            if sql.startswith("SELECT"):
                return await connection.fetch_all(sql)
            await connection.execute(sql)
            return []

    def work(self) -> UnitOfWork:
        return UnitOfWork(self.database, self.service)

    def relay(self, work: UnitOfWork) -> Relay:
        return Relay(self.database, self.producer, self.service, f"relay-{id(work)}")


async def consume(bus: Bus, loop: Loop, topic: str, batch: int = 3) -> None:
    """Claim, deliver what is there, send what came of it."""
    positions = await loop.work.claim(await bus.facts(topic))
    for partition, messages in itertools.groupby(await bus.read(topic), key=lambda message: message.source):
        fresh: Sequence[Any] = [message for message in messages if message.offset >= positions[partition]]
        for start in range(0, len(fresh), batch):
            await loop.deliver(partition, fresh[start : start + batch], lambda: True)
    await bus.relay(loop.work).drain()
