"""What each service may do: topics by their cards, the bucket's prefixes by the list here; a test compares."""

from collections.abc import Mapping
from dataclasses import dataclass

from touchline.schemas.topics import (
    PLAYER_SETTLEMENTS,
    RAW_DOCUMENTS,
    RETRAINING_REQUESTS,
    SERVING,
    TEAM_FEATURES,
    TOPICS,
    TRIALS,
    Topic,
    dead_letters,
    retries,
)

SERVICES = ("ingestor", "normalizer", "feature-store", "predictor", "drift-monitor", "trainer")

WITHOUT_A_MARK: Mapping[str, tuple[Topic, ...]] = {
    "predictor": (RAW_DOCUMENTS, TEAM_FEATURES, PLAYER_SETTLEMENTS),
    "trainer": (RETRAINING_REQUESTS, SERVING, TRIALS),
}
"""Topics that a service reads from their beginning, besides those whose cards name it."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Keys of the bucket that begin so: one service writes them."""

    name: str
    writer: str
    readers: tuple[str, ...] = ()  # besides the writer, which looks at what stands


PREFIXES = (
    Prefix("raw/", "ingestor", ("normalizer",)),
    Prefix("fetches/", "ingestor", ("normalizer",)),
    Prefix("looks/", "ingestor"),
    Prefix("ledger/identity-decisions/", "normalizer"),
    Prefix("ledger/decisions/", "trainer"),
    Prefix("feature-snapshots/", "feature-store"),
    Prefix("snapshots/", "trainer"),
    Prefix("models/", "trainer", ("predictor",)),
    Prefix("dvc/", "trainer"),
    Prefix("reports/", "drift-monitor"),
)


def keeps_marks(service: str) -> bool:
    """Whether it is a member of a group, which has its name."""
    return any(service in topic.consumers for topic in TOPICS)


def topics_read(service: str) -> list[str]:
    """Those that it keeps a mark on, those that it reads without, its own, and what could not be processed."""
    marked = [topic for topic in TOPICS if service in topic.consumers]
    own = [topic for topic in TOPICS if topic.producer == service]
    names = {topic.name for topic in (*marked, *own, *WITHOUT_A_MARK.get(service, ()))}
    return sorted(names | {*_beside(service)})


def topics_written(service: str) -> list[str]:
    """Its own, and what it could not process."""
    return sorted({topic.name for topic in TOPICS if topic.producer == service} | {*_beside(service)})


def prefixes_read(service: str) -> list[str]:
    """Of keys that it gets."""
    return [one.name for one in PREFIXES if service in (one.writer, *one.readers)]


def prefixes_written(service: str) -> list[str]:
    """Of keys that it puts."""
    return [one.name for one in PREFIXES if service == one.writer]


def _beside(service: str) -> list[str]:
    marked = [topic for topic in TOPICS if service in topic.consumers]
    return [name(topic, service) for topic in marked for name in (dead_letters, retries)]
