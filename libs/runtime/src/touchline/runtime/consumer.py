"""Feeds the loop from Faust: assignments claimed, messages handed on by partition, lag told and watched."""

import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import Mapping
from typing import Any

from touchline.runtime.backlog import Backlog
from touchline.runtime.broker import partition_facts
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.faust_transport import MarkedApp, new_app
from touchline.runtime.logs import log
from touchline.runtime.loop import Handler, Loop
from touchline.runtime.message import Message
from touchline.runtime.settings import Settings
from touchline.runtime.unit_of_work import Partition, UnitOfWork
from touchline.runtime.waiting import begin_at_zero, tell_lags
from touchline.runtime.watchdog import Watchdog
from touchline.schemas.topics import Topic, dead_letters, retries

CLAIM_ATTEMPTS = 3


class Stalled(Exception):
    """There is lag and nothing moves."""


class Consumer:
    """Feeds the loop from Faust, from where the marks stand; a failure in Faust's own tasks ends `run`."""

    def __init__(self, settings: Settings, work: UnitOfWork, routes: Mapping[Topic, Handler]) -> None:
        handlers, letters = _with_retries(work.service, routes)
        self._settings = settings
        self._work = work
        compacted = frozenset(topic.name for topic in routes if topic.retention_ms is None)
        self._loop = Loop(work, handlers, letters, bug_limit=settings.bug_limit, compacted=compacted)
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._app: MarkedApp | None = None
        self._backlog = Backlog[Partition]()
        self._in_hand: dict[Partition, float] = {}  # when the message being processed was produced, wall seconds
        begin_at_zero(work.service, handlers)

    async def run(self) -> None:
        """Consume for ever; without a topic to consume, wait for ever.

        Raises:
            Refused: continuing would mean guessing.
            Unavailable: Kafka or its topics stayed away.
            TooManyBugs: our own code failed too often.
            Stalled: see above.
        """
        if not self._loop.handlers:
            await asyncio.Event().wait()
        await self._wait_for_topics()
        datadir = tempfile.mkdtemp(prefix=f"touchline-{self._work.service}-")
        app = new_app(
            self._work.service,
            self._settings.brokers,
            self._settings.instance,
            self._settings.session_timeout,
            self._claim,
            frozenset(self._loop.handlers),
            datadir,
        )
        self._app = app
        # isolated_partitions crashes on a rebalance and concurrency loses order: one agent, grouped by partition
        topic = app.topic(
            *self._loop.handlers, key_serializer="raw", value_serializer="raw", key_type=bytes, value_type=bytes
        )
        app.agent(topic, concurrency=1, name=self._work.service)(self._agent)
        running = asyncio.ensure_future(self._start_and_watch(app))
        try:
            # The first claim is part of Faust's start, which never ends when that claim refuses.
            await asyncio.wait([running, self._failed], return_when=asyncio.FIRST_COMPLETED)
            (self._failed if self._failed.done() else running).result()
        finally:
            running.cancel()
            with contextlib.suppress(Exception):
                await asyncio.wait_for(app.stop(), 10)
            os.rmdir(datadir) if not os.listdir(datadir) else None

    async def _start_and_watch(self, app: MarkedApp) -> None:
        await app.start()
        log.info("consuming", topics=sorted(self._loop.handlers))
        await self._watch()

    async def _wait_for_topics(self) -> None:
        """A worker started before its topics exist would stay idle for minutes."""
        deadline = asyncio.get_running_loop().time() + self._settings.start_timeout
        while True:
            try:
                await partition_facts(self._settings.brokers, {Partition(name, 0) for name in self._loop.handlers})
                return
            except (Unavailable, Refused) as error:
                if asyncio.get_running_loop().time() > deadline:
                    raise
                log.warning("waiting for Kafka and its topics", error=str(error))
                await asyncio.sleep(1)

    async def _claim(self, assigned: set[Partition]) -> dict[Partition, int]:
        refusals = 0
        while True:
            try:
                return await self._work.claim(
                    await partition_facts(self._settings.brokers, assigned) if assigned else {}
                )
            except Unavailable as error:
                self._loop.waits += 1
                log.warning("waiting to claim partitions", error=str(error))
                await asyncio.sleep(0.5)
            except Refused as error:
                # A former owner may have moved a mark past the end that we had just asked for: look again.
                refusals += 1
                if refusals == CLAIM_ATTEMPTS:
                    self._fail(error)
                    await asyncio.Event().wait()
                log.warning("asking again before refusing", error=str(error))
                await asyncio.sleep(0.5)
            except Exception as error:
                self._fail(error)
                await asyncio.Event().wait()  # the process is ending; do not let Faust go on

    async def _agent(self, stream: Any) -> None:
        async for events in stream.noack_take(self._settings.batch, within=0.01):
            by_partition: dict[Partition, list[Any]] = {}
            for event in events:
                by_partition.setdefault(Partition(event.message.tp.topic, event.message.tp.partition), []).append(event)
            try:
                await asyncio.gather(*(self._deliver(where, what) for where, what in by_partition.items()))
            except Exception as error:  # an error out of an agent acknowledges the message: never let one out
                self._fail(error)
                await asyncio.Event().wait()
            for event in events:
                await stream.ack(event)  # for lag monitoring only; the mark is the truth

    async def _deliver(self, partition: Partition, events: list[Any]) -> None:
        assert self._app is not None
        app, generation = self._app, events[0].message.generation_id
        messages = [
            Message(partition.topic, partition.number, m.offset, m.key, m.value or b"", _header_list(m.headers))
            for m in (event.message for event in events)
        ]
        self._in_hand[partition] = events[0].message.timestamp or time.time()
        try:
            await self._loop.deliver(partition, messages, lambda: generation == app.consumer_generation_id)
        finally:
            self._in_hand.pop(partition, None)

    def _fail(self, error: BaseException) -> None:
        if not self._failed.done():
            self._failed.set_exception(error)

    async def _watch(self) -> None:
        """End the process when there is lag and no progress: a partition that is not fetched, a consumer that died."""
        limit = self._settings.stall_limit
        watchdog = Watchdog(limit)
        while True:
            await asyncio.sleep(min(10.0, limit / 4))
            lags, now = await self._lags(), asyncio.get_running_loop().time()
            if stalled := watchdog.look(now, lags, self._loop.progress, self._loop.waits):
                names = ", ".join(f"{partition.topic}/{partition.number}" for partition in stalled)
                raise Stalled(f"{names}: lag and no progress for {limit:.0f} s")

    async def _lags(self) -> dict[Partition, int]:
        owned, assigned = dict(self._work.owned), self._work.assigned
        try:
            facts = await partition_facts(self._settings.brokers, owned.keys() | assigned)
        except (Unavailable, Refused):
            return {}  # a broker that is down is waited for, not a stall of ours
        lags = {partition: max(0, facts[partition].end - held.next_offset) for partition, held in owned.items()}
        queues = {partition: (held.next_offset, facts[partition].end) for partition, held in owned.items()}
        ages = self._backlog.look(time.time(), queues, self._in_hand)
        tell_lags(self._work.service, self._loop.handlers, lags, ages)
        # given to us by Kafka and lost to the fence: only a rebalance or a restart brings it back
        return lags | dict.fromkeys(assigned - owned.keys(), 1)


def _with_retries(service: str, handlers: Mapping[Topic, Handler]) -> tuple[dict[str, Handler], dict[str, str]]:
    """Handlers by topic name; what is replayed to a retry topic meets the same handler."""
    by_name: dict[str, Handler] = {}
    letters: dict[str, str] = {}
    for topic, handler in handlers.items():
        for name in (topic.name, retries(topic, service)):
            by_name[name] = handler
            letters[name] = dead_letters(topic, service)
    return by_name, letters


def _header_list(headers: Any) -> list[tuple[str, bytes]]:
    return list(headers.items()) if isinstance(headers, dict) else list(headers or ())
