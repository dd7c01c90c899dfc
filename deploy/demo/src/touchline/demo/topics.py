"""What the topics carry, read as any subscriber would: no group, nothing committed."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from touchline.demo.platform import Platform
from touchline.runtime.settings import Settings
from touchline.runtime.topics import read_topic
from touchline.schemas.topics import TOPICS, Topic, dead_letters


@dataclass(frozen=True, slots=True)
class Carried:
    """The rows of a topic, each event once; `repeats` are messages whose `ce_id` had come before."""

    rows: list[Any]
    repeats: int


def carried(platform: Platform, topics: Iterable[Topic] = TOPICS) -> dict[str, Carried]:
    """Read these topics to their ends."""
    settings = Settings.model_validate({"kafka": platform.setting("KAFKA")})

    async def read_all() -> dict[str, Carried]:
        wanted = list(topics)
        return dict(
            zip((t.name for t in wanted), await asyncio.gather(*(_read(settings, t) for t in wanted)), strict=True)
        )

    return asyncio.run(read_all())


async def _read(settings: Settings, topic: Topic) -> Carried:
    seen: set[str] = set()
    found = Carried([], 0)
    repeats = 0
    async for message in read_topic(settings, topic):
        event = message.envelope.id
        if event in seen and topic.retention_ms is not None:
            repeats += 1
            continue
        seen.add(event)
        found.rows.extend(message.rows(topic.record))
    return Carried(found.rows, repeats)


def dead(platform: Platform) -> Counter[str]:
    """How many messages were parked in each topic of dead letters."""
    settings = Settings.model_validate({"kafka": platform.setting("KAFKA")})

    async def count() -> Counter[str]:
        counts: Counter[str] = Counter()
        for topic in TOPICS:
            for consumer in topic.consumers:
                async for _ in read_topic(settings, dead_letters(topic, consumer)):
                    counts[dead_letters(topic, consumer)] += 1
        return counts

    return asyncio.run(count())
