"""What a challenger in the shadow costs those who ask: `python -m benchmarks.serving.shadow`, on a stack of its own.

Known fixtures are asked for at a fixed rate (open loop) while their vectors change all the time, in turns with and
without a challenger that scores each of them beside the champion. Generator, replica, consumer, Kafka and MariaDB share
the machine.
"""

import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from aiokafka import AIOKafkaProducer

from benchmarks.features.rows import ROOT, Row, beside, keep, show
from benchmarks.serving.load import Heard, Target, attack
from tests.replicas import Replica, consuming, crown, produce, producing, serving
from tests.stack import running_stack
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.settings import Settings
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Decision, Promotion
from touchline.schemas.topics import MATCH_FEATURES, PROMOTIONS

sys.path.insert(0, str(ROOT / "services" / "predictor" / "tests"))  # the small blend that tests serve

from conftest import builders

RATE = float(os.environ.get("RATE", "1000"))  # requests a second
SECONDS = float(os.environ.get("SECONDS_EACH", "10"))
ROUNDS = int(os.environ.get("ROUNDS", "10"))
EVERY = 0.1  # seconds between changes: many times what a Saturday brings
MATCHES = [f"E0:2019-20:shadow-{number}:club" for number in range(20)]
PATIENCE = 180.0
OUT = ROOT / "build" / "bench" / "shadow.json"


async def main() -> list[Row]:
    """Medians of both over the rounds."""
    found: dict[bool, list[Heard]] = {True: [], False: []}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_stack(Path(folder) / "data", "kafka,topics,mariadb,migrations,redis,s3") as stack,
    ):
        make, logs = builders(), Path(folder)
        await crown(stack, make.bundle())
        async with producing(stack) as producer, consuming(stack, logs), serving(stack, "a", logs) as replica:
            targets = [
                Target("GET", f"http://127.0.0.1:{replica.rest}/v1/predict/match?match_id={one}", {}) for one in MATCHES
            ]
            async with _changing(producer, make):
                await _all_are_answered(targets)
                for turn in range(ROUNDS):
                    for shadowed in (True, False):
                        await _decide(producer, make, 2 + 2 * turn + (not shadowed), shadowed)
                        await _stands(replica, shadowed)
                        found[shadowed].append(await asyncio.to_thread(attack, targets, RATE, SECONDS))
    return [_row(name, found) for name in ("p50", "p99")]


def _row(quantile: str, found: dict[bool, list[Heard]]) -> Row:
    ours, theirs = (statistics.median(getattr(one, quantile) for one in found[which]) for which in (True, False))
    n = sum(one.n for heard in found.values() for one in heard)
    name = f"known-fixture-shadowed-{quantile}"
    return beside(name, "ms", (ours, theirs), "without a challenger", n, more_is_better=False)


@asynccontextmanager
async def _changing(producer: AIOKafkaProducer, make: Any) -> AsyncIterator[None]:
    """One match's vector after the other changes, for as long as this is open."""

    async def change() -> None:
        number = 0
        while True:
            values = make.vector(chances_rate_home=1 + number % 997 / 1000)
            row = make.features(MATCHES[number % len(MATCHES)], number + 1, values=values)
            await produce(producer, MATCH_FEATURES, [row], make.noon)
            number += 1
            await asyncio.sleep(EVERY)

    changing = asyncio.create_task(change())
    try:
        yield
    finally:
        changing.cancel()


async def _decide(producer: AIOKafkaProducer, make: Any, revision: int, shadowed: bool) -> None:
    """A challenger is refused for no harm, or the champion is promoted again, which ends its trial."""
    version = "beside" if shadowed else "1"
    data, key = make.bundle(version, 0.1 * shadowed), f"models/touchline-match/{version}.zip"
    objects = await ObjectStore.connect(Settings())
    try:
        await objects.put(key, data, "application/zip")
    finally:
        await objects.close()
    row = make.promotion(version, revision, data, Decision.REFUSED if shadowed else Decision.PROMOTED)
    headers = Envelope(f"{revision}", "/bench", PROMOTIONS.name, make.noon, PROMOTIONS.name, "").headers()
    batch = encode(batch_of(Promotion, [replace(row, bundle_key=key, sound=True)]))
    await producer.send_and_wait(PROMOTIONS.name, batch, key=row.model_name.encode(), headers=headers)


async def _stands(replica: Replica, shadowed: bool) -> None:
    """Until every match is scored beside the champion, or none is any more."""
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(trust_env=False, timeout=30) as client:
        while True:
            said = (await client.get(f"http://127.0.0.1:{replica.rest}/v1/models")).json()["trial"] or {}
            runs = said.get("stage") == "shadow" and said["scored"] >= len(MATCHES)
            if runs or (not shadowed and said.get("stage") != "shadow"):
                return
            await asyncio.sleep(0.1)


async def _all_are_answered(targets: list[Target]) -> None:
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(trust_env=False, timeout=30) as client:
        for target in targets:
            while (await client.get(target.url)).status_code != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.5)


if __name__ == "__main__":
    result = asyncio.run(main())
    keep(result, OUT)
    show(result)
