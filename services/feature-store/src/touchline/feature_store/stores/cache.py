"""Redis: the latest vectors, one packed value an entity, only ever replaced by a greater revision."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import redis.asyncio as redis

from touchline.runtime.errors import Unavailable
from touchline.schemas.vectors import CachedVector

# The revision is the first eight bytes of a value; compared inside Redis, so that two writers cannot race.
_ADVANCE = """
local written = 0
for i, key in ipairs(KEYS) do
  local held = redis.call('GETRANGE', key, 0, 7)
  if #held < 8 or struct.unpack('>I8', held) < struct.unpack('>I8', ARGV[i]) then
    redis.call('SET', key, ARGV[i], 'EX', ARGV[#KEYS + 1])
    written = written + 1
  end
end
return written
"""
_AT_ONCE = 500
KEPT_FOR = timedelta(days=30)


class VectorCache:
    """The vectors behind `features:v<version>:match:<id>` and `features:v<version>:team:<id>`.

    What was not written for `kept_for` of wall time expires: nobody asks for a match of last year every day, and who
    asks once is answered from MariaDB (`online.py`).
    """

    def __init__(self, client: Any, kept_for: timedelta = KEPT_FOR) -> None:
        self._client = client
        self._seconds = int(kept_for.total_seconds())
        self._advance = client.register_script(_ADVANCE)

    @classmethod
    def connect(cls, url: str, kept_for: timedelta = KEPT_FOR) -> "VectorCache":
        """A client that connects when first used and does not wait long for a cache."""
        return cls(redis.from_url(url, socket_timeout=5, socket_connect_timeout=2), kept_for)

    async def read(self, keys: Sequence[str]) -> list[CachedVector | None]:
        """The vectors under these keys in one round trip, None for what is not there.

        Raises:
            Unavailable: Redis does not answer.
        """
        try:
            values = await self._client.mget(keys) if keys else []
        except redis.RedisError as error:
            raise Unavailable(f"Redis: {error}") from error
        return [None if value is None else CachedVector.unpack(value) for value in values]

    async def advance(self, vectors: Mapping[str, CachedVector]) -> int:
        """Write those that are newer than what is held; returns how many were.

        Raises:
            Unavailable: Redis does not answer.
        """
        keys, written = list(vectors), 0
        try:
            for start in range(0, len(keys), _AT_ONCE):
                part = keys[start : start + _AT_ONCE]
                values = [vectors[key].pack() for key in part]
                written += int(await self._advance(keys=part, args=[*values, self._seconds]))
        except redis.RedisError as error:
            raise Unavailable(f"Redis: {error}") from error
        return written

    async def remove(self, keys: Sequence[str]) -> None:
        """Forget what no longer stands."""
        if keys:
            await self._client.delete(*keys)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
