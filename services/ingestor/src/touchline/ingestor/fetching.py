"""One polite, safe HTTP request: conditional, paced, capped, repeated with jitter, stopped by robots.txt or circuit."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import stamina
from aiolimiter import AsyncLimiter
from protego import Protego

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.errors import FetchFailed, TryAgain
from touchline.ingestor.sources.circuit import Circuit

USER_AGENT = "touchline-ingestor/0.1"
MAX_BYTES = 20 * 1024 * 1024  # after decompression
MAX_REDIRECTS = 5
LONGEST_RETRY_AFTER = 60.0  # seconds; a provider that asks for more is left until the next run
KEPT_HEADERS = ("content-type", "content-length", "date", "etag", "last-modified", "x-touchline-provenance")
REPEATABLE = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider said, with the whole body; `football_time` is its Date header."""

    status: int
    url: str
    headers: dict[str, str]
    body: bytes
    football_time: datetime


@dataclass
class Fetcher:
    """Requests to one provider; keeps its robots.txt, its pace and its circuit."""

    client: httpx.AsyncClient
    policy: AddressPolicy
    limiter: AsyncLimiter
    circuit: Circuit
    attempts: int = 4
    max_bytes: int = MAX_BYTES
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    steady: Callable[[], float] = time.monotonic
    robots: Protego | None = field(default=None, init=False)
    forbidden: str = field(default="forbids it", init=False)

    async def read_robots(self, base: str) -> datetime:
        """Read robots.txt once a run, and football time with it.

        A missing file allows everything; a server error or 429 forbids everything (RFC 9309).
        """
        try:
            answer = await self._once(httpx.URL(base).join("/robots.txt"), {})
        except TryAgain as refusal:
            if refusal.status is None:
                raise
            self.robots = Protego.parse("User-agent: *\nDisallow: /\n")
            self.forbidden = f"is taken to forbid it, since it answered {refusal.status}"
            return self.now()
        text = answer.body.decode("utf-8", "replace") if answer.status == httpx.codes.OK else ""
        self.robots = Protego.parse(text)
        return answer.football_time

    async def get(self, url: str, etag: str | None) -> Answer:
        """Ask for a document; 200, 304 and 404 are answers, all else fails.

        Raises:
            FetchFailed: forbidden, refused, too large, an unexpected status, or no answer after all attempts.
        """
        if self.robots is None or not self.robots.can_fetch(url, USER_AGENT):
            raise FetchFailed(f"{url}: robots.txt {self.forbidden}")
        if self.circuit.is_open(self.steady()):
            raise FetchFailed(f"{url}: not asked, its host failed {self.circuit.failures} times in a row")
        try:
            answer = await self._repeated(httpx.URL(url), {"If-None-Match": etag} if etag else {})
        except TryAgain:
            self.circuit.failed(self.steady())
            raise
        self.circuit.succeeded()
        if answer.status not in (200, 304, 404):
            raise FetchFailed(f"{url}: status {answer.status}")
        return answer

    async def _repeated(self, url: httpx.URL, headers: dict[str, str]) -> Answer:
        async for attempt in stamina.retry_context(on=wait_as_told, attempts=self.attempts, timeout=None):
            with attempt:
                return await self._once(url, headers)
        raise AssertionError("stamina lets the last failure through")

    async def _once(self, url: httpx.URL, headers: dict[str, str]) -> Answer:
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._request(url, headers)
            target = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            url = url.join(target)
        raise FetchFailed(f"{url}: more than {MAX_REDIRECTS} redirects")

    async def _request(self, url: httpx.URL, headers: dict[str, str]) -> Answer:
        address = await self.policy.admit(url)
        sent = {"User-Agent": USER_AGENT, "Host": url.netloc.decode(), **headers}
        extensions = {"sni_hostname": url.host} if address else {}
        target = url.copy_with(host=address) if address else url
        async with self.limiter:
            try:
                async with self.client.stream("GET", target, headers=sent, extensions=extensions) as response:
                    return self._judge(url, response, await self._body(url, response))
            except httpx.HTTPError as error:
                raise TryAgain(f"{url}: {type(error).__name__} {error}".rstrip()) from error

    async def _body(self, url: httpx.URL, response: httpx.Response) -> bytes:
        received = bytearray()
        async for chunk in response.aiter_bytes():  # decompressed: a small answer may unpack to a huge one
            received += chunk
            if len(received) > self.max_bytes:
                raise FetchFailed(f"{url}: more than {self.max_bytes} bytes after decompression")
        return bytes(received)

    def _judge(self, url: httpx.URL, response: httpx.Response, body: bytes) -> Answer:
        if response.status_code in REPEATABLE:
            after = retry_after(response.headers.get("retry-after"), self.now())
            asks = "" if after is None else f", and asks to wait {after:.0f} s"
            raise TryAgain(f"{url}: status {response.status_code}{asks}", after, response.status_code)
        kept = {name: response.headers[name] for name in (*KEPT_HEADERS, "location") if name in response.headers}
        moment = http_date(response.headers.get("date")) or self.now()
        return Answer(response.status_code, str(url), kept, body, moment)


def wait_as_told(error: Exception) -> bool | float:
    """For stamina: repeat what may succeed, after the provider's own Retry-After where it names one."""
    if not isinstance(error, TryAgain) or (error.after or 0.0) > LONGEST_RETRY_AFTER:
        return False
    return True if error.after is None else error.after


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header, which holds seconds or a date.

    >>> retry_after("120", datetime(2020, 1, 1, tzinfo=UTC)), retry_after("soon", datetime(2020, 1, 1, tzinfo=UTC))
    (120.0, None)
    """
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    moment = http_date(value)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


def http_date(value: str | None) -> datetime | None:
    """A Date header as UTC.

    >>> http_date("Fri, 28 Feb 2020 18:00:00 GMT")
    datetime.datetime(2020, 2, 28, 18, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        moment = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
