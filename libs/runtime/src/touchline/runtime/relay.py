"""The relay: what the outbox holds goes to Kafka in sequence, and is deleted once acknowledged."""

import asyncio
import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from touchline.runtime import metrics
from touchline.runtime.database import Database, Transactions
from touchline.runtime.errors import Unavailable
from touchline.runtime.knocking import knock
from touchline.runtime.logs import log
from touchline.runtime.settings import Settings
from touchline.runtime.transaction import Row, unpack_headers

LEASE_SECONDS = 6.0  # what a killed relay's successor waits, as long as Kafka's shortest session time-out
READ_ROWS = 100
LANES_AT_ONCE = 4


class Producer(Protocol):
    """Sends one message and returns when every in-sync replica has it; `Unavailable` otherwise."""

    async def send(self, topic: str, key: bytes | None, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        """Send and wait for the acknowledgement."""
        ...


class KafkaProducer:
    """An idempotent producer: a retry inside the client neither doubles nor reorders."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()

    async def send(self, topic: str, key: bytes | None, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        """Send and wait for the acknowledgement."""
        try:
            async with self._starting:
                producer = await self._started()
            await producer.send_and_wait(topic, value, key=key, headers=headers)
        except (TimeoutError, KafkaError, OSError) as error:
            await self.close()  # an idempotent producer that failed cannot go on with its sequence
            raise Unavailable(f"Kafka: {error!r}") from error

    async def close(self) -> None:
        """Flush and stop."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            await knock(self._settings.brokers)
            producer = AIOKafkaProducer(
                **self._settings.brokers.client(),
                enable_idempotence=True,
                acks="all",
                linger_ms=0,
                max_request_size=4 * 1024 * 1024,  # a dead letter is its message and the reason
                request_timeout_ms=20_000,
            )
            try:
                await producer.start()
            except BaseException:
                await producer.stop()
                raise
            self._producer = producer
        return self._producer


@dataclass(slots=True)
class Relay:
    """Drains the lanes of one service; each lane has one relay at a time, by lease."""

    database: Transactions
    producer: Producer
    service: str
    owner: str

    async def drain(self) -> int:
        """Send everything that waits now, some lanes at once; returns how many messages were sent."""
        free = asyncio.Semaphore(LANES_AT_ONCE)

        async def drained(lane: str) -> int:
            async with free:
                return await self._drain_lane(lane)

        ended = await asyncio.gather(*map(drained, await self.pending()), return_exceptions=True)
        for one in ended:
            if isinstance(one, BaseException):
                raise one
        return sum(one for one in ended if isinstance(one, int))

    async def pending(self) -> list[str]:
        """The lanes in which something waits."""
        async with self.database.transaction() as connection:
            lanes = connection.ask("SELECT DISTINCT lane FROM outbox WHERE service = %s", (self.service,))
        return [str(lane) for (lane,) in await lanes]

    async def _drain_lane(self, lane: str) -> int:
        sent, rows = 0, await self._leased(lane)
        while rows:
            count = await self._send(lane, rows)
            sent += count
            # All of fewer than were asked for: nothing waited any more, and whoever writes nudges.
            rows = await self._leased(lane) if count and (count < len(rows) or count == READ_ROWS) else []
        return sent

    async def _leased(self, lane: str) -> list[Row]:
        """Take or renew the lease, and read the next rows; nothing where another relay has it."""
        async with self.database.transaction() as connection:
            await connection.execute_many(
                "UPDATE lanes SET lease_owner = %s, lease_until = UNIX_TIMESTAMP(NOW(6)) + %s"
                " WHERE service = %s AND lane = %s AND (lease_owner = %s OR lease_until < UNIX_TIMESTAMP(NOW(6)))",
                [(self.owner, LEASE_SECONDS, self.service, lane, self.owner)],
            )
            asked = connection.ask(
                "SELECT sequence, topic, message_key, headers, value FROM outbox"
                " WHERE service = %s AND lane = %s AND EXISTS"
                " (SELECT 1 FROM lanes WHERE service = %s AND lane = %s AND lease_owner = %s)"
                " ORDER BY sequence LIMIT %s",
                (self.service, lane, self.service, lane, self.owner, READ_ROWS),
            )
        rows: list[Row] = await asked
        return rows

    async def _send(self, lane: str, rows: Sequence[Row]) -> int:
        sent: list[int] = []
        try:
            # Half a lease is enough time; a relay that was stopped meanwhile must look at its lease again.
            async with asyncio.timeout(LEASE_SECONDS / 2):
                for sequence, topic, key, headers, value in rows:
                    await self.producer.send(topic, key, value, unpack_headers(headers))
                    metrics.OUTBOX_SENT.labels(self.service, topic).inc()
                    sent.append(sequence)
        except TimeoutError:
            log.warning("relay is slow", lane=lane, sent=len(sent), of=len(rows))
        finally:
            if sent:  # acknowledged: forget it, also when a later one failed
                await self._delete(lane, sent[-1])
        return len(sent)

    async def _delete(self, lane: str, last: int) -> None:
        async with self.database.transaction() as connection:
            await connection.execute_many(
                "DELETE FROM outbox WHERE service = %s AND lane = %s AND sequence <= %s", [(self.service, lane, last)]
            )

    async def release(self) -> None:
        """Give up every lease, so that whoever comes next need not wait for its end."""
        async with self.database.transaction() as connection:
            await connection.execute(
                "UPDATE lanes SET lease_until = 0 WHERE service = %s AND lease_owner = %s", (self.service, self.owner)
            )

    async def run(self, nudged: asyncio.Event, poll: float = 0.2) -> None:
        """Drain for ever, at once when nudged; a dependency that is down is waited for."""
        wait = poll
        while True:
            try:
                await self.drain()
                wait = poll
            except Unavailable as error:
                metrics.WAITS.labels(self.service).inc()
                log.warning("relay waits", error=str(error))
                wait = min(wait * 2, 5.0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(nudged.wait(), wait)
            nudged.clear()


async def publish_pending(database: Database, settings: Settings, service: str) -> int:
    """Drain a service's outbox now; for batch commands, which do not stay.

    Raises:
        Unavailable: Kafka or MariaDB is down; what was not sent stays in the outbox.
    """
    producer = KafkaProducer(settings)
    try:
        return await drain_all(Relay(database, producer, service, f"{settings.instance}:{os.getpid()}"))
    finally:
        await producer.close()


async def drain_all(relay: Relay, patience: float = 60.0, pause: float = 0.5) -> int:
    """Drain until nothing waits, be it that another relay, perhaps a dead one, still has the lease of a lane.

    Raises:
        Unavailable: something still waits when patience is at its end.
    """
    deadline = asyncio.get_running_loop().time() + patience
    sent = await relay.drain()
    while await relay.pending():
        if asyncio.get_running_loop().time() > deadline:
            raise Unavailable(f"another relay of {relay.service} has the lease and sends nothing")
        await asyncio.sleep(pause)
        sent += await relay.drain()
    return sent
