"""Fakes for tests: bucket and topic in memory that may die at named points, and a provider that answers as told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import httpx
from aiolimiter import AsyncLimiter

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.announcing import envelope_of
from touchline.ingestor.fetching import Fetcher
from touchline.ingestor.ingest import Ingest
from touchline.ingestor.landing import Landing
from touchline.ingestor.record import FetchRecord
from touchline.ingestor.sources.circuit import Circuit
from touchline.ingestor.sources.football_data import CARD

BASE = "http://127.0.0.1:8390"


class Crash(BaseException):
    """The process died here."""


@dataclass
class MemoryBucket:
    """An object store in a dictionary, which may die after a write whose key ends so."""

    objects: dict[str, bytes] = field(default_factory=dict)
    dies_after: str = ""

    async def put(self, key: str, content: bytes, content_type: str, if_absent: bool = False) -> bool:
        if if_absent and key in self.objects:
            return False
        self.objects[key] = content
        if self.dies_after and key.endswith(self.dies_after):
            raise Crash
        return True

    async def get(self, key: str) -> bytes:
        return self.objects[key]

    async def list(self, prefix: str) -> list[str]:
        return sorted(key for key in self.objects if key.startswith(prefix))


@dataclass
class MemoryTopic:
    """What was announced, in order, with event ids; may die before or after the message is sent."""

    sent: list[tuple[str, FetchRecord]] = field(default_factory=list)
    dies: str = ""

    async def announce(self, record: FetchRecord) -> None:
        if self.dies == "before":
            raise Crash
        self.sent.append((envelope_of(record).id, record))
        if self.dies == "after":
            raise Crash


class Clock(Protocol):
    """Football time of a provider that can be moved on."""

    def now(self) -> datetime: ...
    def move(self, moment: datetime) -> datetime: ...


@dataclass
class World:
    """A provider, a bucket and a topic that outlive any one run of the ingestor."""

    provider: Any  # an ASGI application
    clock: Clock
    bucket: MemoryBucket = field(default_factory=MemoryBucket)
    topic: MemoryTopic = field(default_factory=MemoryTopic)

    def ingest(self, client: httpx.AsyncClient) -> Ingest:
        return Ingest(
            card=CARD,
            base=f"{BASE}/{CARD.id}",
            fetcher=fetcher(client),
            landing=Landing(self.bucket, self.topic),
            now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
            incarnation=0,
        )

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.provider))


def fetcher(client: httpx.AsyncClient, **changes: Any) -> Fetcher:
    policy = AddressPolicy(frozenset(), sandbox=BASE)
    settings = {"attempts": 3, **changes}
    return Fetcher(client, policy, AsyncLimiter(1000, 1), Circuit(limit=5, pause=60), **settings)


Sent = tuple[int, dict[str, str], bytes]


def provider_of(answer: Callable[[str], Sent]) -> Any:
    """A bare ASGI provider that answers each path as told."""

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        status, headers, body = answer(scope["path"])
        encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": encoded})
        await send({"type": "http.response.body", "body": body})

    return app
