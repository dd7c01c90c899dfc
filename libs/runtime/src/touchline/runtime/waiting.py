"""Looks of a consumer at what waits beside its topics: its outbox, and its dead letters."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from kafka.errors import KafkaError

from touchline.runtime import metrics
from touchline.runtime.backlog import Backlog
from touchline.runtime.broker import partition_facts
from touchline.runtime.brokers import Brokers
from touchline.runtime.database import Transactions
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.transaction import Connection
from touchline.runtime.unit_of_work import Partition
from touchline.schemas.topics import Topic, dead_letters

INTERVAL = 10.0  # seconds; each look is one query and one question to the broker
Lanes = Mapping[str, tuple[int, int]]


def begin_at_zero(service: str, topics: Collection[str]) -> None:
    """Show every counter from the start: a rise from nothing to 1 is none to Prometheus' `increase`."""
    for counter in (metrics.WAITS, metrics.FENCED, metrics.CACHE_FAILURES):
        counter.labels(service)
    for topic in topics:
        for answer in metrics.ANSWER.values:
            metrics.MESSAGES.labels(service, topic, answer)


def tell_lags(
    service: str, topics: Collection[str], lags: Mapping[Partition, int], ages: Mapping[Partition, float]
) -> None:
    """Lag of each topic in messages and in time; 0 also for what went to another instance."""
    for topic in topics:
        mine = [partition for partition in lags if partition.topic == topic]
        metrics.LAG.labels(service, topic).set(sum(lags[partition] for partition in mine))
        metrics.LAG_SECONDS.labels(service, topic).set(max((ages[each] for each in mine), default=0.0))


async def lanes_of(connection: Connection, service: str) -> Lanes:
    """Where each lane of the outbox begins and ends."""
    rows = await connection.fetch_all(
        "SELECT lane, MIN(sequence), MAX(sequence) + 1 FROM outbox WHERE service = %s GROUP BY lane", (service,)
    )
    return {str(lane): (int(first), int(end)) for lane, first, end in rows}


def tell_outbox(service: str, lanes: Lanes, backlog: Backlog[str], now: float) -> None:
    """Its length and the age of its oldest message."""
    ages = backlog.look(now, lanes)
    metrics.OUTBOX_PENDING.labels(service).set(sum(end - first for first, end in lanes.values()))
    metrics.OUTBOX_AGE.labels(service).set(max(ages.values(), default=0.0))


async def _tell_dead_letters(brokers: Brokers, service: str, topics: Sequence[Topic]) -> None:
    kept = {Partition(dead_letters(topic, service), 0): topic.name for topic in topics}
    for partition, facts in (await partition_facts(brokers, kept)).items():
        metrics.DEAD_LETTERS.labels(service, kept[partition]).set(facts.end - facts.start)


async def watch_waiting(
    database: Transactions,
    brokers: Brokers,
    service: str,
    topics: Sequence[Topic],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    tell_dead_letters: Callable[[Brokers, str, Sequence[Topic]], Awaitable[None]] = _tell_dead_letters,
) -> None:
    """Look for ever; what is down now is looked at the next time, and a look that fails never ends the service."""
    backlog = Backlog[str]()
    while True:
        try:
            async with database.transaction() as connection:
                lanes = await lanes_of(connection, service)
            tell_outbox(service, lanes, backlog, time.time())
            if topics:
                await tell_dead_letters(brokers, service, topics)
        except (Unavailable, Refused, KafkaError) as error:
            log.warning("could not look at what waits", error=str(error))
        await sleep(INTERVAL)
