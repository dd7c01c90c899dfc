"""The same bus and database in memory, so that a crash can be put at every await.

`World` counts steps: each SQL statement, begin, commit and send is one, before and after which anything may happen.
A `Process` crashes at a given step (whatever had not committed is gone, as with a server that rolls back when a client
dies) or is paused there, as SIGSTOP would, while others go on.
"""

import asyncio
import itertools
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from touchline.runtime.database import TABLES
from touchline.runtime.errors import Unavailable
from touchline.runtime.loop import Loop
from touchline.runtime.message import Message
from touchline.runtime.relay import Relay
from touchline.runtime.transaction import Asked, Connection, Row
from touchline.runtime.unit_of_work import Partition, PartitionFacts, UnitOfWork


class Crash(BaseException):
    """The process is gone; nothing of it runs any more."""


@dataclass
class Process:
    """One simulated process: where it crashes or pauses, counted in steps."""

    crash_at: int | None = None
    pause_at: int | None = None
    while_paused: Callable[[], object] | None = None
    steps: int = 0
    dead: bool = False

    async def step(self) -> None:
        """A point at which a process may be stopped."""
        await asyncio.sleep(0)
        if self.dead:
            raise Crash
        self.steps += 1
        if self.steps == self.crash_at:
            self.dead = True
            raise Crash
        if self.steps == self.pause_at and self.while_paused is not None:
            await self.while_paused()  # type: ignore[misc]


@dataclass
class World:
    """What survives every process: the committed database and the log of each topic."""

    logs: dict[Partition, list[Message]] = field(default_factory=lambda: defaultdict(list))
    topic_ids: dict[str, str] = field(default_factory=dict)
    partitions: int = 2

    def __post_init__(self) -> None:
        self._sqlite = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        clock = itertools.count(100, 100)  # a minute passes at every look, so that a dead relay's lease has ended
        self._sqlite.create_function("NOW", 1, lambda _: float(next(clock)))
        self._sqlite.create_function("UNIX_TIMESTAMP", 1, lambda value: value)
        self._holder: Process | None = None
        for statement in TABLES:
            self._sqlite.execute(statement)

    def execute(self, sql: str, args: Sequence[object] = ()) -> list[Row]:
        """Look at, or prepare, the committed state from outside."""
        return self._sqlite.execute(sql.replace("%s", "?"), tuple(args)).fetchall()

    def facts(self, partitions: Iterable[Partition]) -> dict[Partition, PartitionFacts]:
        """What a broker would say."""
        return {p: PartitionFacts(self.topic_ids.get(p.topic, "id-1"), 0, len(self.logs[p])) for p in partitions}

    def append(self, topic: str, key: bytes | None, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        """A message at the end of the key's partition."""
        partition = Partition(topic, sum(key or b"") % self.partitions)
        log = self.logs[partition]
        log.append(Message(topic, partition.number, len(log), key, value, headers))

    def begin(self, process: Process) -> None:
        """Open a transaction; one that a paused or dead process holds is ended first, as a lock time-out would."""
        if self._holder is not None:
            self._sqlite.execute("ROLLBACK")
        self._sqlite.execute("BEGIN IMMEDIATE")
        self._holder = process

    def run(self, process: Process, sql: str, args: Sequence[object]) -> tuple[int, list[Row]]:
        """A statement inside the process's transaction."""
        if self._holder is not process:
            raise Unavailable("the database has ended this transaction")
        portable = sql.replace("%s", "?").replace("INSERT IGNORE", "INSERT OR IGNORE").replace(" FOR UPDATE", "")
        cursor = self._sqlite.execute(portable, tuple(args))
        return cursor.rowcount, cursor.fetchall()

    def end(self, process: Process, verb: str) -> None:
        """COMMIT or ROLLBACK."""
        if self._holder is not process:
            if verb == "COMMIT":
                raise Unavailable("the database has ended this transaction")
            return
        self._sqlite.execute(verb)
        self._holder = None


@dataclass
class MemoryDatabase:
    """The database as one process sees it; transactions of one process come one after the other."""

    world: World
    process: Process
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Begin, yield, commit; roll back on an error."""
        async with self._alone:
            await self.process.step()
            self.world.begin(self.process)
            try:
                connection = _MemoryConnection(self.world, self.process)
                yield connection
                await connection.flush()
                await self.process.step()
            except BaseException:
                self.world.end(self.process, "ROLLBACK")
                raise
            self.world.end(self.process, "COMMIT")
            await self.process.step()


@dataclass
class _MemoryConnection:
    """What is asked is run with the next statement that is waited for, as in the real one."""

    world: World
    process: Process
    _unsent: list[tuple[str, Sequence[object], Asked[list[Row]]]] = field(default_factory=list)

    async def execute(self, sql: str, args: Sequence[object] = ()) -> int:
        await self.flush()
        await self.process.step()
        return self.world.run(self.process, sql, args)[0]

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        for row in rows:
            await self.execute(sql, row)

    def ask(self, sql: str, args: Sequence[object] = ()) -> Asked[list[Row]]:
        asked: Asked[list[Row]] = Asked(self.flush, lambda rows: rows)
        self._unsent.append((sql, args, asked))
        return asked

    async def fetch_all(self, sql: str, args: Sequence[object] = ()) -> list[Row]:
        return await self.ask(sql, args)

    async def fetch_one(self, sql: str, args: Sequence[object] = ()) -> Row | None:
        rows = await self.ask(sql, args)
        return rows[0] if rows else None

    async def flush(self) -> None:
        unsent, self._unsent = self._unsent, []
        for sql, args, asked in unsent:
            await self.process.step()
            asked.answer(self.world.run(self.process, sql, args)[1])


@dataclass
class MemoryProducer:
    """Appends to the world's logs."""

    world: World
    process: Process

    async def send(self, topic: str, key: bytes | None, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        """Send; a crash after it leaves the message sent and the sender unaware."""
        await self.process.step()
        self.world.append(topic, key, value, headers)
        await self.process.step()


async def consume(world: World, process: Process, loop: Loop, topics: Sequence[str], batch: int = 3) -> None:
    """What a service does from its start until nothing is left to read and to send: claim, deliver, relay."""
    partitions = [Partition(topic, number) for topic in topics for number in range(world.partitions)]
    relay = Relay(loop.work.database, MemoryProducer(world, process), loop.work.service, f"process-{id(process)}")
    positions = await loop.work.claim(world.facts(partitions))
    while True:
        some = False
        for partition in partitions:
            start = positions[partition]
            messages = world.logs[partition][start : start + batch]
            if messages:
                some = True
                await loop.deliver(partition, messages, lambda: True)
                positions[partition] = start + len(messages)
        sent = await relay.drain()
        if not some and not sent:
            return


def new_work(world: World, process: Process, service: str) -> UnitOfWork:
    """A unit of work over the world's database."""
    return UnitOfWork(MemoryDatabase(world, process), service)
