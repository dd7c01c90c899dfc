"""From Kafka to readable in Redis: `python -m benchmarks.features.freshness`, on a stack of its own.

One-row messages are sent at a fixed rate, whatever comes of them (open loop). Redis itself tells when a key was
written, and what is read there must name the result. A result's time runs from when it was due to be sent.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import quantiles
from typing import Any

import redis
from kafka import KafkaProducer

from benchmarks.features import made
from benchmarks.features.feeding import Message, consuming, message, own_stack, send, until_folded, with_empty_store
from benchmarks.features.rows import Row, show
from tests.integration.ground import Ground
from touchline.football.catalogue import LATEST
from touchline.schemas.records import Match
from touchline.schemas.topics import MATCHES
from touchline.schemas.vectors import CachedVector, team_key

COMPETITIONS = ("E0", "D1", "SP1", "I1", "F1", "N1", "B1", "P1", "T1", "G1")  # ten pools
YEAR = 2019
RATE = 100.0  # messages a second
SECONDS = float(os.environ.get("SECONDS_OF_LOAD", "30"))
WARM = 200  # messages that are sent and not counted
PATIENCE = 60.0  # seconds
MILLISECONDS = 1e3


@dataclass(slots=True)
class Awaited:
    """Results on their way; a result is there when both teams' vectors name it or a later one."""

    due: dict[str, float] = field(default_factory=dict)  # match → seconds of the steady clock
    by_key: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)  # match → seconds it took
    lock: threading.Lock = field(default_factory=threading.Lock)

    def expect(self, match: Match, due: float) -> None:
        """Before it is sent."""
        with self.lock:
            self.due[match.match_id], self.left[match.match_id] = due, 2
            for team in (match.home_team, match.away_team):
                self.by_key.setdefault(team_key(team, LATEST), []).append((match.available_at, match.match_id))

    def read(self, key: str, vector: CachedVector, at: float) -> None:
        """A vector of a team, read at a moment of the steady clock."""
        with self.lock:
            waiting = self.by_key.get(key, [])
            self.by_key[key] = [one for one in waiting if one[0] > vector.event_time]
            for available_at, match_id in waiting:
                if available_at <= vector.event_time:
                    self.left[match_id] -= 1
                    if not self.left[match_id]:
                        self.seen[match_id] = at - self.due[match_id]


def main() -> int:
    """Measure and print."""
    with own_stack() as ground:
        show(freshness(ground))
    return 0


def freshness(ground: Ground) -> list[Row]:
    """Rows `freshness-p50` and `freshness-p99`."""
    own = with_empty_store(ground)
    before = [one for code in COMPETITIONS for one in made.season(code, YEAR - 1)]
    coming = [one for code in COMPETITIONS for one in made.fixtures(code, YEAR + 1)]
    sent = send(own, before) + send(own, coming)
    with consuming(own):
        until_folded(own, sent)
        took = _streamed(own, list(_interleaved(int(WARM + RATE * SECONDS))))
    found = quantiles(took, n=100)
    note = f"{RATE:.0f} one-row messages a second over {len(COMPETITIONS)} pools for {SECONDS:.0f} s, open loop"
    return [
        Row(f"freshness-p{percent}", "ms", round(found[percent - 1] * MILLISECONDS, 1), len(took), note=note)
        for percent in (50, 99)
    ]


def _interleaved(count: int) -> Iterator[Match]:
    """The results of a season, one pool after the other."""
    seasons = [list(made.season(code, YEAR)) for code in COMPETITIONS]
    if count > sum(map(len, seasons)):
        raise SystemExit(
            f"a season of ten pools has {sum(map(len, seasons))} matches: take fewer seconds than {SECONDS}"
        )
    for number in range(count):
        yield seasons[number % len(seasons)][number // len(seasons)]


def _streamed(ground: Ground, matches: Sequence[Match]) -> list[float]:
    """Seconds that each counted result took."""
    awaited, stop = Awaited(), threading.Event()
    client: Any = redis.from_url(ground.environment["TOUCHLINE_REDIS"])
    client.config_set("notify-keyspace-events", "K$")  # who writes a string tells so
    listener = client.pubsub()
    listener.psubscribe(f"__keyspace@*__:{team_key('*', LATEST)}")
    watching = threading.Thread(target=_watch, args=(listener, client, awaited, stop), daemon=True)
    watching.start()
    try:
        _send(ground, matches, [message([match]) for match in matches], awaited)
        deadline = time.monotonic() + PATIENCE
        while len(awaited.seen) < len(matches) and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        stop.set()
        watching.join()
    if len(awaited.seen) < len(matches):
        raise SystemExit(
            f"{len(matches) - len(awaited.seen)} of {len(matches)} results did not come within {PATIENCE} s"
        )
    return [awaited.seen[match.match_id] for match in matches[WARM:]]


def _send(ground: Ground, matches: Sequence[Match], messages: Sequence[Message], awaited: Awaited) -> None:
    producer = KafkaProducer(bootstrap_servers=ground.kafka, acks="all", enable_idempotence=True, linger_ms=0)
    begun = time.monotonic() + 0.5
    for number, (match, (key, value, headers)) in enumerate(zip(matches, messages, strict=True)):
        due = begun + number / RATE
        awaited.expect(match, due)
        time.sleep(max(0.0, due - time.monotonic()))
        producer.send(MATCHES.name, key=key, value=value, headers=headers)
    producer.flush(60)
    producer.close()


def _watch(listener: Any, client: Any, awaited: Awaited, stop: threading.Event) -> None:
    while not stop.is_set():
        told = listener.get_message(ignore_subscribe_messages=True, timeout=0.2)
        if told is None:
            continue
        key = told["channel"].decode().partition("__:")[2]
        value = client.get(key)
        if value is not None:
            awaited.read(key, CachedVector.unpack(value), time.monotonic())


if __name__ == "__main__":
    sys.exit(main())
