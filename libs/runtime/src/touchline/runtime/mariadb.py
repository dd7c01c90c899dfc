"""How a connection to MariaDB is made, and what its driver's errors mean."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import aiomysql
import pymysql
from pymysql.constants import FIELD_TYPE
from pymysql.converters import conversions, convert_datetime

from touchline.runtime.brokers import trusting
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.settings import Settings

# Client and server errors that say "not now": connection lost or refused, too many connections, shutdown, deadlock,
# lock wait, disk full, a primary that became read-only, a table changed under us, a statement that was ended. https://mariadb.com/docs/server/reference/error-codes
NOT_NOW = frozenset(
    {1020, 1021, 1040, 1053, 1077, 1079, 1114, 1129, 1152, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1226, 1290, 1317}
    | {1412, 1836, 1927, 1969, 2002, 2003, 2006, 2013, 2055}
)

GONE = frozenset({1053, 1077, 1079, 1927, 2006, 2013, 2055})  # those of them after which there is no connection

NO_SUCH_TABLE_OR_COLUMN = frozenset({1054, 1146})

DRIVER_ERRORS = (
    pymysql.err.OperationalError,
    pymysql.err.InterfaceError,
    pymysql.err.InternalError,
    pymysql.err.ProgrammingError,
    ConnectionError,
    asyncio.IncompleteReadError,
    RuntimeError,
)


def is_gone(error: BaseException) -> bool:
    """Whether the connection is, with whatever it was in the middle of."""
    if isinstance(error, pymysql.err.OperationalError):
        return bool(error.args) and error.args[0] in GONE
    return is_lost(error)


def is_lost(error: BaseException) -> bool:
    """Whether the same may succeed later."""
    if isinstance(error, pymysql.err.InterfaceError | ConnectionError | asyncio.IncompleteReadError):
        return True
    if isinstance(error, RuntimeError):  # how asyncio reports a transport closed under a read
        return "closed" in str(error) or "readexactly" in str(error)
    return bool(error.args) and error.args[0] in NOT_NOW


@contextmanager
def errors_by_answer() -> Iterator[None]:
    """Around whatever asks the server: what it says means wait (`Unavailable`), stop (`Refused`), or is our own bug."""
    try:
        yield
    except DRIVER_ERRORS as error:
        if is_lost(error):
            raise Unavailable(f"MariaDB: {error}") from error
        if error.args and error.args[0] in NO_SUCH_TABLE_OR_COLUMN:
            told = f"MariaDB: {error.args[-1]}; bring this service's tables up to date with `migrate`"
            raise Refused(told) from error
        raise


async def roll_back(connection: Any) -> None:
    """Leave nothing open on a connection that goes back to the pool; one that cannot is thrown away."""
    try:
        await asyncio.wait_for(connection.rollback(), 5)
    except BaseException:
        connection.close()


class _QuietCursor(aiomysql.Cursor):  # type: ignore[misc]
    async def _show_warnings(self, conn: Any) -> None:
        """Spare a round trip a statement: INSERT IGNORE warns of what it is meant to ignore."""


def connection_arguments(settings: Settings) -> dict[str, Any]:
    """Where the settings' URL leads and as whom, and TLS where they ask for it, as PyMySQL and aiomysql want them."""
    url = urlsplit(settings.database.get_secret_value())
    return {
        "host": url.hostname or "127.0.0.1",
        "port": url.port or 3306,
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "db": url.path.lstrip("/"),
        "ssl": trusting(settings.tls_authorities) if settings.mariadb_tls else None,
    }


def _moment(text: str) -> Any:
    """What a DATETIME says: the driver's own regular expression took a tenth of a long fold."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # what no calendar has
        return convert_datetime(text)


_CONVERTERS = {**conversions, FIELD_TYPE.DATETIME: _moment, FIELD_TYPE.TIMESTAMP: _moment}


async def wait_for_pool(settings: Settings, size: int) -> aiomysql.Pool:
    """Connections to the server of the settings, waited for up to the start time-out (`Unavailable`)."""
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
                conv=_CONVERTERS,
                client_flag=pymysql.constants.CLIENT.FOUND_ROWS | pymysql.constants.CLIENT.MULTI_STATEMENTS,
                init_command="SET SESSION tx_isolation = 'READ-COMMITTED', time_zone = '+00:00',"
                " idle_write_transaction_timeout = 60",  # a stopped process must not keep its row locks for ever,
                **arguments,
            )
        except (*DRIVER_ERRORS, OSError) as error:
            # The driver says that it cannot connect, and keeps beside it why: a certificate, a name, a refusal.
            why = f"{error}: {error.__cause__}" if error.__cause__ else str(error)
            if asyncio.get_running_loop().time() > deadline:
                raise Unavailable(
                    f"MariaDB at {arguments['host']}:{arguments['port']} did not answer: {why}"
                ) from error
            log.warning("waiting for MariaDB", host=arguments["host"], port=arguments["port"], error=why)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 10.0)
