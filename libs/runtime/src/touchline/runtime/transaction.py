"""A transaction as handlers see it: five SQL calls, `emit`, and what to do after the commit."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

import pyarrow as pa

from touchline.runtime import tracing
from touchline.schemas import Envelope, encode, event_id, split
from touchline.schemas.topics import Topic

Row = tuple[Any, ...]
T = TypeVar("T")
U = TypeVar("U")


class Asked(Generic[T]):
    """A question to the database, sent or not; `await` sends what has not been sent, and gives the answer.

    Questions that are asked before the first is awaited take one round trip together.
    """

    def __init__(self, send: Callable[[], Awaitable[object]], read: Callable[[list[Row]], T]) -> None:
        self._send = send
        self._read = read
        self._rows: list[Row] | None = None
        self._told: list[Asked[Any]] = []

    def answer(self, rows: list[Row]) -> None:
        """These are the rows."""
        self._rows = rows
        for one in self._told:
            one.answer(rows)

    def read_by(self, read: Callable[[T], U]) -> "Asked[U]":
        """The same question, its answer read further."""
        further = Asked(self._send, lambda rows: read(self._read(rows)))
        if self._rows is None:
            self._told.append(further)
        else:
            further.answer(self._rows)
        return further

    def __await__(self) -> Generator[Any, None, T]:
        if self._rows is None:
            yield from self._send().__await__()
        if self._rows is None:
            raise RuntimeError("asked of the database in a transaction that has failed")
        return self._read(self._rows)


class Connection(Protocol):
    """SQL with `%s` parameters inside one open transaction."""

    async def execute(self, sql: str, args: Sequence[object] = ()) -> int:
        """Run a statement; returns the rows it matched."""
        ...

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once a row; it may be sent only with the next that is waited for, and fail with it."""
        ...

    def ask(self, sql: str, args: Sequence[object] = ()) -> "Asked[list[Row]]":
        """A query that travels with the next statement that is waited for, or with the commit, and fails with it.

        Its rows are there by `await` on what is returned, be it after the transaction.
        """
        ...

    async def fetch_all(self, sql: str, args: Sequence[object] = ()) -> list[Row]:
        """All rows of a query."""
        ...

    async def fetch_one(self, sql: str, args: Sequence[object] = ()) -> Row | None:
        """The first row of a query."""
        ...


@dataclass(slots=True)
class OutboxRow:
    """A message to be sent once the transaction has committed."""

    topic: str
    key: bytes | None
    value: bytes
    headers: list[tuple[str, bytes]]


@dataclass(slots=True)
class Transaction:
    """Effects, mark and outbox of one unit of work: all of it commits, or none."""

    connection: Connection
    service: str
    logic_version: int = 1
    decisions_version: int = 0
    pending: list[OutboxRow] = field(default_factory=list)
    callbacks: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    _ordinals: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    async def execute(self, sql: str, args: Sequence[object] = ()) -> int:
        """Run a statement; returns the rows it matched."""
        return await self.connection.execute(sql, args)

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once a row; it may be sent only with the next that is waited for, and fail with it."""
        await self.connection.execute_many(sql, rows)

    def ask(self, sql: str, args: Sequence[object] = ()) -> Asked[list[Row]]:
        """A query that travels with the next statement that is waited for, or with the commit, and fails with it."""
        return self.connection.ask(sql, args)

    async def fetch_all(self, sql: str, args: Sequence[object] = ()) -> list[Row]:
        """All rows of a query."""
        return await self.connection.fetch_all(sql, args)

    async def fetch_one(self, sql: str, args: Sequence[object] = ()) -> Row | None:
        """The first row of a query."""
        return await self.connection.fetch_one(sql, args)

    async def emit(self, topic: Topic, key: str, batch: pa.RecordBatch, *, cause: str, time: datetime) -> None:
        """Put a batch into the outbox, split at 1,000 rows.

        `cause` names what made this happen and `time` is its football time; the same cause gives the same `ce_id`, so
        that a repeat can be recognised.
        """
        for part in split(batch):
            ordinal = self._ordinals[cause, topic.name, key]
            self._ordinals[cause, topic.name, key] += 1
            envelope = Envelope(
                id=event_id(cause, self.service, self.logic_version, self.decisions_version, topic.name, key, ordinal),
                source=f"/touchline/{self.service}",
                type=f"touchline.{topic.name}",
                time=time,
                schema=f"touchline:{topic.name}:{topic.record.__name__}",
                traceparent=tracing.child(),
            )
            self.pending.append(OutboxRow(topic.name, key.encode(), encode(part), envelope.headers()))

    def emit_bytes(self, topic: str, key: bytes | None, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        """Put a message into the outbox byte for byte (dead letters)."""
        self.pending.append(OutboxRow(topic, key, value, headers))

    def after_commit(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Run this once the commit is done; its failure leaves a cache behind, never a fact lost."""
        self.callbacks.append(callback)


def pack_headers(headers: list[tuple[str, bytes]]) -> str:
    """Headers as text for the outbox; latin-1 keeps every byte, and a foreign header may be null."""
    return json.dumps([[name, None if value is None else value.decode("latin-1")] for name, value in headers])


def unpack_headers(text: str) -> list[tuple[str, bytes]]:
    """Read them back.

    >>> unpack_headers(pack_headers([("ce_id", b"\\xff1"), ("null", None)]))
    [('ce_id', b'\\xff1'), ('null', None)]
    """
    return [  # null is what a foreign message may hold and the types of our own do not
        (name, None if value is None else value.encode("latin-1"))  # type: ignore[misc]
        for name, value in json.loads(text)
    ]
