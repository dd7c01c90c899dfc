"""Topics into memory: every partition from the start, without a group, for as long as the replica lives."""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime

from touchline.predictor.serving.push.feed import Feed
from touchline.predictor.serving.push.position import log_name
from touchline.predictor.serving.state import State
from touchline.runtime import metrics
from touchline.runtime.broker import partition_facts
from touchline.runtime.errors import InvalidRecord, Refused, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.loop import span_of
from touchline.runtime.settings import Settings
from touchline.runtime.topics import read_topic
from touchline.runtime.unit_of_work import Partition
from touchline.schemas.topics import Topic

SERVICE = "predictor-serve"


async def follow_topic(
    settings: Settings, state: State, topic: Topic, now: Callable[[], datetime], feed: Feed | None = None
) -> None:
    """Read a topic for ever; a broker that is away is asked again, and what is read twice does no harm.

    What is news of the topic is told to the feed, where one is given.
    """
    while True:
        reached = asyncio.Event()
        marking = asyncio.create_task(_mark_caught_up(state, topic, reached))
        try:
            if feed is not None:
                await _begin(settings, feed, topic)
            async for message in read_topic(settings, topic, follow=True, caught_up=reached):
                try:
                    with span_of([message]) if reached.is_set() else nullcontext():
                        news = state.apply(topic, message, now())
                        if feed is not None:
                            feed.take(message.partition, message.offset, news)
                    metrics.MESSAGES.labels(SERVICE, topic.name, "done").inc()
                except InvalidRecord as invalid:  # nobody can answer from it; the consumer that keeps a mark parks it
                    metrics.MESSAGES.labels(SERVICE, topic.name, "parked").inc()
                    log.error("skipped", topic=topic.name, offset=message.offset, reason=str(invalid))
        except (Unavailable, Refused) as error:
            log.warning("waiting for Kafka", topic=topic.name, error=str(error))
        finally:
            marking.cancel()
        await asyncio.sleep(1)


async def _mark_caught_up(state: State, topic: Topic, reached: asyncio.Event) -> None:
    await reached.wait()
    state.caught_up.add(topic.name)


async def _begin(settings: Settings, feed: Feed, topic: Topic) -> None:
    """Which log it is, and where it starts: the positions of subscribers rest on both."""
    names = [Partition(topic.name, number) for number in range(topic.partitions)]
    facts = await partition_facts(settings.brokers, names)
    feed.begin(log_name(facts[names[0]].topic_id), [facts[name].start for name in names])
