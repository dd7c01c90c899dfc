"""Effects are once, wherever a process stops: a crash and a pause at every await of unit of work, loop and relay."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from touchline.runtime.errors import Fenced, InvalidRecord, Refused, Unavailable
from touchline.runtime.loop import Loop, TooManyBugs
from touchline.runtime.memory import Crash, MemoryDatabase, Process, World, consume, new_work
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import Partition
from touchline.schemas import Envelope, batch_of, encode, event_id, topics
from touchline.schemas.records import Serving

SERVICE, INPUT = "echo", "models.serving.v1"
NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)
MESSAGES = 5


def serving(number: int) -> Serving:
    return Serving(f"replica-{number}", "match", "1", NOON, NOON, NOON, NOON, number)


def new_world(messages: int = MESSAGES) -> World:
    world = World()
    world.execute("CREATE TABLE effects (replica TEXT, topic_partition INT, message_offset INT)")
    for number in range(messages):
        envelope = Envelope(event_id(number), "/test", "test", NOON, "test", "")
        world.append(INPUT, b"%d" % number, encode(batch_of(Serving, [serving(number)])), envelope.headers())
    return world


async def echo(message: Message, transaction: Transaction) -> None:
    """One row and one message for every message: a double or a loss of either shows."""
    for row in message.rows(Serving):
        await transaction.execute(
            "INSERT INTO effects VALUES (%s, %s, %s)", (row.replica, message.partition, message.offset)
        )
        batch = batch_of(Serving, [row])
        await transaction.emit(topics.DRIFT, "k", batch, cause=message.envelope.id, time=message.envelope.time)


def new_loop(world: World, process: Process, handler: Callable = echo) -> Loop:  # type: ignore[type-arg]
    async def no_sleep(_: float) -> None:
        await process.step()

    return Loop(new_work(world, process, SERVICE), {INPUT: handler}, {INPUT: "dlq"}, bug_limit=1, sleep=no_sleep)


async def run(world: World, process: Process, handler: Callable = echo) -> None:  # type: ignore[type-arg]
    await consume(world, process, new_loop(world, process, handler), [INPUT])


def effects(world: World) -> list[tuple[object, ...]]:
    return sorted(world.execute("SELECT replica, topic_partition, message_offset FROM effects"))


def sent_ids(world: World) -> Counter[str]:
    logs = [log for partition, log in world.logs.items() if partition.topic == topics.DRIFT.name]
    return Counter(message.envelope.id for log in logs for message in log)


def each_once() -> list[str]:
    return [f"replica-{number}" for number in range(MESSAGES)]


def assert_effects_are_once(world: World) -> None:
    assert [row[0] for row in effects(world)] == each_once()
    assert len(sent_ids(world)) == MESSAGES, "a message was lost, or one event has two names"
    assert world.execute("SELECT COUNT(*) FROM outbox") == [(0,)]


async def steps_of_a_run() -> int:
    process = Process()
    await run(new_world(), process)
    return process.steps


async def test_an_undisturbed_run_does_everything_once() -> None:
    world = new_world()
    await run(world, Process())
    assert_effects_are_once(world)
    assert set(sent_ids(world).values()) == {1}


async def test_a_crash_at_every_step_loses_and_doubles_nothing() -> None:
    for step in range(1, await steps_of_a_run() + 1):
        world = new_world()
        with pytest.raises(Crash):
            await run(world, Process(crash_at=step))
        await run(world, Process())
        assert_effects_are_once(world)


async def test_two_crashes_in_a_row_lose_and_double_nothing() -> None:
    steps = await steps_of_a_run()
    for first in range(1, steps + 1, 7):
        for second in range(1, steps + 1, 11):
            world = new_world()
            for process in (Process(crash_at=first), Process(crash_at=second)):
                try:
                    await run(world, process)
                except Crash:
                    continue
            await run(world, Process())
            assert_effects_are_once(world)


async def test_a_process_paused_at_every_step_while_another_does_its_work_is_fenced() -> None:
    for step in range(1, await steps_of_a_run() + 1):
        world = new_world()
        other = Process()
        paused = Process(pause_at=step, while_paused=lambda world=world, other=other: run(world, other))
        with contextlib.suppress(Unavailable):  # its transaction is gone; a real one would wait and claim again
            await run(world, paused)
        await run(world, Process())
        assert_effects_are_once(world)


async def test_without_the_mark_the_same_crashes_double_effects() -> None:
    """The suite can fail: a consumer that acknowledges after its effects doubles them."""
    doubled = 0
    for step in range(1, 40):
        world, process, position = new_world(), Process(crash_at=step), 0
        for attempt in (process, Process()):
            try:
                database = MemoryDatabase(world, attempt)
                for partition in sorted(p for p in list(world.logs) if p.topic == INPUT):
                    for message in world.logs[partition]:
                        async with database.transaction() as connection:
                            await echo(message, Transaction(connection, SERVICE))
                        position += 1
            except Crash:
                continue
        doubled += [row[0] for row in effects(world)] != each_once()
    assert doubled > 0


async def test_an_unreadable_message_is_parked_byte_for_byte_and_the_rest_goes_on() -> None:
    world = new_world(2)
    world.append(INPUT, b"0", b"garbage", [("ce_id", b"x")])
    world.append(INPUT, b"0", encode(batch_of(Serving, [serving(9)])), world.logs[next(iter(world.logs))][0].headers)
    await run(world, Process())
    letters = [message for partition, log in world.logs.items() if partition.topic == "dlq" for message in log]
    assert [letter.value for letter in letters] == [b"garbage"]
    assert dict(letters[0].headers)["touchline-offset"] == b"1"
    assert "replica-9" in [row[0] for row in effects(world)]


async def test_a_dependency_that_is_down_is_waited_for_in_order() -> None:
    world, failures = new_world(), iter([True, True, True])

    async def flaky(message: Message, transaction: Transaction) -> None:
        await echo(message, transaction)
        if next(failures, False):
            raise Unavailable("S3 is down")

    await run(world, Process(), flaky)
    assert_effects_are_once(world)


async def test_our_own_bugs_stop_the_process_past_the_limit_and_lose_no_message() -> None:
    world = new_world()

    async def broken(message: Message, transaction: Transaction) -> None:
        await echo(message, transaction)
        raise ZeroDivisionError

    with pytest.raises(TooManyBugs, match="2 messages failed"):
        await run(world, Process(), broken)
    assert effects(world) == []


async def test_an_invalid_row_found_by_a_handler_is_parked_too() -> None:
    world = new_world()

    async def picky(message: Message, transaction: Transaction) -> None:
        await echo(message, transaction)
        if message.rows(Serving)[0].replica == "replica-3":
            raise InvalidRecord("no such replica")

    await run(world, Process(), picky)
    assert [row[0] for row in effects(world)] == [name for name in each_once() if name != "replica-3"]


async def test_a_recreated_topic_is_refused_with_the_command_that_decides() -> None:
    world = new_world()
    await run(world, Process())
    world.topic_ids[INPUT] = "id-2"
    with pytest.raises(Refused, match=r"recreated.*adopt-topic --service echo"):
        await run(world, Process())


async def test_a_mark_beyond_the_end_of_the_log_is_refused() -> None:
    world = new_world()
    await run(world, Process())
    for log in world.logs.values():
        log.clear()
    with pytest.raises(Refused, match="the log ends at 0"):
        await run(world, Process())


async def test_a_partition_claimed_anew_while_a_batch_waits_for_the_database_stays_ours() -> None:
    world, process = new_world(), Process()
    work, partition = new_work(world, process, SERVICE), Partition(INPUT, 0)
    facts = world.facts([partition])
    await work.claim(facts)

    async def batch_of_before() -> None:
        async with work.advance(partition, 0, 0):
            pass

    _, batch = await asyncio.gather(work.claim(facts), batch_of_before(), return_exceptions=True)
    assert isinstance(batch, Fenced)
    async with work.advance(partition, 0, 0):  # was refused for ever: the fence had thrown the new claim away
        pass
