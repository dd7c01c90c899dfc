"""The serving program: one replica, its readers, its model and its announcements around one HTTP server."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import uvicorn

from touchline.predictor.bundles import StoredBundles
from touchline.predictor.config import PredictorSettings
from touchline.predictor.serving.announcing import Announcer
from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.asking import Asking
from touchline.predictor.serving.champion import Throne
from touchline.predictor.serving.facts import MariaFacts
from touchline.predictor.serving.lineage import MariaSources
from touchline.predictor.serving.reading import follow_topic
from touchline.predictor.serving.state import READ, State
from touchline.runtime import metrics
from touchline.runtime.logs import configure_logs, log
from touchline.runtime.metric import Program
from touchline.runtime.object_store import ObjectStore

EXIT_BUG = 70  # EX_SOFTWARE of sysexits.h


def serve(settings: PredictorSettings) -> None:
    """Answer until told to stop (exit 0); a bug in a reader ends the replica, so that somebody looks (70)."""
    configure_logs("predictor", settings.instance)
    metrics.LIST.show_only(Program.PREDICTOR_SERVE)
    sys.exit(asyncio.run(_serve(settings)))


class Server(uvicorn.Server):
    """Uvicorn's, which would raise the signal that ended it once more: being told to stop is no failure."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT ask for a graceful end."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        yield

    def _stop(self) -> None:
        self.should_exit = True


async def _serve(settings: PredictorSettings) -> int:
    state = State(horizon=settings.horizon, competitions=settings.predicted)
    replica = f"{settings.instance}:{settings.rest_port or os.getpid()}"
    announcer = Announcer(settings, state, replica, _now)
    objects = await ObjectStore.connect(settings)
    throne = Throne(
        state,
        objects,
        settings.pointer_key,
        pointer_interval=timedelta(seconds=settings.pointer_interval),
        now=_now,
        announce=announcer.announce,
    )
    asking = Asking(settings)
    api = build_api(state, MariaSources(asking), MariaFacts(asking), StoredBundles(objects))
    config = uvicorn.Config(
        api, settings.rest_host, settings.rest_port, log_level="warning", access_log=False, timeout_graceful_shutdown=5
    )
    server = Server(config)
    beside = [throne.watch(), announcer.renew(), *(follow_topic(settings, state, topic, _now) for topic in READ)]
    try:
        return await _until_stopped(server, beside)
    finally:
        await announcer.close()
        await objects.close()


async def _until_stopped(server: Server, beside: list[Coroutine[None, None, None]]) -> int:
    serving = asyncio.create_task(server.serve())
    tasks = [asyncio.create_task(each) for each in beside]
    await asyncio.wait([serving, *tasks], return_when=asyncio.FIRST_COMPLETED)
    failed = [error for task in tasks if task.done() and (error := task.exception()) is not None]
    for error in failed:
        log.error("our bug ends this replica", error=repr(error), exc_info=error)
    server.should_exit = True
    await serving
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return EXIT_BUG if failed else 0


def _now() -> datetime:
    return datetime.now(UTC)
