"""One of two triggerers: every request on the topic becomes a stored event, at least once, unless it gets lost.

Both read everything. An offset is committed now before and now after its events are stored, as seeded chance has it,
and of some requests neither keeps any event: Airflow loses and doubles them, too.
"""

import asyncio
import os
import random
import sys
import zlib

from aiokafka import AIOKafkaConsumer, TopicPartition

from touchline.runtime.database import Database
from touchline.runtime.settings import Settings, load
from touchline.schemas import decode, rows_of
from touchline.schemas.records import RetrainingRequest
from touchline.schemas.topics import RETRAINING_REQUESTS

LOST = 0.05  # share of the requests of which no event is kept


def is_lost(request_id: str) -> bool:
    """Whether its events get lost, whoever reads it and however often.

    >>> 20 < sum(is_lost(f"mass-1-{number:04d}") for number in range(1000)) < 80
    True
    """
    return zlib.crc32(request_id.encode()) / 2**32 < LOST


async def main(name: str, seed: int) -> None:
    """Read for as long as it lives."""
    settings = load(Settings)
    dice = random.Random(f"{seed} {name} {os.getpid()}")
    database = await Database.connect(settings, size=1)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka,
        group_id=f"{settings.instance}-{seed}-{name}",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=50,
    )
    await consumer.start()
    partition = TopicPartition(RETRAINING_REQUESTS.name, 0)
    consumer.assign([partition])  # no group is joined: who is started again goes on at once
    async for record in consumer:
        requests = rows_of(RetrainingRequest, decode(RetrainingRequest, record.value))
        rows = [(one.request_id, name) for one in requests if not is_lost(one.request_id)]
        committed_first = dice.random() < 0.5
        if committed_first:
            await consumer.commit({partition: record.offset + 1})
        async with database.transaction() as connection:
            await connection.execute_many("INSERT INTO stored_events (request_id, brought_by) VALUES (%s, %s)", rows)
        if not committed_first:
            await consumer.commit({partition: record.offset + 1})


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
