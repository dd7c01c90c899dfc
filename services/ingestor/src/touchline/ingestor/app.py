"""Builds the ingestor from its settings; no logic of its own."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
from aiolimiter import AsyncLimiter

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.announcing import TopicAnnouncer
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.errors import FetchFailed, TryAgain
from touchline.ingestor.fetching import Fetcher
from touchline.ingestor.ingest import Ingest, Summary
from touchline.ingestor.landing import Landing
from touchline.ingestor.sources.card import SourceCard
from touchline.ingestor.sources.circuit import Circuit
from touchline.ingestor.sources.football_data import CARD
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.relay import KafkaProducer

PAUSE = 1.0  # seconds between attempts to reach a part at start


@asynccontextmanager
async def ingest_of(settings: IngestorSettings, card: SourceCard = CARD) -> AsyncIterator[Ingest]:
    """A source wired to the real world; connections are closed on leaving."""
    store, producer = await ObjectStore.connect(settings), KafkaProducer(settings)
    try:
        async with httpx.AsyncClient(timeout=settings.fetch_timeout, trust_env=False) as client:
            yield Ingest(
                source=card.id,
                base=card.address if settings.live else settings.sandbox,
                plan=card.history if settings.live else card.plan,
                fetcher=fetcher_of(settings, card, client),
                landing=Landing(store, TopicAnnouncer(producer)),
                now=lambda: datetime.now(UTC),
                incarnation=settings.incarnation,
            )
    finally:
        await producer.close()
        await store.close()


def fetcher_of(settings: IngestorSettings, card: SourceCard, client: httpx.AsyncClient) -> Fetcher:
    """Pace, circuit and allowed addresses for one provider, or for the sandbox in its place."""
    live = settings.requests_per_second or card.requests_per_second
    pace = live if settings.live else settings.sandbox_requests_per_second
    return Fetcher(
        client=client,
        policy=AddressPolicy(
            hosts=frozenset({httpx.URL(card.address).host}) if settings.live else frozenset(),
            sandbox=None if settings.live else settings.sandbox,
        ),
        limiter=AsyncLimiter(max(1.0, pace), max(1.0, 1.0 / pace)),
        circuit=Circuit(settings.circuit_limit, settings.circuit_pause),
        attempts=settings.fetch_attempts,
    )


async def run_once(settings: IngestorSettings) -> Summary:
    """One run; a part that is not there yet is waited for, up to the start timeout.

    Raises:
        Refused: a part could not be reached in time; the sentence names it.
    """
    deadline = time.monotonic() + settings.start_timeout
    async with ingest_of(settings) as ingest:
        while True:
            try:
                return await ingest.once()
            except (TryAgain, Unavailable) as error:
                if time.monotonic() + PAUSE >= deadline:
                    raise Refused(f"not reached within {settings.start_timeout:g} s: {error}") from error
                log.warning("waiting_for_part", reason=str(error))
            except FetchFailed as error:
                raise Refused(str(error)) from error
            await asyncio.sleep(PAUSE)
