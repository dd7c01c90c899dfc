"""Topics into memory: every partition from the start, without a group, for as long as the replica lives."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from touchline.predictor.serving.state import State
from touchline.runtime import metrics
from touchline.runtime.errors import InvalidRecord, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.settings import Settings
from touchline.runtime.topics import read_topic
from touchline.schemas.topics import Topic

SERVICE = "predictor-serve"


async def follow_topic(settings: Settings, state: State, topic: Topic, now: Callable[[], datetime]) -> None:
    """Read a topic for ever; a broker that is away is asked again, and what is read twice does no harm."""
    while True:
        reached = asyncio.Event()
        marking = asyncio.create_task(_mark_caught_up(state, topic, reached))
        try:
            async for message in read_topic(settings, topic, follow=True, caught_up=reached):
                try:
                    state.apply(topic, message, now())
                    metrics.MESSAGES.labels(SERVICE, topic.name, "done").inc()
                except InvalidRecord as invalid:  # nobody can answer from it; the consumer that keeps a mark parks it
                    metrics.MESSAGES.labels(SERVICE, topic.name, "parked").inc()
                    log.error("skipped", topic=topic.name, offset=message.offset, reason=str(invalid))
        except Unavailable as error:
            log.warning("waiting for Kafka", topic=topic.name, error=str(error))
        finally:
            marking.cancel()
        await asyncio.sleep(1)


async def _mark_caught_up(state: State, topic: Topic, reached: asyncio.Event) -> None:
    await reached.wait()
    state.caught_up.add(topic.name)
