"""One suite for the bus in memory and for Kafka with MariaDB: what the loop promises holds on both."""

import dataclasses
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.contract.buses import PARTITIONS, Bus, KafkaBus, MemoryBus, consume
from touchline.runtime.database import Database
from touchline.runtime.errors import Fenced, InvalidRecord, Refused
from touchline.runtime.loop import Handler, Loop
from touchline.runtime.message import Message
from touchline.runtime.relay import KafkaProducer
from touchline.runtime.settings import Settings, load
from touchline.runtime.transaction import Transaction
from touchline.schemas import Envelope, batch_of, encode, event_id, topics
from touchline.schemas.records import Serving

NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)
MESSAGES = 7


@pytest.fixture(params=["memory", pytest.param("kafka", marks=pytest.mark.stack)])
async def bus(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bus]:
    if request.param == "memory":
        yield MemoryBus()
        return
    for name, value in request.getfixturevalue("stack").environment.items():
        monkeypatch.setenv(name, value)
    settings = load(Settings)
    database, producer = await Database.connect(settings), KafkaProducer(settings)
    yield KafkaBus(settings, database, producer)
    await producer.close()
    await database.close()


@dataclasses.dataclass
class Scene:
    """A topic with messages in it, one for announcements, one for dead letters, and a table for effects."""

    bus: Bus
    source: topics.Topic
    target: topics.Topic
    letters: topics.Topic
    table: str

    async def echo(self, message: Message, transaction: Transaction) -> None:
        for row in message.rows(Serving):
            await transaction.execute(f"INSERT INTO {self.table} VALUES (%s)", (row.replica,))
            batch = batch_of(Serving, [row])
            await transaction.emit(self.target, "k", batch, cause=message.envelope.id, time=message.envelope.time)

    def loop(self, handler: Handler | None = None) -> Loop:
        name = self.source.name
        return Loop(self.bus.work(), {name: handler or self.echo}, {name: self.letters.name}, bug_limit=0)

    async def effects(self) -> list[str]:
        return sorted(str(row[0]) for row in await self.bus.query(f"SELECT replica FROM {self.table}"))

    async def announced(self) -> list[str]:
        return sorted(row.replica for message in await self.bus.read(self.target.name) for row in message.rows(Serving))


@pytest.fixture
async def scene(bus: Bus) -> Scene:
    own = uuid.uuid4().hex[:8]
    card = topics.Topic("", Serving, "replica", "test", (), PARTITIONS, 60_000)
    named = [dataclasses.replace(card, name=f"test.{part}.{own}") for part in ("source", "target", "letters")]
    for topic in named:
        await bus.create(topic)
    table = f"effects_{own}"
    await bus.query(f"CREATE TABLE {table} (replica VARCHAR(64))")
    scene = Scene(bus, *named, table)
    for number in range(MESSAGES):
        row = Serving(f"replica-{number}", "match", "1", NOON, NOON, NOON, NOON, number)
        envelope = Envelope(event_id(own, number), "/test", "test", NOON, "test", "")
        await bus.send(scene.source.name, b"%d" % number, encode(batch_of(Serving, [row])), envelope.headers())
    return scene


EACH_ONCE = [f"replica-{number}" for number in range(MESSAGES)]


async def test_every_message_takes_effect_once_and_is_announced_once(scene: Scene) -> None:
    await consume(scene.bus, scene.loop(), scene.source.name)
    assert await scene.effects() == EACH_ONCE
    assert await scene.announced() == EACH_ONCE


async def test_a_restart_does_nothing_twice(scene: Scene) -> None:
    await consume(scene.bus, scene.loop(), scene.source.name)
    await consume(scene.bus, scene.loop(), scene.source.name)
    assert await scene.effects() == EACH_ONCE
    assert await scene.announced() == EACH_ONCE


async def test_a_former_owner_is_fenced_and_leaves_nothing_behind(scene: Scene) -> None:
    former, owner = scene.bus.work(), scene.loop()
    await former.claim(await scene.bus.facts(scene.source.name))
    await consume(scene.bus, owner, scene.source.name)
    first = (await scene.bus.read(scene.source.name))[0]
    with pytest.raises(Fenced):
        async with former.advance(first.source, first.offset, first.offset) as transaction:
            await scene.echo(first, transaction)
    assert await scene.effects() == EACH_ONCE


async def test_a_handler_that_fails_leaves_neither_effect_nor_announcement(scene: Scene) -> None:
    async def picky(message: Message, transaction: Transaction) -> None:
        await scene.echo(message, transaction)
        if message.rows(Serving)[0].replica == "replica-3":
            raise InvalidRecord("not this one")

    await consume(scene.bus, scene.loop(picky), scene.source.name)
    others = [name for name in EACH_ONCE if name != "replica-3"]
    assert await scene.effects() == others
    assert await scene.announced() == others
    assert len(await scene.bus.read(scene.letters.name)) == 1


async def test_garbage_is_parked_byte_for_byte_and_the_rest_goes_on(scene: Scene) -> None:
    await scene.bus.send(scene.source.name, b"1", b"\xff garbage", [("touchline", b"\xfe")])
    await consume(scene.bus, scene.loop(), scene.source.name)
    (letter,) = await scene.bus.read(scene.letters.name)
    assert letter.value == b"\xff garbage"
    assert dict(letter.headers)["touchline"] == b"\xfe"
    assert await scene.effects() == EACH_ONCE


async def test_a_recreated_topic_is_refused(scene: Scene) -> None:
    await consume(scene.bus, scene.loop(), scene.source.name)
    await scene.bus.recreate(scene.source)
    with pytest.raises(Refused, match="was recreated"):
        await scene.loop().work.claim(await scene.bus.facts(scene.source.name))
