"""MariaDB: a pool whose connections come back clean, and errors named by their answer."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import aiomysql
import pymysql

from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.many_rows import ENCODING, ERRORS, LONGEST, inserts, literal
from touchline.runtime.settings import Settings
from touchline.runtime.transaction import Asked, Connection, Row

# Client and server errors that say "not now": connection lost or refused, too many connections, shutdown, deadlock,
# lock wait, disk full, a primary that became read-only, a table changed under us, a statement that was ended. https://mariadb.com/docs/server/reference/error-codes
NOT_NOW = frozenset(
    {1020, 1021, 1040, 1053, 1077, 1079, 1114, 1129, 1152, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1226, 1290, 1317}
    | {1412, 1836, 1927, 1969, 2002, 2003, 2006, 2013, 2055}
)

GONE = frozenset({1053, 1077, 1079, 1927, 2006, 2013, 2055})  # those of them after which there is no connection

NO_SUCH_TABLE_OR_COLUMN = frozenset({1054, 1146})


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
        database = cls(await _wait_for_pool(settings, size))
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
        try:
            async with self._pool.acquire() as connection:
                opened = _AioConnection(connection)
                try:
                    yield opened
                    await opened.commit()
                except BaseException:
                    await _roll_back(connection)
                    raise
        except _DRIVER_ERRORS as error:
            if _is_lost(error):
                raise Unavailable(f"MariaDB: {error}") from error
            if error.args and error.args[0] in NO_SUCH_TABLE_OR_COLUMN:
                raise Refused(
                    f"MariaDB: {error.args[-1]}; bring this service's tables up to date with `migrate`"
                ) from error
            raise

    async def _make_tables(self) -> None:
        async with self.transaction() as connection:
            for statement in TABLES:
                await connection.execute(statement)


_DRIVER_ERRORS = (
    pymysql.err.OperationalError,
    pymysql.err.InterfaceError,
    pymysql.err.InternalError,
    pymysql.err.ProgrammingError,
    ConnectionError,
    asyncio.IncompleteReadError,
    RuntimeError,
)


def _is_gone(error: BaseException) -> bool:
    """Whether the connection is, with whatever it was in the middle of."""
    if isinstance(error, pymysql.err.OperationalError):
        return bool(error.args) and error.args[0] in GONE
    return _is_lost(error)


def _is_lost(error: BaseException) -> bool:
    if isinstance(error, pymysql.err.InterfaceError | ConnectionError | asyncio.IncompleteReadError):
        return True
    if isinstance(error, RuntimeError):  # how asyncio reports a transport closed under a read
        return "closed" in str(error) or "readexactly" in str(error)
    return bool(error.args) and error.args[0] in NOT_NOW


async def _roll_back(connection: Any) -> None:
    """Leave nothing open on a connection that goes back to the pool; one that cannot is thrown away."""
    try:
        await asyncio.wait_for(connection.rollback(), 5)
    except BaseException:
        connection.close()


class _QuietCursor(aiomysql.Cursor):  # type: ignore[misc]
    async def _show_warnings(self, conn: Any) -> None:
        """Spare a round trip a statement: INSERT IGNORE warns of what it is meant to ignore."""


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

        The first statement that fails raises, and those after it are not run.
        """
        unsent, self._unsent, self._size = self._unsent, [], 0
        if not unsent:
            return 0
        if not self._begun:
            unsent.insert(0, (b"BEGIN", None))
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
        except _DRIVER_ERRORS as error:
            if begun or statements[-1] == b"COMMIT" or not _is_gone(error):
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


def connection_arguments(settings: Settings) -> dict[str, Any]:
    """host, port, user, password and database of the settings' URL, as PyMySQL and aiomysql want them."""
    url = urlsplit(settings.database.get_secret_value())
    return {
        "host": url.hostname or "127.0.0.1",
        "port": url.port or 3306,
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "db": url.path.lstrip("/"),
    }


async def _wait_for_pool(settings: Settings, size: int) -> aiomysql.Pool:
    deadline = asyncio.get_running_loop().time() + settings.start_timeout
    arguments, wait = connection_arguments(settings), 1.0
    while True:
        try:
            return await aiomysql.create_pool(
                minsize=1,
                maxsize=size,
                pool_recycle=600,
                autocommit=False,
                charset="utf8mb4",
                cursorclass=_QuietCursor,
                connect_timeout=5,
                client_flag=pymysql.constants.CLIENT.FOUND_ROWS | pymysql.constants.CLIENT.MULTI_STATEMENTS,
                init_command="SET SESSION tx_isolation = 'READ-COMMITTED', time_zone = '+00:00',"
                " idle_write_transaction_timeout = 60",  # a stopped process must not keep its row locks for ever,
                **arguments,
            )
        except (*_DRIVER_ERRORS, OSError) as error:
            if asyncio.get_running_loop().time() > deadline:
                raise Unavailable(
                    f"MariaDB at {arguments['host']}:{arguments['port']} did not answer: {error}"
                ) from error
            log.warning("waiting for MariaDB", host=arguments["host"], port=arguments["port"], error=str(error))
            await asyncio.sleep(wait)
            wait = min(wait * 2, 10.0)


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
