"""Faust with its offsets taken from our marks.

Faust's own commits cannot be trusted (an agent that raises has acknowledged; never-acknowledged offsets are committed
over), so the database's mark decides where each partition continues. `seek_to_committed` is the last thing Faust does
after every rebalance, which makes it the one safe place.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import faust
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from touchline.runtime.brokers import Brokers
from touchline.runtime.unit_of_work import Partition

Claim = Callable[[set[Partition]], Awaitable[dict[Partition, int]]]


class MarkedConsumer(driver.Consumer):  # type: ignore[misc]
    """Continues at our marks."""

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Claim every assigned partition and seek to its mark."""
        assigned = {
            Partition(tp.topic, tp.partition) for tp in self.assignment() if tp.topic in self.app.touchline_topics
        }
        offsets = {TP(p.topic, p.number): offset for p, offset in (await self.app.touchline_claim(assigned)).items()}
        if offsets:
            await self.seek_wait(offsets)
        return offsets

    async def _wait_next_records(self, timeout: float) -> Any:
        # Faust sleeps a whole second when a full buffer has paused every partition; a few milliseconds are enough.
        if self.flow_active and not self._get_active_partitions():
            await asyncio.sleep(0.005)
            return {}, set()
        return await super()._wait_next_records(timeout)


class MarkedTransport(driver.Transport):  # type: ignore[misc]
    """Faust's aiokafka transport with our consumer."""

    Consumer = MarkedConsumer


class MarkedApp(faust.App):  # type: ignore[misc]
    """A Faust app that asks `touchline_claim` where to continue."""

    touchline_claim: Claim
    touchline_topics: frozenset[str]

    def _new_transport(self) -> MarkedTransport:
        return MarkedTransport(self.conf.broker_consumer, self)

    def _new_producer_transport(self) -> MarkedTransport:
        return MarkedTransport(self.conf.broker_producer, self)


def new_app(
    service: str,
    brokers: Brokers,
    instance: str,
    session_timeout: float,
    claim: Claim,
    topics: frozenset[str],
    datadir: str,
) -> MarkedApp:
    """A Faust app with the settings that FACTS measured; nothing is declared, no table is used."""
    app = MarkedApp(
        service,
        broker=";".join(f"kafka://{host}" for host in brokers.addresses.split(",")),
        broker_credentials=brokers.credentials(),
        key_serializer="raw",
        value_serializer="raw",
        store="memory://",
        datadir=datadir,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        consumer_auto_offset_reset="earliest",
        stream_wait_empty=False,  # else a rebalance waits for the event that is being retried
        stream_buffer_maxsize=256,
        broker_max_poll_records=200,
        broker_commit_interval=1.0,
        broker_session_timeout=session_timeout,
        broker_heartbeat_interval=max(1.0, session_timeout / 10),
        broker_request_timeout=max(30.0, session_timeout + 5),
        consumer_group_instance_id=f"{service}-{instance}",  # static membership: a restart rejoins at once
        producer_linger=0,
        producer_request_timeout=30.0,
    )
    app.touchline_claim = claim
    app.touchline_topics = topics
    return app
