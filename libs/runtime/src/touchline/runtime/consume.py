"""Runs a consuming service: adapters up, Faust into the loop, relay and background work beside it, an exit code out."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from touchline.runtime import metrics
from touchline.runtime.broker import partition_facts
from touchline.runtime.database import Database
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.faust_transport import MarkedApp, new_app
from touchline.runtime.logs import configure_logs, log
from touchline.runtime.loop import Handler, Loop, TooManyBugs
from touchline.runtime.message import Message
from touchline.runtime.relay import KafkaProducer, Relay
from touchline.runtime.settings import Settings
from touchline.runtime.unit_of_work import Partition, UnitOfWork
from touchline.schemas.topics import Topic, dead_letters, retries

__all__ = ["Handler", "Message", "Resources", "Wiring", "run_consumer"]

EXIT_REFUSED = 2
EXIT_BUG = 70  # EX_SOFTWARE of sysexits.h
EXIT_STALLED = 75  # EX_TEMPFAIL


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
    metrics.serve_metrics(settings.metrics_port)
    sys.exit(asyncio.run(_run(settings, service, build, logic_version)))


async def _run(settings: Settings, service: str, build: Build, logic_version: int) -> int:
    producer = KafkaProducer(settings)
    database: Database | None = None
    try:
        database = await Database.connect(settings)
        nudged = asyncio.Event()
        work = UnitOfWork(database, service, logic_version=logic_version, committed=nudged.set)
        wiring = await build(Resources(settings, database, work, nudged.set))
        relay = Relay(database, producer, service, f"{settings.instance}:{os.getpid()}")
        consumer = _Consumer(settings, work, wiring)
        coroutines = [relay.run(nudged), consumer.run(), *(_patiently(service, task) for task in wiring.background)]
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
        self._loop = Loop(work, handlers, letters, bug_limit=settings.bug_limit)
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._app: MarkedApp | None = None
        self._assigned: frozenset[Partition] = frozenset()

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
        try:
            await app.start()
            watchdog = asyncio.ensure_future(self._watch())
            log.info("consuming", topics=sorted(self._loop.handlers))
            await asyncio.wait([watchdog, self._failed], return_when=asyncio.FIRST_COMPLETED)
            (self._failed if self._failed.done() else watchdog).result()
        finally:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(app.stop(), 10)
            os.rmdir(datadir) if not os.listdir(datadir) else None

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
        self._assigned = frozenset(assigned)
        while True:
            try:
                return await self._work.claim(await partition_facts(self._settings.kafka, assigned) if assigned else {})
            except Unavailable as error:
                log.warning("waiting to claim partitions", error=str(error))
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
        await self._loop.deliver(partition, messages, lambda: generation == app.consumer_generation_id)

    def _fail(self, error: BaseException) -> None:
        if not self._failed.done():
            self._failed.set_exception(error)

    async def _watch(self) -> None:
        """End the process when a partition has lag and its mark stands still: it is not fetched, or no longer owned."""
        stands: dict[Partition, tuple[int, float]] = {}
        while True:
            await asyncio.sleep(min(10.0, self._settings.stall_limit / 4))
            now = asyncio.get_running_loop().time()
            behind = {} if self._loop.waiting else await self._behind()
            known = {where: stands[where] for where, mark in behind.items() if stands.get(where, (None,))[0] == mark}
            stands = {where: known.get(where, (mark, now)) for where, mark in behind.items()}
            stalled = [where for where, (_, since) in stands.items() if now - since > self._settings.stall_limit]
            if stalled:
                names = ", ".join(f"{where.topic}/{where.number}" for where in sorted(stalled))
                raise _Stalled(f"{names}: lag and no progress for {self._settings.stall_limit:.0f} s")

    async def _behind(self) -> dict[Partition, int]:
        """The mark of every assigned partition that has lag, -1 of one that was fenced off and not claimed again."""
        assigned, owned = set(self._assigned), dict(self._work.owned)
        try:
            facts = await partition_facts(self._settings.kafka, assigned) if assigned else {}
        except (Unavailable, Refused):
            return {}  # a broker that is down is waited for, not a stall of ours
        marks = {where: owned[where].next_offset if where in owned else -1 for where in assigned}
        lag: dict[str, int] = {}
        for where, mark in marks.items():
            lag[where.topic] = lag.get(where.topic, 0) + max(0, facts[where].end - max(mark, 0))
        for topic, messages in lag.items():
            metrics.LAG.labels(self._work.service, topic).set(messages)
        return {where: mark for where, mark in marks.items() if mark < facts[where].end}


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
