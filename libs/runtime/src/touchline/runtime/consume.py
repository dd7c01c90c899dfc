"""Runs a consuming service: adapters up, consumer, relay and background work side by side, an exit code out."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from touchline.runtime import garbage, metrics
from touchline.runtime.consumer import Consumer, Stalled
from touchline.runtime.database import Database
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.logs import configure_logs, log
from touchline.runtime.loop import Handler, Together, TooManyBugs
from touchline.runtime.message import Message
from touchline.runtime.metric import CONSUMERS
from touchline.runtime.relay import KafkaProducer, Relay
from touchline.runtime.settings import Settings
from touchline.runtime.tracing import configure_tracing
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.runtime.waiting import watch_waiting
from touchline.schemas.topics import Topic

__all__ = ["Handler", "Message", "Resources", "Together", "Wiring", "run_consumer"]

CONNECTIONS = 12  # partitions that are handled, folds and lanes of the outbox at once wait for each other no longer
EXIT_REFUSED = 2
EXIT_BUG = 70  # EX_SOFTWARE of sysexits.h
EXIT_STALLED = 75  # EX_TEMPFAIL
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
    configure_tracing(service, settings.instance, settings.otlp)
    if program := CONSUMING.get(service):
        metrics.LIST.show_only(program)
    metrics.serve_metrics(settings.metrics_port)
    sys.exit(asyncio.run(_run(settings, service, build, logic_version)))


async def _run(settings: Settings, service: str, build: Build, logic_version: int) -> int:
    producer = KafkaProducer(settings)
    database: Database | None = None
    relay: Relay | None = None
    try:
        database = await Database.connect(settings, CONNECTIONS)
        nudged = asyncio.Event()
        work = UnitOfWork(database, service, logic_version=logic_version, committed=nudged.set)
        wiring = await build(Resources(settings, database, work, nudged.set))
        relay = Relay(database, producer, service, f"{settings.instance}:{os.getpid()}")
        consumer = Consumer(settings, work, wiring.handlers)
        waiting = watch_waiting(database, settings.brokers, service, list(wiring.handlers))
        garbage.freeze()
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
    except Stalled as stalled:
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
