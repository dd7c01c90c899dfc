"""Databases beside the live one: what is derived is made again there while the live tables serve.

They are of the same server, so that whole tables can change places by one `RENAME TABLE`, and their names begin with
that of the live database, so that one grant on `<database>\\_%` covers them.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from touchline.runtime.database import Database
from touchline.runtime.errors import Refused
from touchline.runtime.settings import Settings

S = TypeVar("S", bound=Settings)


def beside(settings: S, suffix: str) -> S:
    """The same settings on the database whose name has `_<suffix>` at its end.

    >>> live = Settings(database=SecretStr("mysql://touchline@127.0.0.1/football"))
    >>> beside(live, "shadow").database.get_secret_value()
    'mysql://touchline@127.0.0.1/football_shadow'
    """
    url = urlsplit(settings.database.get_secret_value())
    return settings.model_copy(update={"database": SecretStr(url._replace(path=f"{url.path}_{suffix}").geturl())})


def name_of(settings: Settings) -> str:
    """The database that settings name.

    >>> name_of(Settings(database=SecretStr("mysql://touchline@127.0.0.1/football")))
    'football'
    """
    return urlsplit(settings.database.get_secret_value()).path.lstrip("/")


async def create_empty(live: Database, name: str) -> None:
    """A database without tables; one that an earlier run has left goes first."""
    await drop(live, name)
    async with live.transaction() as connection:
        await connection.execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")


async def drop(live: Database, name: str) -> None:
    """Remove a database with all it holds, if it is there."""
    async with live.transaction() as connection:
        await connection.execute(f"DROP DATABASE IF EXISTS `{name}`")


@asynccontextmanager
async def alone(live: Database, name: str) -> AsyncIterator[None]:
    """Hold a lock of this name on the live database; it is its connection's, so a run that is killed leaves none.

    Raises:
        Refused: another run holds it.
    """
    async with live.transaction() as connection:
        if await connection.fetch_one("SELECT GET_LOCK(CONCAT(DATABASE(), '.', %s), 0)", (name,)) != (1,):
            raise Refused(f"another run works on `{name}` beside this database: wait for it, or end it")
        try:
            yield
        finally:
            await connection.fetch_one("SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.', %s))", (name,))
