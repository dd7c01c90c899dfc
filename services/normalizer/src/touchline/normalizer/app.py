"""Builds the adapters and binds the topic to its handler."""

from datetime import UTC, datetime
from pathlib import Path

from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.handlers import normalize_documents
from touchline.normalizer.records import LOGIC_VERSION
from touchline.runtime.consume import Message, Resources, Wiring, run_consumer
from touchline.runtime.migrations import upgrade
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.transaction import Transaction
from touchline.schemas.topics import RAW_DOCUMENTS

SERVICE = "normalizer"
MIGRATIONS = Path(__file__).parent / "migrations"


def consume(settings: NormalizerSettings) -> None:
    """Read raw documents until told to stop."""
    run_consumer(settings, SERVICE, build, logic_version=LOGIC_VERSION)


async def build(resources: Resources) -> Wiring:
    """The one topic and its handler, with the object store that holds the bytes."""
    objects = await ObjectStore.connect(resources.settings)

    async def handle(message: Message, transaction: Transaction) -> None:
        await normalize_documents(message, transaction, objects=objects, now=lambda: datetime.now(UTC))

    return Wiring({RAW_DOCUMENTS: handle}, close=[objects.close])


def migrate(settings: NormalizerSettings) -> None:
    """Bring the normalizer's own tables to their newest version."""
    upgrade(settings, service=SERVICE, location=MIGRATIONS)
