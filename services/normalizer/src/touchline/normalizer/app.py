"""Builds the adapters and binds the topics to their handlers."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.handlers import normalize_documents, take_decisions
from touchline.normalizer.reading import Normalizer
from touchline.normalizer.records import LOGIC_VERSION
from touchline.normalizer.rereading import rereader
from touchline.normalizer.telling import teller
from touchline.runtime.consume import Resources, Wiring, run_consumer
from touchline.runtime.migrations import upgrade
from touchline.runtime.object_store import ObjectStore
from touchline.schemas.topics import IDENTITY_DECISIONS, RAW_DOCUMENTS

SERVICE = "normalizer"
MIGRATIONS = Path(__file__).parent / "migrations"


def consume(settings: NormalizerSettings) -> None:
    """Read raw documents and decisions until told to stop."""
    run_consumer(settings, SERVICE, build, logic_version=LOGIC_VERSION)


async def build(resources: Resources) -> Wiring:
    """The topics and their handlers, with the object store that holds the bytes."""
    objects = await ObjectStore.connect(resources.settings)
    normalizer = Normalizer(objects, lambda: datetime.now(UTC), DIALECTS)
    return Wiring(
        {RAW_DOCUMENTS: partial(normalize_documents, normalizer), IDENTITY_DECISIONS: take_decisions},
        background=[rereader(normalizer, resources.work), teller(resources.database)],
        close=[objects.close],
    )


def migrate(settings: NormalizerSettings) -> None:
    """Bring the normalizer's own tables to their newest version."""
    upgrade(settings, service=SERVICE, location=MIGRATIONS)
