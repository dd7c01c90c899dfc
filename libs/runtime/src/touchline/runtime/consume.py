"""Runs a consuming service: adapters up, Faust into the loop, relay and background work beside it, an exit code out."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from touchline.runtime import metrics
from touchline.runtime.backlog import Backlog
from touchline.runtime.broker import partition_facts
from touchline.runtime.database import Database
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.faust_transport import MarkedApp, new_app
from touchline.runtime.logs import configure_logs, log
from touchline.runtime.loop import Handler, Loop, Together, TooManyBugs
from touchline.runtime.message import Message
from touchline.runtime.metric import CONSUMERS
from touchline.runtime.relay import KafkaProducer, Relay
from touchline.runtime.settings import Settings
from touchline.runtime.unit_of_work import Partition, UnitOfWork
from touchline.runtime.waiting import begin_at_zero, tell_lags, watch_waiting
from touchline.runtime.watchdog import Watchdog
from touchline.schemas.topics import Topic, dead_letters, retries

__all__ = ["Handler", "Message", "Resources", "Together", "Wiring", "run_consumer"]

EXIT_REFUSED = 2
EXIT_BUG = 70  # EX_SOFTWARE of sysexits.h
EXIT_STALLED = 75  # EX_TEMPFAIL
CLAIM_ATTEMPTS = 3
CONSUMING = {program.removesuffix("-consume"): program for program in CONSUMERS}
"""By service; the predictor's other program serves."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What a service's `build` is handed, connected."""

    settings: Settings
    database: Database
    work: UnitOfWork
    relay_nudge: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Wiring:
    """What it returns: a handler for each topic, and coroutines that run beside the consumer for as long as it does."""

    handlers: Mapping[Topic, Handler]
    background: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    close: list[Callable[[], Awaitable[None]]] = field(default_factory=list)  # connections to close at the end


Build = Callable[[Resources], Awaitable[Wiring]]


def run_consumer(settings: Settings, service: str, build: Build, logic_version: int = 1) -> None:
    """Consume until SIGTERM (exit 0), a refusal (2), too many bugs (70) or a stall (75)."""
    configure_logs(service, settings.instance)
    if program := CONSUMING.get(service):
        metrics.LIST.show_only(program)
    metrics.serve_metrics(settings.metrics_port)
    sys.exit(asyncio.run(_run(settings, service, build, logic_version)))


async def _run(settings: Settings, service: str, build: Build, logic_version: int) -> int:
    producer = KafkaProducer(settings)
    database: Database | None = None
    relay: Relay | None = None
    try:
        database = await Database.connect(settings)
        nudged = asyncio.Event()
        work = UnitOfWork(database, service, logic_version=logic_version, committed=nudged.set)
        wiring = await build(Resources(settings, database, work, nudged.set))
        relay = Relay(database, producer, service, f"{settings.instance}:{os.getpid()}")
        consumer = _Consumer(settings, work, wiring)
        waiting = watch_waiting(database, settings.kafka, service, list(wiring.handlers))
        beside = (_patiently(service, task) for task in wiring.background)
        coroutines = [relay.run(nudged), consumer.run(), waiting, *beside]
        try:
            return await _first_to_end(coroutines)
        finally:
            await _close(wiring)
    except Refused as refused:
        print(f"refused: {refused}", file=sys.stderr, flush=True)
        return EXIT_REFUSED
    except Unavailable as down:
        print(f"gave up waiting: {down}", file=sys.stderr, flush=True)
        return EXIT_REFUSED
    except TooManyBugs as bugs:
        print(f"stopped: {bugs}", file=sys.stderr, flush=True)
        return EXIT_BUG
    except _Stalled as stalled:
        print(f"stalled: {stalled}", file=sys.stderr, flush=True)
        return EXIT_STALLED
    finally:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(producer.close(), 5)
        if relay is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(relay.release(), 5)
        if database is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(database.close(), 5)


async def _patiently(service: str, task: Callable[[], Awaitable[None]]) -> None:
    """Background work meets the same answer as a handler when a dependency is down: it is waited for."""
    wait = 0.2
    while True:
        try:
            return await task()
        except Unavailable as error:
            metrics.WAITS.labels(service).inc()
            log.warning("background work waits for a dependency", error=str(error), seconds=wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 5.0)


async def _close(wiring: Wiring) -> None:
    for close in wiring.close:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(close(), 5)


async def _first_to_end(coroutines: list[Any]) -> int:
    """Run all until one fails or a signal asks to stop; then end the others."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    tasks = [asyncio.ensure_future(coroutine) for coroutine in [*coroutines, stop.wait()]]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        return 0
    finally:
        for task in tasks:
            task.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 20)


class _Stalled(Exception):
    """There is lag and nothing moves."""


class _Consumer:
    """Feeds the loop from Faust."""

    def __init__(self, settings: Settings, work: UnitOfWork, wiring: Wiring) -> None:
        handlers, letters = _with_retries(work.service, wiring.handlers)
        self._settings = settings
        self._work = work
        compacted = frozenset(topic.name for topic in wiring.handlers if topic.retention_ms is None)
        self._loop = Loop(work, handlers, letters, bug_limit=settings.bug_limit, compacted=compacted)
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._app: MarkedApp | None = None
        self._backlog = Backlog[Partition]()
        self._in_hand: dict[Partition, float] = {}  # when the message being processed was produced, wall seconds
        begin_at_zero(work.service, handlers)

    async def run(self) -> None:
        if not self._loop.handlers:
            await asyncio.Event().wait()
        await self._wait_for_topics()
        datadir = tempfile.mkdtemp(prefix=f"touchline-{self._work.service}-")
        app = new_app(
            self._work.service,
            self._settings.kafka,
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
                await partition_facts(self._settings.kafka, {Partition(name, 0) for name in self._loop.handlers})
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
                return await self._work.claim(await partition_facts(self._settings.kafka, assigned) if assigned else {})
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
                raise _Stalled(f"{names}: lag and no progress for {limit:.0f} s")

    async def _lags(self) -> dict[Partition, int]:
        owned, assigned = dict(self._work.owned), self._work.assigned
        try:
            facts = await partition_facts(self._settings.kafka, owned.keys() | assigned)
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
