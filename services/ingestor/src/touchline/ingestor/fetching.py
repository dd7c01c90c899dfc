"""Polite, safe questions to one provider: conditional, paced, capped, repeated with jitter, stopped by many things."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import stamina
from aiolimiter import AsyncLimiter

from touchline.ingestor.addresses import AddressPolicy, Origin, origin
from touchline.ingestor.errors import NOT_ASKED, FetchFailed, Reason, TryAgain
from touchline.ingestor.exchange import USER_AGENT, Line, Reply, Size
from touchline.ingestor.following import address, follow
from touchline.ingestor.keys import NO_KEYS, Keys
from touchline.ingestor.looks import Promise, flaw
from touchline.ingestor.quota import Quota
from touchline.ingestor.robots import MOST_BYTES, Robots
from touchline.ingestor.sources.circuit import Circuit
from touchline.ingestor.times import http_date, near, retry_after
from touchline.runtime import metrics

MAX_BYTES = 20 * 1024 * 1024  # before and after decompression
MAX_SECONDS = 60.0  # for one answer, all its redirects included; waiting for our own pace does not count
AT_ONCE = 4  # requests to one host at a time
LONGEST_RETRY_AFTER = 60.0  # seconds; a provider that asks for more is left alone for so long, up to a day
LONGEST_REST = 86_400.0
LONGEST_TAG = 512  # characters of an ETag that we send back
KEPT_HEADERS = (
    "content-type",
    "content-length",
    "content-encoding",
    "date",
    "etag",
    "last-modified",
    "x-touchline-provenance",
)
REPEATABLE = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider said, with the whole body; `football_time` is its Date header. Holds no key."""

    status: int
    url: str
    headers: dict[str, str]
    body: bytes
    football_time: datetime


@dataclass
class Fetcher:
    """Requests to one provider; keeps its robots.txt, its pace, its circuit and its quota.

    One for all runs, so that a circuit outlives them; `slots` and `limiter` may be shared by the sources of one host.
    """

    client: httpx.AsyncClient
    policy: AddressPolicy
    limiter: AsyncLimiter
    circuit: Circuit
    attempts: int = 4
    max_bytes: int = MAX_BYTES
    max_seconds: float = MAX_SECONDS
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    steady: Callable[[], float] = time.monotonic
    source: str = "unnamed"  # for the metric
    user_agent: str = USER_AGENT
    keys: Keys = NO_KEYS
    quota: Quota | None = None
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    robots: dict[Origin, Robots] = field(default_factory=dict, init=False)
    slow: AsyncLimiter | None = field(default=None, init=False)  # the pace that robots.txt asks for
    counting: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)  # keyed requests go one by one

    async def read_robots(self, base: str) -> datetime:
        """Read robots.txt once a run, and football time with it.

        A missing file allows everything; a server error or 429 forbids everything (RFC 9309). A host that was reached
        in an earlier run and fails now counts as failing; one never reached yet may be starting, and is waited for.

        Raises:
            TryAgain: no answer, or the host is left alone for now.
            FetchFailed: an answer that cannot be read.
        """
        with self._told():
            url = address(base)
            if self.circuit.is_open(self.steady()):
                raise TryAgain(f"{base}: not asked, {self.circuit.why(self.steady())}", reason=Reason.CIRCUIT)
            reached = origin(url) in self.robots
            self.robots, self.slow = {at: self.robots[at] for at in self.robots if at == origin(url)}, None
            try:
                reply = await self._learn_robots(url)
            except FetchFailed:
                if reached:
                    self.circuit.failed(self.steady())
                raise
            if reply.status not in REPEATABLE:
                return self._football_time(reply)
            self._rest(reply)
            if reached:
                self.circuit.failed(self.steady())
            return self.now()

    async def get(
        self, url: str, etag: str | None = None, last_modified: str | None = None, promised: Promise | None = None
    ) -> Answer:
        """Ask for a document; 200, 304 and 404 are answers, all else fails.

        Args:
            url: without any key.
            etag: of the version that we have, as its provider named it; so for `last_modified`.
            last_modified: its date.
            promised: what a document with status 200 must look like.

        Raises:
            FetchFailed: with the reason, which is counted.
        """
        with self._told(), self._counted_by_circuit(url):
            reply = await self._repeated(address(url), conditions(etag, last_modified))
            if reply.status not in (200, 304, 404):
                raise FetchFailed(f"{url}: status {reply.status}", Reason.STATUS)
            if reply.status == httpx.codes.NOT_MODIFIED and not conditions(etag, last_modified):
                raise FetchFailed(f"{url}: answers 304 although we have no version of it", Reason.UNASKED)
            await self._look(reply, promised)
            return self._answer(reply)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Failures are counted by their reason."""
        try:
            with self._hidden():
                yield
        except FetchFailed as failure:
            metrics.FETCH_FAILURES.labels(self.source, failure.reason.value).inc()
            raise

    @contextmanager
    def _hidden(self) -> Iterator[None]:
        """No key stands in a sentence."""
        try:
            yield
        except FetchFailed as failure:
            failure.args = (self.keys.hidden(str(failure)),)
            raise

    @contextmanager
    def _counted_by_circuit(self, url: str) -> Iterator[None]:
        if not self.circuit.admits(self.steady()):
            raise FetchFailed(f"{url}: not asked, {self.circuit.why(self.steady())}", Reason.CIRCUIT)
        try:
            yield
        except FetchFailed as failure:
            if failure.reason in NOT_ASKED:
                self.circuit.abandoned()
            elif isinstance(failure, TryAgain) or failure.reason is Reason.TOO_SLOW:
                self.circuit.failed(self.steady())
            else:
                self.circuit.succeeded()  # it does answer, if not as it should
            raise
        except BaseException:
            self.circuit.abandoned()
            raise
        self.circuit.succeeded()

    async def _look(self, reply: Reply, promised: Promise | None) -> None:
        if reply.status == httpx.codes.OK:
            found = await asyncio.to_thread(flaw, reply.body, reply.headers.get("content-type"), promised)
            if found:
                raise FetchFailed(f"{reply.url} {found.sentence}", found.reason)

    def _answer(self, reply: Reply) -> Answer:
        kept = {name: self.keys.hidden(reply.headers[name]) for name in KEPT_HEADERS if name in reply.headers}
        url = self.keys.hidden(str(reply.url))
        return Answer(reply.status, url, kept, reply.body, self._football_time(reply))

    def _football_time(self, reply: Reply) -> datetime:
        said = http_date(reply.headers.get("date"))
        return (said or self.now()) if self.policy.sandbox else near(said, self.now())

    async def _repeated(self, url: httpx.URL, headers: dict[str, str]) -> Reply:
        attempts = 1 if self.circuit.probing else self.attempts
        async for attempt in stamina.retry_context(on=self._may_repeat, attempts=attempts, timeout=None):
            with attempt, self._hidden():  # stamina logs each repeated failure
                return self._answered(await self._followed(url, headers))
        raise AssertionError("stamina lets the last failure through")

    def _may_repeat(self, error: Exception) -> bool | float:
        """Not once others have found that the host fails."""
        return False if self.circuit.is_open(self.steady()) else wait_as_told(error)

    def _answered(self, reply: Reply) -> Reply:
        """A status that may be another one soon is an invitation to ask again."""
        if reply.status not in REPEATABLE:
            return reply
        after = self._rest(reply)
        asks = "" if after is None else f", and asks to wait {after:.0f} s"
        reason = Reason.STATUS if after is None and reply.status != httpx.codes.TOO_MANY_REQUESTS else Reason.BUSY
        raise TryAgain(f"{reply.url}: status {reply.status}{asks}", after, reply.status, reason)

    def _rest(self, reply: Reply) -> float | None:
        """What Retry-After asks for, in seconds; when it is long nobody asks the host until then."""
        after = retry_after(reply.headers.get("retry-after"), self.now())
        if after is not None and after > LONGEST_RETRY_AFTER:
            self.circuit.rest(self.steady(), min(after, LONGEST_REST))
        return after

    async def _learn_robots(self, url: httpx.URL) -> Reply:
        reply = await self._followed(url.join("/robots.txt"), {}, Size(MOST_BYTES, cut=True))
        rules = Robots.answered(reply.status, reply.body)
        self.robots[origin(url)] = rules
        pace = self.slow or self.limiter
        if rules.delay and rules.delay > pace.time_period / pace.max_rate:
            self.slow = AsyncLimiter(1, rules.delay)
        return reply

    async def _permit(self, url: httpx.URL) -> None:
        """By the robots.txt of the address's own host, which a redirect may make us meet for the first time."""
        if origin(url) not in self.robots:
            await self.policy.admit(url)
            await self._learn_robots(url)
        rules = self.robots[origin(url)]
        if not rules.allows(str(url)):
            raise FetchFailed(f"{url}: robots.txt {rules.why}", Reason.ROBOTS)

    async def _followed(self, url: httpx.URL, headers: dict[str, str], robots: Size | None = None) -> Reply:
        keys, size = (NO_KEYS, robots) if robots else (self.keys, Size(self.max_bytes))
        left = self.max_seconds

        async def ask(url: httpx.URL, keys: Keys) -> Reply:
            nonlocal left
            async with self.slots, self.slow or self.limiter:
                begun = self.steady()
                reply = await self._asked(url, headers, size, left, keys)
            left -= self.steady() - begun
            return reply

        return await follow(url, ask, keys, None if robots else self._permit)

    async def _asked(self, url: httpx.URL, headers: dict[str, str], size: Size, seconds: float, keys: Keys) -> Reply:
        line = Line(self.client, self.policy, self.user_agent)
        if self.quota is None or not keys:
            return await line.ask(url, headers, size, seconds, keys)
        async with self.counting:
            self.quota.take(self.now())
            reply = await line.ask(url, headers, size, seconds, keys)
            self.quota.heard(reply.headers, self.now())
            return reply


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """What we have, as the headers that ask for anything newer; what no header can hold is left out.

    >>> conditions('"1a"', "Fri, 28 Feb 2020 18:00:00 GMT")
    {'If-None-Match': '"1a"', 'If-Modified-Since': 'Fri, 28 Feb 2020 18:00:00 GMT'}
    """
    said = {"If-None-Match": etag, "If-Modified-Since": last_modified if http_date(last_modified) else None}
    return {
        name: value
        for name, value in said.items()
        if value and len(value) <= LONGEST_TAG and value.isascii() and value.isprintable()
    }


def wait_as_told(error: Exception) -> bool | float:
    """For stamina: repeat what may succeed, after the provider's own Retry-After where it names one."""
    if not isinstance(error, TryAgain) or (error.after or 0.0) > LONGEST_RETRY_AFTER:
        return False
    return True if error.after is None else error.after
