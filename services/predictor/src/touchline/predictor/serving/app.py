"""The serving program: one replica, its readers, its model and its announcements around one HTTP server."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic

import uvicorn
import uvloop
from redis.asyncio import Redis

from touchline.predictor.access.counting import RedisCounts, quick_redis
from touchline.predictor.access.gate import Gate
from touchline.predictor.access.known import KnownKeys
from touchline.predictor.access.quotas import Quotas
from touchline.predictor.access.signers import KnownSigners, fetched
from touchline.predictor.access.tokens import Tokens
from touchline.predictor.bundles import StoredBundles
from touchline.predictor.config import PredictorSettings
from touchline.predictor.serving.announcing import Announcer
from touchline.predictor.serving.api import api_of
from touchline.predictor.serving.asking import Asking
from touchline.predictor.serving.champion import Throne
from touchline.predictor.serving.connection import Connection
from touchline.predictor.serving.facts import MariaFacts
from touchline.predictor.serving.lineage import MariaSources
from touchline.predictor.serving.parts import Parts, feed_of
from touchline.predictor.serving.player_champion import PlayerThrone
from touchline.predictor.serving.push.asking import model_of
from touchline.predictor.serving.push.feed import Feed
from touchline.predictor.serving.reading import follow_topic
from touchline.predictor.serving.reports import MariaReports
from touchline.predictor.serving.rpc.server import serve_rpc
from touchline.predictor.serving.squads import MariaSquads
from touchline.predictor.serving.state import READ, State
from touchline.runtime import metrics
from touchline.runtime.logs import configure_logs, log
from touchline.runtime.metric import Program
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.tracing import configure_tracing
from touchline.schemas import topics

EXIT_BUG = 70  # EX_SOFTWARE of sysexits.h
KEPT_ALIVE = 75
"""Seconds that a silent connection is kept: longer than clients (httpx: 5) and load balancers (60) keep it, since a
server that closes first loses the request that is on its way."""


def serve(settings: PredictorSettings) -> None:
    """Answer until told to stop (exit 0); a bug in a reader ends the replica, so that somebody looks (70)."""
    configure_logs("predictor", settings.instance)
    configure_tracing("predictor-serve", settings.instance, settings.otlp)
    metrics.LIST.show_only(Program.PREDICTOR_SERVE)
    sys.exit(uvloop.run(_serve(settings)))


class Server(uvicorn.Server):
    """Uvicorn's, which would raise the signal that ended it once more: being told to stop is no failure."""

    def __init__(self, config: uvicorn.Config, feed: Feed) -> None:
        super().__init__(config)
        self._feed = feed

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, which would not end by themselves, and then the rest."""
        self._feed.close()
        await super().shutdown(sockets)

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
    state = State(
        horizon=settings.horizon,
        competitions=settings.predicted,
        model_name=settings.model_name,
        player_model_name=settings.player_model_name,
    )
    replica = f"{settings.instance}:{settings.rest_port or os.getpid()}"
    announcer = Announcer(settings, state, replica, _now)
    objects = await ObjectStore.connect(settings)
    asking, redis = Asking(settings), quick_redis(settings.redis)
    gate = gate_of(settings, asking, redis)
    parts = Parts.around(
        state,
        MariaSources(asking),
        MariaFacts(asking),
        StoredBundles(objects),
        reports=MariaReports(asking),
        squads=MariaSquads(asking),
        feed=feed_of(state, kept=settings.push_kept, room=settings.push_waiting, limit=settings.push_limit),
        silence=settings.push_heartbeat,
        gate=gate,
        origins=settings.origins,
    )

    async def announce() -> None:
        if (model := model_of(state)) is not None:
            parts.feed.swapped(model)
        await announcer.announce()

    throne = Throne(
        state,
        objects,
        settings.pointer_key,
        pointer_interval=timedelta(seconds=settings.pointer_interval),
        now=_now,
        announce=announce,
        staged=settings.canary_share > 0,
    )
    every = timedelta(seconds=settings.pointer_interval)
    player_throne = PlayerThrone(state, objects, settings.player_pointer_key, every, _now)
    config = uvicorn.Config(
        api_of(parts),
        settings.rest_host,
        settings.rest_port,
        http=Connection,
        log_level="warning",
        access_log=False,
        timeout_keep_alive=KEPT_ALIVE,
        timeout_graceful_shutdown=5,
    )
    server = Server(config, parts.feed)
    told = {topics.MATCH_PREDICTIONS: parts.feed}
    beside = [
        throne.watch(),
        gate.keys.watch(),
        *([] if gate.tokens is None else [gate.tokens.signers.watch()]),
        player_throne.watch(),
        announcer.renew(),
        serve_rpc(parts, f"{settings.rest_host}:{settings.grpc_port}"),
        *(follow_topic(settings, state, topic, _now, told.get(topic)) for topic in READ),
    ]
    try:
        return await _until_stopped(server, beside)
    finally:
        await announcer.close()
        await objects.close()
        await redis.aclose()


def gate_of(settings: PredictorSettings, asking: Asking, redis: Redis) -> Gate:
    """The replica's gate: keys out of MariaDB, quotas in Redis."""
    metrics.LIST.show_all(metrics.ACCESS_REFUSED)
    quotas = Quotas(RedisCounts(redis, monotonic), monotonic)
    tokens = None if settings.terms is None else Tokens(settings.terms, KnownSigners(settings.jwt_keys, fetched))
    return Gate(KnownKeys(asking), quotas, settings.anonymous, settings.anonymous_allowance, tokens=tokens)


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
