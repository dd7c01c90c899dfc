"""From a vector to its subscribers: `python -m benchmarks.serving.push`, on a stack of its own.

Vectors are sent at a fixed rate, whatever comes of them (open loop); a subscriber's delay runs from when the vector
was due to be sent to when the first bytes of its event are read. `fan-out` sends sealed predictions instead of vectors:
what the replica alone takes. Subscribers, replica, consumer, Kafka and MariaDB share the machine.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from benchmarks.features.rows import ROOT, Row, keep, show
from tests.replicas import Replica, consuming, crown, produce, producing, serving
from tests.stack import running_stack
from touchline.schemas.topics import MATCH_FEATURES, MATCH_PREDICTIONS

sys.path.insert(0, str(ROOT / "services" / "predictor" / "tests"))  # the small blend that tests serve

from changes import sealed

from conftest import builders

SUBSCRIBERS = int(os.environ.get("SUBSCRIBERS", "1000"))
CHANGES = int(os.environ.get("CHANGES", "100"))
EVERY = float(os.environ.get("EVERY", "0.5"))  # seconds
WARM = 5  # changes that are not counted
PATIENCE = 120.0
MARK = b"event: prediction\n"
MATCH, OTHER = "E0:2019-20:arsenal:chelsea", "E0:2019-20:everton:chelsea"
OUT = ROOT / "build" / "bench" / "push.json"


@dataclass
class Reader(asyncio.Protocol):
    """A subscriber that looks at the clock when an event begins, and at nothing else."""

    heard: list[float] = field(default_factory=list)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(b"GET /v1/stream/predictions HTTP/1.1\r\nHost: bench\r\n\r\n")  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self.heard += [now] * data.count(MARK)


async def subscribe(port: int, count: int) -> list[Reader]:
    """So many subscribers."""
    loop = asyncio.get_running_loop()
    return [(await loop.create_connection(Reader, "127.0.0.1", port))[1] for _ in range(count)]


async def measured(readers: list[Reader], change: Callable[[int], Awaitable[None]], first: int) -> Iterator[float]:
    """Milliseconds that each change took to each subscriber."""
    before, due = [len(reader.heard) for reader in readers], []
    begun = time.perf_counter()
    for number in range(WARM + CHANGES):
        due.append(begun + number * EVERY)
        await asyncio.sleep(max(0.0, due[-1] - time.perf_counter()))
        await change(first + number)
    deadline = time.perf_counter() + PATIENCE
    while any(len(reader.heard) < had + len(due) for reader, had in zip(readers, before, strict=True)):
        if time.perf_counter() > deadline:
            raise TimeoutError("some subscriber did not hear every change")
        await asyncio.sleep(0.05)
    return (
        (at - sent) * 1e3
        for reader, had in zip(readers, before, strict=True)
        for sent, at in list(zip(due, reader.heard[had:], strict=True))[WARM:]
    )


def rows(name: str, delays: Iterator[float]) -> Iterator[Row]:
    """Median and 99th percentile."""
    all_delays = list(delays)
    cuts = quantiles(all_delays, n=100)
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    for quantile in (50, 99):
        yield Row(f"{name}-p{quantile}", "ms", round(cuts[quantile - 1], 1), len(all_delays), note=load)


async def main() -> list[Row]:
    """Every row."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_stack(Path(folder) / "data", "kafka,topics,mariadb,migrations,redis,s3") as stack,
    ):
        make, logs = builders(), Path(folder)
        await crown(stack, make.bundle())
        async with producing(stack) as producer, consuming(stack, logs), serving(stack, "a", logs) as replica:

            async def vector(number: int) -> None:
                row = make.features(MATCH, number, values=make.vector(chances_rate_home=1 + number % 997 / 1000))
                await produce(producer, MATCH_FEATURES, [row], make.noon)

            async def prediction(number: int) -> None:
                await produce(producer, MATCH_PREDICTIONS, [sealed(make, OTHER, number)], make.noon)

            await _first(replica, vector)
            (one,) = await subscribe(replica.rest, 1)
            found = [*rows("push-1", await measured([one], vector, 10_000))]
            many = await subscribe(replica.rest, SUBSCRIBERS)
            found += rows(f"push-{SUBSCRIBERS}", await measured(many, vector, 20_000))
            found += rows(f"fan-out-{SUBSCRIBERS}", await measured(many, prediction, 1))
    return found


async def _first(replica: Replica, feature: Callable[[int], Awaitable[None]]) -> None:
    """The consumer has joined its group once a first change is heard."""
    (reader,) = await subscribe(replica.rest, 1)
    await feature(1)
    async with asyncio.timeout(PATIENCE):
        while not reader.heard:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


if __name__ == "__main__":
    result = asyncio.run(main())
    keep(result, OUT)
    show(result)
