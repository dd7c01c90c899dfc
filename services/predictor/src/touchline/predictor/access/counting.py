"""Where requests are counted: in Redis for all replicas together, alone where it does not answer."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from touchline.predictor.access.allowance import SECOND, Allowance, Granted, grant
from touchline.runtime import metrics
from touchline.runtime.logs import log

KEY = "quota:"
PATIENCE = 0.1  # seconds that a request waits for Redis: a hundred times what it takes
PAUSE = 1.0  # seconds until Redis is asked again once it did not answer
MOST = 100_000  # callers counted alone
# `grant` of allowance.py, step by step, by Redis' own clock; times stay below 2^53, where Lua counts exactly.
SCRIPT = """
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local wanted, returned = tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local arrival = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
arrival = math.max(now, arrival - returned * interval)
local requests = math.min(wanted, math.floor((now + burst * interval - arrival) / interval))
local wait = 0
if requests < 1 then
  requests, wait = 0, arrival + interval - burst * interval - now
else
  arrival = arrival + requests * interval
end
if arrival > now then
  redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000))
else
  redis.call('DEL', KEYS[1])
end
return {requests, wait}
"""


class Counts(Protocol):
    """Somewhere that requests are counted."""

    async def take(self, name: str, allowance: Allowance, wanted: int, returned: int) -> Granted:
        """As many of `wanted` requests as the caller of this name may make, after `returned` ones not made."""


class AloneCounts:
    """Counts in this process; who came least lately is forgotten beyond `most` callers."""

    def __init__(self, now: Callable[[], float], most: int = MOST) -> None:
        self._now, self._most = now, most
        self._arrivals: OrderedDict[str, int] = OrderedDict()

    async def take(self, name: str, allowance: Allowance, wanted: int, returned: int) -> Granted:
        """By this process's clock."""
        granted = grant(self._arrivals.pop(name, 0), int(self._now() * SECOND), allowance, wanted, returned)
        self._arrivals[name] = granted.arrival
        if len(self._arrivals) > self._most:
            self._arrivals.popitem(last=False)
        return granted


class RedisCounts:
    """Counts for all replicas; while Redis is away each counts alone, as if it were the only one.

    So an outage refuses nobody who keeps to the quota, and lets in at most the quota times the replicas.
    """

    def __init__(self, redis: Redis, now: Callable[[], float]) -> None:
        self._script, self._now = redis.register_script(SCRIPT), now
        self._alone = AloneCounts(now)
        self._away, self._paused_until = False, 0.0

    async def take(self, name: str, allowance: Allowance, wanted: int, returned: int) -> Granted:
        """By Redis' clock, or alone."""
        if self._now() >= self._paused_until:
            if self._away:  # one asks whether it is back, the others go on
                self._paused_until = self._now() + PAUSE
            try:
                async with asyncio.timeout(PATIENCE):
                    granted = await self._shared(name, allowance, wanted, returned)
            except (RedisError, OSError, TimeoutError) as error:
                self._gone(str(error) or type(error).__name__)
            else:
                self._away, self._paused_until = False, 0.0
                return granted
        metrics.QUOTA_ALONE.inc()
        return await self._alone.take(name, allowance, wanted, returned)

    def _gone(self, error: str) -> None:
        if not self._away:  # said once, not once a request
            log.warning("quotas are counted alone", error=error)
        self._away, self._paused_until = True, self._now() + PAUSE

    async def _shared(self, name: str, allowance: Allowance, wanted: int, returned: int) -> Granted:
        requests, wait = await self._script(
            keys=[KEY + name], args=[allowance.interval, allowance.burst, wanted, returned]
        )
        return Granted(int(requests), int(wait), 0)


def quick_redis(url: str) -> Redis:
    """A client that fails at once: a request does not wait for attempts again."""
    return Redis.from_url(url, retry=Retry(NoBackoff(), 0), socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
