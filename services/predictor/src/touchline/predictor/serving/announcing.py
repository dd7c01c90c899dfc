"""A replica says which model it serves, every ten seconds and whenever that changes."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from touchline.football.bundle import Manifest
from touchline.predictor.serving.state import State
from touchline.runtime.errors import Unavailable
from touchline.runtime.knocking import knock
from touchline.runtime.logs import log
from touchline.runtime.settings import Settings
from touchline.schemas import Envelope, batch_of, encode, event_id, topics
from touchline.schemas.records import Serving

INTERVAL = 10.0  # seconds; whoever waits for a version counts a replica as gone after a few of these
LONGEST_SEND = 5.0


class Announcer:
    """Writes to the topic of serving replicas; an announcement that fails is made again at the next turn."""

    def __init__(self, settings: Settings, state: State, replica: str, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._state = state
        self._replica = replica
        self._now = now
        self._producer: AIOKafkaProducer | None = None

    async def renew(self) -> None:
        """Announce for ever."""
        while True:
            await self.announce()
            await asyncio.sleep(INTERVAL)

    async def announce(self) -> None:
        """Say it now, if there is a model to speak of."""
        now = self._now()
        row = announcement(self._state, self._replica, now)
        players = player_announcement(self._state, self._replica, now)
        if row is None:
            return
        rows = [row] if players is None else [row, players]  # one message: the topic keeps the latest of a replica
        envelope = Envelope(
            id=event_id(self._replica, row.revision),
            source="/touchline/predictor",
            type=f"touchline.{topics.SERVING.name}",
            time=row.available_at,
            schema=f"touchline:{topics.SERVING.name}:{Serving.__name__}",
            traceparent="",
        )
        try:
            async with asyncio.timeout(LONGEST_SEND):
                producer = await self._started()
                await producer.send_and_wait(
                    topics.SERVING.name,
                    encode(batch_of(Serving, rows)),
                    key=self._replica.encode(),
                    headers=envelope.headers(),
                )
        except (Unavailable, KafkaError, OSError, TimeoutError) as error:
            log.warning("not announced", error=repr(error))

    async def close(self) -> None:
        """Let the producer go."""
        if self._producer is not None:
            await self._producer.stop()

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            await knock(self._settings.brokers)
            producer = AIOKafkaProducer(**self._settings.brokers.client(), enable_idempotence=True)
            try:
                await producer.start()
            except BaseException:
                await producer.stop()
                raise
            self._producer = producer
        return self._producer


def announcement(state: State, replica: str, now: datetime) -> Serving | None:
    """What a replica says of itself; nothing while it has no model."""
    served = state.served
    return None if served is None else _serving(state, served.model.manifest, served.since, replica, now)


def player_announcement(state: State, replica: str, now: datetime) -> Serving | None:
    """What it says of the models of players; nothing while it has none."""
    served = state.players
    return None if served is None else _serving(state, served.model.manifest, served.since, replica, now)


def _serving(state: State, manifest: Manifest, since: datetime, replica: str, now: datetime) -> Serving:
    return Serving(
        replica=replica,
        model_name=manifest.name,
        model_version=manifest.version,
        since=since,
        event_time=state.football_time,
        available_at=state.football_time,
        recorded_at=now,
        revision=int(now.timestamp() * 1000),
    )
