"""Questions to MariaDB while answering: a connection made at the first one, and a limit to every wait."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pymysql

from touchline.runtime.database import Database
from touchline.runtime.errors import Unavailable
from touchline.runtime.settings import Settings

PATIENCE = 5.0  # seconds that a request waits for MariaDB


class Asking:
    """Looks in MariaDB, connecting at the first question and again after a failure."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.model_copy(update={"start_timeout": PATIENCE / 2})
        self._database: Database | None = None
        self._connecting = asyncio.Lock()

    async def rows(self, sql: str, args: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query.

        Raises:
            Unavailable: MariaDB does not answer in time, or its tables are not there yet.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                database = await self._connected()
                async with database.transaction() as connection:
                    return await connection.fetch_all(sql, args)
        except TimeoutError as error:
            raise Unavailable(f"MariaDB did not answer within {PATIENCE:g} s") from error
        except pymysql.err.ProgrammingError as error:  # before the migrations have run
            raise Unavailable(f"MariaDB: {error}") from error

    async def _connected(self) -> Database:
        async with self._connecting:
            if self._database is None:
                self._database = await Database.connect(self._settings, size=2)
            return self._database
