"""Feeds numbered events at an even pace, the same to every system, and remembers when each was offered."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from tests.faults.workload import Run


@dataclass(slots=True)
class Feed:
    """An idempotent producer: neither loses nor doubles when the broker is killed."""

    kafka: str
    runs: Sequence[Run]
    rate: float = 60.0  # events a second, each to every run
    offered: dict[int, float] = field(default_factory=dict)
    places: dict[Run, dict[int, tuple[int, int]]] = field(default_factory=dict)  # number → partition, offset
    _waiting: list["asyncio.Task[None]"] = field(default_factory=list)
    _producer: AIOKafkaProducer | None = None

    async def __aenter__(self) -> "Feed":
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self.kafka, enable_idempotence=True, acks="all", request_timeout_ms=60_000
        )
        await self._producer.start()
        self.places = {run: {} for run in self.runs}
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._producer is not None
        await self._producer.stop()

    async def until(self, done: asyncio.Event) -> None:
        """Offer events until told to stop."""
        while not done.is_set():
            self.offer()
            await asyncio.sleep(1 / self.rate)

    def offer(self) -> None:
        """One more event."""
        number = len(self.offered)
        self.offered[number] = time.time()
        self._waiting += [asyncio.ensure_future(self._send(run, number)) for run in self.runs]

    async def acknowledged(self) -> None:
        """Until the broker has all of them."""
        await asyncio.gather(*self._waiting)
        self._waiting.clear()

    async def _send(self, run: Run, number: int) -> None:
        assert self._producer is not None
        key, value, headers = run.message(number)
        try:
            record = await self._producer.send_and_wait(run.incoming.name, value, key=key, headers=headers)
        except KafkaError as error:
            raise RuntimeError(f"event {number} could not be fed: {error!r}") from error
        self.places[run][number] = (record.partition, record.offset)
