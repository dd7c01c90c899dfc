"""MariaDB: a pool whose connections come back clean, and errors named by their answer."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

import aiomysql

from touchline.runtime.many_rows import ENCODING, ERRORS, LONGEST, inserts, literal
from touchline.runtime.mariadb import DRIVER_ERRORS, errors_by_answer, is_gone, roll_back, wait_for_pool
from touchline.runtime.settings import Settings
from touchline.runtime.transaction import Asked, Connection, Row


class Transactions(Protocol):
    """Anything that can open a transaction: MariaDB here, SQLite in the tests of the loop."""

    def transaction(self) -> Any:
        """An async context manager that yields a `Connection`, commits at its end and rolls back on an error."""
        ...


class Database:
    """MariaDB through aiomysql, READ COMMITTED."""

    def __init__(self, pool: aiomysql.Pool) -> None:
        self._pool = pool

    @classmethod
    async def connect(cls, settings: Settings, size: int = 5, *, make_tables: bool = True) -> "Database":
        """Open the pool, waiting for the server up to the start time-out; makes the runtime's own tables.

        Who only reads says `make_tables=False`, and needs no more than SELECT.

        Raises:
            Unavailable: the server did not answer in time.
        """
        database = cls(await wait_for_pool(settings, size))
        if make_tables:
            await database._make_tables()
        return database

    async def close(self) -> None:
        """Close every connection."""
        self._pool.close()
        await self._pool.wait_closed()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """One transaction; any error rolls back, and a lost server is `Unavailable`."""
        with errors_by_answer():
            async with self._pool.acquire() as connection:
                opened = _AioConnection(connection)
                try:
                    yield opened
                    await opened.commit()
                except BaseException:
                    await roll_back(connection)
                    raise

    async def _make_tables(self) -> None:
        async with self.transaction() as connection:
            for statement in TABLES:
                await connection.execute(statement)


class _AioConnection:
    """One open transaction. What nobody waits for yet travels with the next statement, or with the commit.

    A round trip costs more than most statements: a message that is handled has a dozen of them, mostly writes.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._unsent: list[tuple[bytes, Asked[list[Row]] | None]] = []
        self._size = 0  # bytes of them
        self._begun = False

    async def execute(self, sql: str, args: Sequence[object] = ()) -> int:
        self._add(_written(sql, args))
        return await self.flush()

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        kept = list(rows)
        for statement in inserts(sql, kept) or [_written(sql, row) for row in kept]:
            self._add(statement)
            if self._size > LONGEST:
                await self.flush()

    def ask(self, sql: str, args: Sequence[object] = ()) -> Asked[list[Row]]:
        asked: Asked[list[Row]] = Asked(self.flush, lambda rows: rows)
        self._add(_written(sql, args), asked)
        return asked

    async def fetch_all(self, sql: str, args: Sequence[object] = ()) -> list[Row]:
        return await self.ask(sql, args)

    async def fetch_one(self, sql: str, args: Sequence[object] = ()) -> Row | None:
        rows = await self.ask(sql, args)
        return rows[0] if rows else None

    async def commit(self) -> None:
        """End the transaction, if anything was ever asked of it."""
        if self._begun or self._unsent:
            self._add(b"COMMIT")
            await self.flush()

    async def flush(self) -> int:
        """Send what has not been sent; returns the rows that the last statement matched.

        The first statement that fails raises, and those after it are not run. What is wrong is said here by its answer
        and not only at the transaction's end: who handles our own bugs inside must not take a deadlock for one.
        """
        unsent, self._unsent, self._size = self._unsent, [], 0
        if not unsent:
            return 0
        if not self._begun:
            unsent.insert(0, (b"BEGIN", None))
        with errors_by_answer():
            return await self._sent(unsent)

    async def _sent(self, unsent: Sequence[tuple[bytes, Asked[list[Row]] | None]]) -> int:
        cursor = await self._connection.cursor()
        await self._send(cursor, [statement for statement, _ in unsent])
        for number, (_, asked) in enumerate(unsent):
            if number:
                await cursor.nextset()
            if asked is not None:
                asked.answer(list(await cursor.fetchall()))
        return int(cursor.rowcount)

    async def _send(self, cursor: Any, statements: Sequence[bytes]) -> None:
        # The pool notices a dead connection only on use: one that is found dead at the beginning is made anew. Not
        # when the commit went with it, which may have been done before the connection was lost.
        begun, self._begun = self._begun, True
        try:
            await cursor.execute(b";".join(statements))
        except DRIVER_ERRORS as error:
            if begun or statements[-1] == b"COMMIT" or not is_gone(error):
                raise
            await self._connection.ping(reconnect=True)
            await cursor.execute(b";".join(statements))

    def _add(self, statement: bytes, asked: Asked[list[Row]] | None = None) -> None:
        self._unsent.append((statement, asked))
        self._size += len(statement)


def _written(sql: str, args: Sequence[object]) -> bytes:
    if not args:
        return sql.encode()
    return (sql % tuple(literal(value).decode(ENCODING, ERRORS) for value in args)).encode(ENCODING, ERRORS)


# The runtime's own tables. `marks` decides where each consumer continues; `lanes` gives outbox rows their sequence and
# one relay its lease; `outbox` is what has been decided and not yet acknowledged by Kafka.
TABLES = (
    """CREATE TABLE IF NOT EXISTS marks (
        service VARCHAR(64) NOT NULL, topic VARCHAR(190) NOT NULL, topic_partition INT NOT NULL,
        topic_id VARCHAR(64) NOT NULL, next_offset BIGINT NOT NULL, owner_epoch BIGINT NOT NULL,
        PRIMARY KEY (service, topic, topic_partition))""",
    """CREATE TABLE IF NOT EXISTS lanes (
        service VARCHAR(64) NOT NULL, lane VARCHAR(190) NOT NULL, next_sequence BIGINT NOT NULL,
        lease_owner VARCHAR(190) NOT NULL, lease_until DOUBLE NOT NULL,
        PRIMARY KEY (service, lane))""",
    """CREATE TABLE IF NOT EXISTS outbox (
        service VARCHAR(64) NOT NULL, lane VARCHAR(190) NOT NULL, sequence BIGINT NOT NULL,
        topic VARCHAR(190) NOT NULL, message_key LONGBLOB, headers LONGTEXT NOT NULL, value LONGBLOB NOT NULL,
        PRIMARY KEY (service, lane, sequence))""",
)
