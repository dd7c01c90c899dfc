"""The keys as a replica knows them: all in memory, read again when one changes; a request never asks MariaDB.

So a guessed key costs a look in a dictionary, and keys go on working while MariaDB is away.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from touchline.predictor.access.keys import Key
from touchline.predictor.access.table import ALL_KEYS, REVISION, key_of
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.logs import log

LOOK = 2.0  # seconds until a key that was made or revoked is known
MOST = 100_000  # keys kept, 60 MB; more are a mistake that is told


class Rows(Protocol):
    """Something that can be asked for rows."""

    async def rows(self, sql: str, args: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""


class KnownKeys:
    """Every key by its id; `known` is false until the table was read once."""

    def __init__(self, asking: Rows | None, most: int = MOST) -> None:
        self._asking, self._most = asking, most
        self._keys: dict[str, Key] = {}
        self._revision: tuple[Any, ...] | None = None

    @property
    def known(self) -> bool:
        """Whether a key that is not here is none."""
        return self._revision is not None

    def find(self, key_id: str) -> Key | None:
        """The key of this id."""
        return self._keys.get(key_id)

    async def look(self) -> None:
        """Read the table if it has changed.

        Raises:
            Unavailable: MariaDB does not answer.
        """
        assert self._asking is not None
        (revision,) = await self._asking.rows(REVISION)
        if revision == self._revision:
            return
        rows = await self._asking.rows(f"{ALL_KEYS} LIMIT {self._most + 1}")
        if len(rows) > self._most:
            log.error("too many keys; the newest are not known", most=self._most)
        self._keys = {key.key_id: key for key in map(key_of, rows[: self._most])}
        self._revision = revision

    async def watch(self) -> None:
        """Look again and again; without MariaDB the keys stay as they were."""
        while self._asking is not None:
            try:
                await self.look()
            except (Unavailable, Refused) as error:
                log.warning("keys were not read", error=str(error))
            await asyncio.sleep(LOOK)
