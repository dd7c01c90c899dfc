"""Defects that a review found, each told by what went wrong."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from touchline.runtime.errors import Fenced, Refused, Unavailable
from touchline.runtime.loop import Handler, Loop
from touchline.runtime.memory import MemoryDatabase, MemoryProducer, Process, World, consume
from touchline.runtime.message import Message
from touchline.runtime.relay import Relay, drain_all
from touchline.runtime.transaction import Connection, Transaction
from touchline.runtime.unit_of_work import Ownership, Partition, UnitOfWork
from touchline.runtime.watchdog import Watchdog
from touchline.schemas import Envelope, InvalidRecord, batch_of, decode, encode, event_id
from touchline.schemas.records import Serving

SERVICE, INPUT, OUTPUT = "echo", "input", "output"
NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)


def value_of(number: int) -> bytes:
    return encode(batch_of(Serving, [Serving(f"replica-{number}", "match", "1", NOON, NOON, NOON, NOON, number)]))


def new_world(messages: int = 5) -> World:
    world = World()
    world.execute("CREATE TABLE effects (replica TEXT, topic_partition INT, message_offset INT)")
    for number in range(messages):
        headers = Envelope(event_id(number), "/test", "test", NOON, "test", "").headers()
        world.append(INPUT, b"%d" % number, value_of(number), headers)
    return world


async def echo(message: Message, transaction: Transaction) -> None:
    """One row and one message for every message."""
    (row,) = message.rows(Serving)
    place = (row.replica, message.partition, message.offset)
    await transaction.execute("INSERT INTO effects VALUES (%s, %s, %s)", place)
    transaction.emit_bytes(OUTPUT, b"k", row.replica.encode(), [])


def new_loop(world: World, process: Process, handler: Handler = echo) -> Loop:
    async def no_sleep(_: float) -> None:
        await process.step()

    work = UnitOfWork(MemoryDatabase(world, process), SERVICE)
    return Loop(work, {INPUT: handler}, {INPUT: "dlq"}, sleep=no_sleep)


def effects(world: World) -> list[str]:
    return sorted(row[0] for row in world.execute("SELECT replica FROM effects"))


def sent(world: World, topic: str) -> list[Message]:
    return [message for partition, log in world.logs.items() if partition.topic == topic for message in log]


@dataclass
class ForgetfulDatabase:
    """Commits, and then its connection is gone before the answer, as when a server dies in that moment."""

    database: MemoryDatabase
    forget: set[int]
    commits: int = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        async with self.database.transaction() as connection:
            yield connection
        self.commits += 1
        if self.commits in self.forget:
            raise Unavailable("lost connection during query")


@pytest.mark.parametrize("bad", [None, 3])
async def test_a_commit_without_its_answer_is_not_taken_for_another_owner(bad: int | None) -> None:
    """The partition was dropped though nobody else had it, and stood still with nothing to tell of it."""

    async def handler(message: Message, transaction: Transaction) -> None:
        await echo(message, transaction)
        if message.rows(Serving)[0].replica == f"replica-{bad}":
            raise ZeroDivisionError

    for commit in range(1, 25):
        world, process = new_world(), Process()
        work = UnitOfWork(ForgetfulDatabase(MemoryDatabase(world, process), {commit}), SERVICE)
        loop = new_loop(world, process, handler)
        loop.work = work
        try:
            await consume(world, process, loop, [INPUT])
        except Unavailable:  # from the claim or the relay, which are asked again
            continue
        assert work.owned.keys() == work.assigned
        good = [f"replica-{number}" for number in range(5) if number != bad]
        assert effects(world) == good
        assert {message.value.decode() for message in sent(world, OUTPUT)} == set(good)
        assert len({message.headers[-2] for message in sent(world, "dlq")}) == 5 - len(good)


async def test_a_rebalance_while_a_unit_of_work_is_fenced_keeps_the_new_claim() -> None:
    """The fence dropped the claim that had just been made; the partition was ours and never read again."""
    world = new_world()
    partition, process = Partition(INPUT, 0), Process()
    work = UnitOfWork(MemoryDatabase(world, process), SERVICE)
    await work.claim(world.facts([partition]))
    other = UnitOfWork(MemoryDatabase(world, Process()), SERVICE)

    async def rebalance() -> None:
        await other.claim(world.facts([partition]))
        world._holder = None
        work.owned = dict(await _claimed(world, partition))

    process.pause_at, process.while_paused = process.steps + 1, rebalance
    with pytest.raises(Fenced):
        async with work.advance(partition, 0, 0):
            pass
    assert partition in work.owned


async def _claimed(world: World, partition: Partition) -> dict[Partition, Ownership]:
    later = UnitOfWork(MemoryDatabase(world, Process()), SERVICE)
    await later.claim(world.facts([partition]))
    return dict(later.owned)


def compact(world: World, partition: Partition, absent: set[int]) -> list[Message]:
    return [message for message in world.logs[partition] if message.offset not in absent]


async def test_offsets_that_compaction_has_taken_are_passed_over_and_others_refused() -> None:
    """A predictor that came back after a compaction refused to go on."""
    world, partition = new_world(8), Partition(INPUT, 0)
    left = compact(world, partition, {0, 2})
    assert left
    assert len(left) < len(world.logs[partition])
    for compacted in (frozenset({INPUT}), frozenset[str]()):
        loop = new_loop(world, Process())
        loop.compacted = compacted
        await loop.work.claim(world.facts([partition]))
        if compacted:
            await loop.deliver(partition, left[:1], lambda: True)
            await loop.deliver(partition, left, lambda: True)
            seen = world.execute("SELECT message_offset FROM effects ORDER BY 1")
            assert [offset for (offset,) in seen] == [message.offset for message in left]
            assert world.execute("SELECT next_offset FROM marks") == [(left[-1].offset + 1,)]
            world.execute("UPDATE marks SET next_offset = 0")
        else:
            with pytest.raises(Refused, match="messages are gone"):
                await loop.deliver(partition, left, lambda: True)


async def test_a_bad_message_behind_a_gap_of_compaction_is_parked() -> None:
    world, partition = new_world(4), Partition(INPUT, 0)
    world.append(INPUT, b"0", b"garbage", [])
    loop = new_loop(world, Process())
    loop.compacted = frozenset({INPUT})
    await loop.work.claim(world.facts([partition]))
    await loop.deliver(partition, [world.logs[partition][-1]], lambda: True)
    assert world.execute("SELECT topic FROM outbox") == [("dlq",)]


async def test_a_null_header_and_a_reason_that_is_no_text_are_parked_too() -> None:
    """Parking itself failed, so one foreign message stopped the service at each start."""
    world = new_world(0)
    world.append(INPUT, b"0", b"garbage", [("traceparent", None)])  # type: ignore[list-item]
    world.append(INPUT, b"0", value_of(7), [])

    async def fails_without_text(message: Message, transaction: Transaction) -> None:
        message.rows(Serving)
        raise ValueError("no text: \udcff")

    await consume(world, Process(), new_loop(world, Process(), fails_without_text), [INPUT])
    first, second = sent(world, "dlq")
    assert dict(first.headers)["traceparent"] is None
    assert b"no text: ?" in dict(second.headers)["touchline-reason"]


async def test_a_letter_that_is_parked_again_does_not_pile_up_headers() -> None:
    world = new_world(0)
    world.append(INPUT, b"0", b"garbage", [("touchline-reason", b"old"), ("ce_id", b"x")])
    await consume(world, Process(), new_loop(world, Process()), [INPUT])
    (letter,) = sent(world, "dlq")
    assert [name for name, _ in letter.headers].count("touchline-reason") == 1
    assert dict(letter.headers)["touchline-topic"] == INPUT.encode()


async def test_a_batch_command_waits_for_the_lease_of_a_relay_that_died() -> None:
    """It reported 0 messages sent and ended, and its promotion stayed in the outbox."""
    world = new_world(1)
    loop = new_loop(world, Process())
    partition = next(iter(world.logs))
    await loop.work.claim(world.facts([partition]))
    await loop.deliver(partition, world.logs[partition], lambda: True)
    world.execute("UPDATE lanes SET lease_owner = 'dead', lease_until = 900")
    process = Process()
    relay = Relay(MemoryDatabase(world, process), MemoryProducer(world, process), SERVICE, "ours")
    assert await drain_all(relay, pause=0) == 1
    world.execute("UPDATE lanes SET lease_owner = 'alive', lease_until = 9e99")
    await loop.work.claim(world.facts([partition]))
    world.execute("INSERT INTO outbox SELECT service, lane, 9, 't', NULL, '[]', x'00' FROM lanes")
    with pytest.raises(Unavailable, match="has the lease"):
        await drain_all(relay, patience=0, pause=0)


def test_one_partition_that_stands_still_is_seen_while_others_move() -> None:
    dog, still, moving = Watchdog(limit=10), Partition("t", 0), Partition("t", 1)
    for now in range(0, 51, 10):
        assert dog.look(now, {still: 1, moving: 1}, {moving: now}, 0) == []
    assert dog.look(60, {still: 1, moving: 1}, {moving: 60}, 0) == [still]


def test_a_dependency_that_is_waited_for_is_no_stall_and_a_silence_without_lag_neither() -> None:
    dog, one = Watchdog(limit=10), Partition("t", 0)
    for now in range(0, 200, 9):
        assert dog.look(now, {one: 1}, {}, waits=now) == []
    for now in range(200, 400, 9):
        assert dog.look(now, {one: 0}, {}, 0) == []
    assert dog.look(410, {one: 1}, {}, 0) == []


def far_time(batch: pa.RecordBatch) -> pa.RecordBatch:
    """As a foreign producer may send it: a time that Arrow can hold and Python cannot."""
    place = batch.schema.get_field_index("event_time")
    return batch.set_column(place, batch.schema.field(place), pa.array([2**62], pa.timestamp("us", tz="UTC")))


def one_column_twice(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns, names = [*batch.columns, batch.column(0)], [*batch.schema.names, batch.schema.names[0]]
    return pa.RecordBatch.from_arrays(columns, names=names)


@pytest.mark.parametrize("damage", [far_time, one_column_twice])
def test_a_foreign_batch_that_cannot_be_read_is_not_our_bug(damage: Callable[[pa.RecordBatch], pa.RecordBatch]) -> None:
    """It counted towards the limit of our own bugs: six such messages stopped the service."""
    value = encode(damage(decode(Serving, value_of(1))))
    with pytest.raises(InvalidRecord):
        Message(INPUT, 0, 0, None, value, []).rows(Serving)


def test_a_time_before_the_first_year_is_not_our_bug() -> None:
    headers = Envelope("id", "/test", "test", NOON, "test", "").headers()
    early = [(name, b"0001-01-01T00:00:00+14:00" if name == "ce_time" else value) for name, value in headers]
    with pytest.raises(InvalidRecord):
        Envelope.from_headers(early)


async def test_a_lane_whose_first_transaction_was_rolled_back_is_made_by_the_next() -> None:
    """Remembered as made, it was never there: the next transaction found no sequence to begin with."""
    world, process = new_world(0), Process()
    work = UnitOfWork(MemoryDatabase(world, process), SERVICE)

    async def write(fails: bool) -> None:
        async with work.transaction("fold:ENG") as transaction:
            transaction.emit_bytes(OUTPUT, b"key", b"value", [])
            if fails:
                raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await write(fails=True)
    assert world.execute("SELECT * FROM lanes") == []
    for _ in range(3):
        await write(fails=False)
    assert world.execute("SELECT lane, sequence FROM outbox") == [("fold:ENG", number) for number in range(3)]
    assert world.execute("SELECT next_sequence FROM lanes") == [(3,)]


async def test_a_lane_is_locked_before_anything_is_read_in_it() -> None:
    """Asked later, two transactions of one lane could read before either waits for the other."""
    world, process = new_world(0), Process()
    work = UnitOfWork(MemoryDatabase(world, process), SERVICE)
    run: list[str] = []
    world._sqlite.set_trace_callback(run.append)
    for _ in range(2):
        async with work.transaction("fold:ENG") as transaction:
            await transaction.fetch_all("SELECT 1")
        lock = next(number for number, sql in enumerate(run) if "FROM lanes" in sql)
        assert lock < run.index("SELECT 1")
        run.clear()
