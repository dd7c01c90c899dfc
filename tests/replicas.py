"""Predictor programs on a running stack, with a champion to serve; and messages for them to read."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from aiokafka import AIOKafkaProducer

from tests.integration.ground import free_port
from tests.stack import ROOT, RunningStack
from touchline.football.bundle import sha256_of
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.settings import Settings
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.topics import Topic

PATIENCE = 180.0  # seconds: a hang guard, no measure


@dataclass(frozen=True, slots=True)
class Replica:
    """A `serve` process."""

    name: str
    rest: int
    grpc: int
    process: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """As if its machine had died."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    async def metrics(self) -> str:
        """What it shows to Prometheus."""
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"http://127.0.0.1:{self.rest}/metrics", timeout=30)).text


def program(stack: RunningStack, command: str, name: str, logs: Path, **settings: object) -> "subprocess.Popen[bytes]":
    """A predictor program; its log stands in a file of its name."""
    named = {f"TOUCHLINE_{key.upper()}": str(value) for key, value in settings.items()}
    environment = {**stack.environment, "OMP_NUM_THREADS": "1", "TOUCHLINE_INSTANCE": name, **named}
    with (logs / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "touchline.predictor", command], env=environment, cwd=ROOT, stdout=log, stderr=log
        )


@asynccontextmanager
async def consuming(stack: RunningStack, logs: Path) -> AsyncIterator[None]:
    """`consume` runs."""
    process = program(stack, "consume", "consume", logs)
    try:
        yield
    finally:
        _end(process)


@asynccontextmanager
async def serving(stack: RunningStack, name: str, logs: Path, **settings: object) -> AsyncIterator[Replica]:
    """A replica that is ready."""
    rest, rpc = free_port(), free_port()
    process = program(stack, "serve", name, logs, rest_port=rest, grpc_port=rpc, **settings)
    try:
        await _ready(rest, process, logs / f"{name}.log")
        yield Replica(name, rest, rpc, process)
    finally:
        _end(process)


async def crown(stack: RunningStack, bundle: bytes, version: str = "1", revision: int = 1) -> None:
    """Put a champion where programs look for it at their start."""
    os.environ.update({name: value for name, value in stack.environment.items() if name.startswith("TOUCHLINE_")})
    objects = await ObjectStore.connect(Settings())
    key = f"models/touchline-match/{version}.zip"
    pointer = {"version": version, "bundle_key": key, "bundle_sha256": sha256_of(bundle), "revision": revision}
    try:
        await objects.put(key, bundle, "application/zip")
        await objects.put("models/touchline-match/champion.json", json.dumps(pointer).encode(), "application/json")
    finally:
        await objects.close()


@asynccontextmanager
async def producing(stack: RunningStack) -> AsyncIterator[AIOKafkaProducer]:
    """A producer to the stack's Kafka."""
    producer = AIOKafkaProducer(bootstrap_servers=stack.environment["TOUCHLINE_KAFKA"])
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def produce(
    producer: AIOKafkaProducer, topic: Topic, rows: Sequence[Any], at: datetime, partition: int | None = None
) -> None:
    """Rows of one pool as one message, acknowledged."""
    entity = getattr(rows[0], "match_id", None) or rows[0].team_id
    headers = Envelope(f"{entity}@{rows[0].revision}", "/test", topic.name, at, topic.name, "").headers()
    value = encode(batch_of(topic.record, rows))
    await producer.send_and_wait(topic.name, value, key=rows[0].pool.encode(), headers=headers, partition=partition)


async def everybody(hearing: Iterable[Any]) -> list[Any]:
    """What all of them hear."""
    async with asyncio.timeout(PATIENCE):
        return await asyncio.gather(*hearing)


async def _ready(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(trust_env=False) as client:
        while True:
            assert process.poll() is None, log.read_text()[-3000:]
            try:
                if (await client.get(f"http://127.0.0.1:{port}/health/ready")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.2)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
