"""A feature-store on a stack of its own, fed with messages of matches."""

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from kafka import KafkaProducer

from tests.integration.ground import Ground, end
from tests.stack import running_stack
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Match
from touchline.schemas.topics import MATCHES

PARTS = "kafka,topics,mariadb,migrations,redis"
ROWS_IN_A_MESSAGE = 1_000
PATIENCE = 900.0  # seconds, for thirty seasons of four leagues on a busy machine
LOOKED_EVERY = 0.1  # seconds
Message = tuple[bytes, bytes, list[tuple[str, bytes]]]


@contextmanager
def own_stack() -> Iterator[Ground]:
    """Kafka, MariaDB and Redis in a data directory of their own, gone at the end."""
    with TemporaryDirectory(prefix="touchline-features-") as data, running_stack(Path(data), PARTS) as stack:
        yield Ground(stack)


def with_empty_store(ground: Ground) -> Ground:
    """The same on a new database with the feature-store's tables."""
    name = f"touchline_bench_{secrets.token_hex(4)}"
    ground.query(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
    url = urlsplit(ground.environment["TOUCHLINE_DATABASE"])._replace(path=f"/{name}").geturl()
    own = ground.with_settings(database=url)
    own.stack.run("touchline.feature_store", "migrate")
    return own


@contextmanager
def consuming(ground: Ground) -> Iterator[int]:
    """One worker; its process id."""
    worker = ground.start("touchline.feature_store", "consume")
    try:
        yield worker.pid
    finally:
        end(worker)


def message(rows: Sequence[Match], time: datetime | None = None) -> Message:
    """Key, value and headers of a message of one pool; by itself it is told when its rows were available."""
    time = time or max(row.available_at for row in rows)
    name = f"bench-{rows[0].match_id}-{rows[0].status}-{rows[0].revision}-{len(rows)}"
    envelope = Envelope(name, "/touchline/normalizer", f"touchline.{MATCHES.name}", time, "touchline:Match", "")
    return rows[0].pool.encode(), encode(batch_of(Match, rows)), envelope.headers()


def send(ground: Ground, matches: Iterable[Match]) -> int:
    """A history in messages of a thousand rows; returns how many messages."""
    pools: dict[str, list[Match]] = {}
    for match in matches:
        pools.setdefault(match.pool, []).append(match)
    producer, count = KafkaProducer(bootstrap_servers=ground.kafka, acks="all", enable_idempotence=True), 0
    for rows in pools.values():
        for start in range(0, len(rows), ROWS_IN_A_MESSAGE):
            key, value, headers = message(rows[start : start + ROWS_IN_A_MESSAGE])
            producer.send(MATCHES.name, key=key, value=value, headers=headers)
            count += 1
    producer.flush(60)
    producer.close()
    return count


def until_folded(ground: Ground, messages: int) -> None:
    """Wait until so many messages were taken and nothing is stale."""

    def folded() -> bool:
        if not ground.query("SHOW TABLES LIKE 'marks'"):  # the worker makes it
            return False
        taken = ground.query(f"SELECT COALESCE(SUM(next_offset), 0) FROM marks WHERE topic = '{MATCHES.name}'")
        return int(str(taken[0][0])) >= messages and not ground.count("stale")

    deadline = time.monotonic() + PATIENCE
    while not folded():
        if time.monotonic() > deadline:
            raise SystemExit(f"{messages} messages were not folded within {PATIENCE:.0f} s")
        time.sleep(LOOKED_EVERY)
