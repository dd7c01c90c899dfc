"""What a process asks and lands with for as long as it lives: one client, bucket and topic, a fetcher a source."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
from aiolimiter import AsyncLimiter

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.announcing import TopicAnnouncer
from touchline.ingestor.archives import Archive, obtain
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.errors import FetchFailed
from touchline.ingestor.exchange import user_agent
from touchline.ingestor.fetching import Fetcher
from touchline.ingestor.keys import NO_KEYS, Keys
from touchline.ingestor.landing import Landing
from touchline.ingestor.ports import Announcer, Asker, Bucket
from touchline.ingestor.quota import FOOTBALL_DATA_ORG, THE_ODDS_API, Budget, Quota
from touchline.ingestor.sources.card import SourceCard
from touchline.ingestor.sources.circuit import Circuit
from touchline.runtime import metrics
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.relay import KafkaProducer

# What a key may ask for, as its provider counts it.
BUDGETS: Mapping[str, Budget] = {"football-data-org": FOOTBALL_DATA_ORG, "the-odds-api": THE_ODDS_API}


@dataclass(frozen=True, slots=True)
class Host:
    """What the sources of one host share."""

    slots: asyncio.Semaphore
    limiter: AsyncLimiter


@dataclass
class Asking:
    """Fetchers by source: robots.txt is read anew in each run, circuits, pace and quota outlive it."""

    settings: IngestorSettings
    client: httpx.AsyncClient
    bucket: Bucket
    announcer: Announcer
    fetchers: dict[str, Fetcher] = field(default_factory=dict)
    hosts: dict[str, Host] = field(default_factory=dict)

    async def asker_of(self, card: SourceCard) -> Asker:
        """The way to a provider; of an archive the folder or zip, downloaded by its client where it is not there yet.

        Raises:
            FetchFailed: the archive is not there and cannot be downloaded, or the source's key can be none.
        """
        if self.settings.live and card.archive:
            return Archive(await obtain(self.settings.archive_folder, card.archive), card.address)
        return self.fetchers.setdefault(card.id, self._fetcher(card))

    def tell_circuit(self, card: SourceCard) -> None:
        """Show whether a source is left alone now."""
        fetcher = self.fetchers.get(card.id)
        if fetcher is not None:
            metrics.CIRCUIT_OPEN.labels(card.id).set(fetcher.circuit.is_open(time.monotonic()))

    def _fetcher(self, card: SourceCard) -> Fetcher:
        settings, host = self.settings, self._host(card)
        hosts = frozenset({httpx.URL(card.address).host}) | card.hosts
        budget = BUDGETS.get(card.id) if settings.live else None
        return Fetcher(
            client=self.client,
            policy=AddressPolicy(
                hosts=hosts if settings.live else frozenset(),
                sandbox=None if settings.live else settings.sandbox,
            ),
            limiter=host.limiter,
            slots=host.slots,
            circuit=Circuit(settings.circuit_limit, settings.circuit_pause),
            attempts=settings.fetch_attempts,
            max_seconds=settings.fetch_timeout,
            source=card.id,
            user_agent=user_agent(settings.contact or None),
            keys=keys_of(settings, card),
            quota=Quota(budget) if budget else None,
        )

    def _host(self, card: SourceCard) -> Host:
        asked = self.settings.requests_per_second or card.requests_per_second
        pace = asked if self.settings.live else self.settings.sandbox_requests_per_second
        name = httpx.URL(card.address).host
        limiter = AsyncLimiter(max(1.0, pace), max(1.0, 1.0 / pace))
        return self.hosts.setdefault(name, Host(asyncio.Semaphore(max(2, card.at_once)), limiter))


@asynccontextmanager
async def asking(settings: IngestorSettings) -> AsyncIterator[Asking]:
    """One client, one bucket and one topic for all sources."""
    async with (
        httpx.AsyncClient(timeout=settings.fetch_timeout, trust_env=False) as client,
        landing_of(settings) as landing,
    ):
        yield Asking(settings, client, landing.bucket, landing.announcer)


@asynccontextmanager
async def landing_of(settings: IngestorSettings) -> AsyncIterator[Landing]:
    """The bucket and the topic; connections are closed on leaving."""
    store, producer = await ObjectStore.connect(settings), KafkaProducer(settings)
    try:
        yield Landing(store, TopicAnnouncer(producer))
    finally:
        await producer.close()
        await store.close()


def keys_of(settings: IngestorSettings, card: SourceCard) -> Keys:
    """The source's key, where its provider wants it; it is added to each request and never recorded.

    Raises:
        FetchFailed: it can be no key, for example because a line's end came with it; the other sources go on.
    """
    key = settings.key_of(card.id)
    if not card.wants_key or not key.get_secret_value():
        return NO_KEYS
    try:
        return Keys(
            headers={card.secret_header: key} if card.secret_header else {},
            query={card.secret_query: key} if card.secret_query else {},
        )
    except ValueError as error:
        raise FetchFailed(f"{card.id}: {error}") from None
