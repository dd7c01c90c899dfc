"""From Kafka to readable in Redis: `python -m benchmarks.features.freshness`, on stacks of its own.

One-row messages are sent at a fixed rate, whatever comes of them (open loop). Redis itself tells when a key was
written, and what is read there must name the result. A result's time runs from when it was due to be sent.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from statistics import quantiles
from typing import Any

import redis
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient

from benchmarks.features import made, processors
from benchmarks.features.feeding import Message, consuming, message, own_stack, send, until_folded, with_empty_store
from benchmarks.features.rows import Row, show
from tests.integration.ground import Ground
from touchline.football.catalogue import LATEST
from touchline.schemas.records import Match
from touchline.schemas.topics import MATCHES
from touchline.schemas.vectors import CachedVector, team_key

COMPETITIONS = ("E0", "D1", "SP1", "I1", "F1", "N1", "B1", "P1", "T1", "G1")  # ten pools
YEAR = 2019
SECONDS = float(os.environ.get("SECONDS_OF_LOAD", "30"))
WARM = 200  # messages that are sent and not counted
PATIENCE = 60.0  # seconds
SETTLES = 3.0  # seconds, until each worker has claimed what it was given
SERVICE = "feature-store"
MILLISECONDS = 1e3


@dataclass(frozen=True, slots=True)
class Load:
    """How many one-row messages a second, and how many workers share them."""

    rate: float
    workers: int
    suffix: str = ""  # of the rows' names

    def __str__(self) -> str:
        return f"{self.rate:.0f} one-row messages a second, {self.workers} worker{'s' if self.workers > 1 else ''},"


LOADS = (Load(100.0, 1), Load(100.0, 2, "/2-workers"), Load(50.0, 1, "/50-a-second"), Load(20.0, 1, "/20-a-second"))


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
    for row in freshness():
        show([row])
    return 0


def freshness() -> Iterator[Row]:
    """Rows `freshness-p50`, `-p99` and `-processor` of each load, on a stack of its own: topics remember others."""
    for load in LOADS:
        with own_stack() as ground:
            took, used = _under(load, with_empty_store(ground))
        found = quantiles(took, n=100)
        note = f"{load} over {len(COMPETITIONS)} pools for {SECONDS:.0f} s, open loop"
        for percent in (50, 99):
            milliseconds = round(found[percent - 1] * MILLISECONDS, 1)
            yield Row(f"freshness-p{percent}{load.suffix}", "ms", milliseconds, len(took), note=note)
        shares = ", ".join(f"{name} {seconds * MILLISECONDS:.1f}" for name, seconds in used.items())
        total = round(sum(used.values()) * MILLISECONDS, 1)
        note = f"of processor a message, on {os.cpu_count()} cores: {shares}"
        yield Row(f"freshness-processor{load.suffix}", "ms", total, len(took), note=note)


def _under(load: Load, ground: Ground) -> tuple[list[float], dict[str, float]]:
    """Seconds that each counted result took, and those of processor that a message took of each program.

    Before, a season was played, and another is to come.
    """
    before = [one for code in COMPETITIONS for one in made.season(code, YEAR - 1)]
    coming = [one for code in COMPETITIONS for one in made.fixtures(code, YEAR + 1)]
    sent = send(ground, before) + send(ground, coming)
    with ExitStack() as workers:
        instances = [ground.with_settings(instance=f"bench-{number}") for number in range(load.workers)]
        pids = [workers.enter_context(consuming(instance)) for instance in instances]
        until_folded(ground, sent)
        _until_shared(ground, load.workers)
        programs = {"workers": pids, **processors.of_stack(ground.stack.data), "measuring": [os.getpid()]}
        matches, before_it = list(_interleaved(WARM + int(load.rate * SECONDS))), processors.used(programs)
        took = _streamed(ground, load.rate, matches)
        after_it = processors.used(programs)
        return took, {name: (after_it[name] - before_it[name]) / len(matches) for name in programs}


def _until_shared(ground: Ground, workers: int) -> None:
    """Wait until the messages are shared out among so many: Kafka halts them all for a moment when another joins."""
    admin, deadline = KafkaAdminClient(bootstrap_servers=ground.kafka), time.monotonic() + PATIENCE
    while True:
        group = admin.describe_groups([SERVICE])[SERVICE]
        if group["group_state"] == "Stable" and len(group["members"]) == workers:
            admin.close()
            time.sleep(SETTLES)
            return
        if time.monotonic() > deadline:
            raise SystemExit(f"{workers} workers did not share the messages within {PATIENCE:.0f} s: {group}")
        time.sleep(0.5)


def _interleaved(count: int) -> Iterator[Match]:
    """The results of a season, one pool after the other."""
    seasons = [list(made.season(code, YEAR)) for code in COMPETITIONS]
    if count > sum(map(len, seasons)):
        raise SystemExit(
            f"a season of ten pools has {sum(map(len, seasons))} matches: take fewer seconds than {SECONDS}"
        )
    for number in range(count):
        yield seasons[number % len(seasons)][number // len(seasons)]


def _streamed(ground: Ground, rate: float, matches: Sequence[Match]) -> list[float]:
    """Seconds that each counted result took."""
    awaited, stop = Awaited(), threading.Event()
    client: Any = redis.from_url(ground.environment["TOUCHLINE_REDIS"])
    client.config_set("notify-keyspace-events", "K$")  # who writes a string tells so
    listener = client.pubsub()
    listener.psubscribe(f"__keyspace@*__:{team_key('*', LATEST)}")
    watching = threading.Thread(target=_watch, args=(listener, client, awaited, stop), daemon=True)
    watching.start()
    try:
        _send(ground, rate, matches, [message([match]) for match in matches], awaited)
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


def _send(ground: Ground, rate: float, matches: Sequence[Match], messages: Sequence[Message], awaited: Awaited) -> None:
    producer = KafkaProducer(bootstrap_servers=ground.kafka, acks="all", enable_idempotence=True, linger_ms=0)
    begun = time.monotonic() + 0.5
    for number, (match, (key, value, headers)) in enumerate(zip(matches, messages, strict=True)):
        due = begun + number / rate
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
