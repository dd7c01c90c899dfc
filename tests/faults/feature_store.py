"""Two feature-store workers under faults, against an undisturbed one on the same input: the same bytes."""

import asyncio
import random
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient

from tests.faults.football import SEASONS, Fed, messages
from tests.faults.ground import ROOT, Ground
from tests.faults.logs import log_ends
from tests.faults.nemesis import NEMESES, Target
from tests.faults.same_bytes import Comparison, Tables, compare, tables
from tests.faults.workers import Worker, pair, several
from touchline.runtime.broker import create_missing
from touchline.runtime.brokers import Brokers
from touchline.schemas.topics import MATCH_FEATURES, MATCHES, ODDS, TEAM_FEATURES, TEAMS

SERVICE = "feature-store"
INPUTS = (TEAMS, MATCHES, ODDS)
TOPICS = (*INPUTS, MATCH_FEATURES, TEAM_FEATURES)
START_BOUND = 90.0
QUIET_BOUND = 120.0


async def faulted(ground: Ground, nemesis: str, faults: int, seed: int, seasons: Sequence[int] = SEASONS) -> Comparison:
    """Feed a part, hit, wait until it is quiet; again and again; then compare."""
    disturbed = await asyncio.to_thread(_new_ground, ground, "touchline_disturbed")
    workers = pair(disturbed, f"feature-store-{nemesis}", "touchline.feature_store", "consume")
    fed, dice = messages(seed, seasons), random.Random(f"{seed}:{nemesis}")
    recoveries: list[float] = []
    stuck = 0
    try:
        for worker in workers:
            worker.start()
        await asyncio.to_thread(_until_all_consume, disturbed, workers)
        for part in _parts(fed, faults):
            feeding = asyncio.ensure_future(asyncio.to_thread(feed, disturbed, part, 6.0))
            await asyncio.sleep(dice.uniform(0.5, 3))
            moment = await NEMESES[nemesis](Target(disturbed, [workers], ["SELECT SUM(next_offset) FROM marks"]), dice)
            await feeding
            stuck += not await asyncio.to_thread(wait_until_quiet, disturbed, workers)
            recoveries.append(round(time.time() - moment, 1))
    finally:
        for worker in workers:
            worker.stop()
    return await asyncio.to_thread(compare, disturbed, lambda: _undisturbed(ground), nemesis, faults, stuck, recoveries)


async def scaled(ground: Ground, seed: int, seconds: float, seasons: Sequence[int] = SEASONS) -> Comparison:
    """Load on one worker, then on three, then on one again; compare with an undisturbed run."""
    grown = await asyncio.to_thread(_new_ground, ground, "touchline_disturbed")
    first, *more = several(grown, "feature-store-scaled", "abc", "touchline.feature_store", "consume")
    load = messages(seed, seasons)
    alone, together, back = _parts(load, 3)
    moved: list[float] = []
    try:
        first.start()
        await asyncio.to_thread(_until_all_consume, grown, [first])
        await asyncio.to_thread(feed, grown, alone, seconds)
        moved.append(await _under_load(grown, together, seconds, lambda: _join(grown, first, more)))
        moved.append(await _under_load(grown, back, seconds, lambda: _leave(more)))
        stuck = int(not await asyncio.to_thread(wait_until_quiet, grown, [first]))
    finally:
        for worker in (first, *more):
            worker.stop()
    return await asyncio.to_thread(compare, grown, lambda: _undisturbed(ground), "scaled", 2, stuck, moved)


def recreated(ground: Ground, seed: int) -> tuple[str, Comparison]:
    """Recreate a topic under a stopped service: it refuses; after the command it names, the same bytes."""
    disturbed = _new_ground(ground, "touchline_disturbed")
    workers = pair(disturbed, "feature-store-recreated", "touchline.feature_store", "consume")
    fed = messages(seed, seasons=(2019,))
    try:
        workers[0].start()
        feed(disturbed, fed, 0)
        wait_until_quiet(disturbed, workers[:1])
        workers[0].stop()
        _recreate(disturbed, [MATCHES.name])
        workers[0].start()
        code = workers[0].wait(120)
        refusal = _last_line(workers[0])
        (command,) = re.findall(r"`(.+?)`", refusal) or [""]
        if code != 2 or "adopt-topic" not in command:
            raise AssertionError(f"expected exit 2 and a command, got {code}: {refusal}")
        _run(disturbed, *shlex.split(command)[2:])
        for worker in workers:
            worker.start()
        feed(disturbed, [one for one in fed if one.topic == MATCHES.name], 0)
        stuck = int(not wait_until_quiet(disturbed, workers))
    finally:
        for worker in workers:
            worker.stop()
    return refusal, compare(disturbed, lambda: _undisturbed(ground), "recreated", 1, stuck, ())


def feed(ground: Ground, part: Sequence[Fed], seconds: float) -> None:
    """Send these in order, spread over so many seconds."""
    producer = KafkaProducer(
        bootstrap_servers=ground.kafka, enable_idempotence=True, acks="all", delivery_timeout_ms=120_000
    )
    try:
        for one in part:
            producer.send(one.topic, key=one.key, value=one.value, headers=one.headers)
            time.sleep(seconds / len(part))
        producer.flush(120)
    finally:
        producer.close()


def wait_until_quiet(ground: Ground, workers: Sequence[Worker]) -> bool:
    """Marks at the ends of the topics, nothing stale, nothing in the outbox; False when that takes too long."""
    deadline = time.monotonic() + QUIET_BOUND
    ends = {(topic.name, number): end for topic in INPUTS for number, (_, end) in _ends(ground, topic.name).items()}
    while time.monotonic() < deadline:
        for worker in workers:
            worker.revive()
        if _is_quiet(ground, {where: end for where, end in ends.items() if end}):
            return True
        time.sleep(0.2)
    return False


async def _under_load(ground: Ground, load: Sequence[Fed], seconds: float, move: Callable[[], None]) -> float:
    """Move while the load goes on; returns the seconds that the move took."""
    feeding = asyncio.ensure_future(asyncio.to_thread(feed, ground, load, seconds))
    began = time.monotonic()
    await asyncio.to_thread(move)
    took = round(time.monotonic() - began, 1)
    await feeding
    return took


def _join(ground: Ground, first: Worker, more: Sequence[Worker]) -> None:
    for worker in more:
        worker.start()
    _until_all_consume(ground, [first, *more])


def _leave(workers: Sequence[Worker]) -> None:
    for worker in workers:
        worker.stop()


def _until_all_consume(ground: Ground, workers: Sequence[Worker]) -> None:
    deadline = time.monotonic() + START_BOUND
    partitions = sum(topic.partitions for topic in INPUTS)
    while time.monotonic() < deadline:
        with ground.cursor() as cursor:
            cursor.execute("SHOW TABLES LIKE 'marks'")
            if cursor.fetchone() and all('"consuming"' in worker.log.read_text() for worker in workers):
                cursor.execute("SELECT COUNT(*) FROM marks WHERE service = %s AND owner_epoch > 0", (SERVICE,))
                if (cursor.fetchone() or (0,))[0] >= partitions:
                    return
        time.sleep(0.2)
    raise RuntimeError(f"after {START_BOUND:.0f} s not every worker consumes")


def _is_quiet(ground: Ground, ends: Mapping[tuple[str, int], int]) -> bool:
    with ground.cursor() as cursor:
        cursor.execute("SHOW TABLES LIKE 'outbox'")
        if not cursor.fetchone():  # the last of the runtime's tables, made by the first worker
            return False
        cursor.execute("SELECT topic, topic_partition, next_offset FROM marks WHERE service = %s", (SERVICE,))
        marks = {(topic, number): offset for topic, number, offset in cursor.fetchall()}
        cursor.execute(
            "SELECT (SELECT COUNT(*) FROM stale) + (SELECT COUNT(*) FROM stale_prices) + (SELECT COUNT(*) FROM outbox)"
        )
        (waiting,) = cursor.fetchone() or (1,)
    return not waiting and all(marks.get(where) == end for where, end in ends.items())


def _undisturbed(ground: Ground) -> Tables:
    """The same input once more, from the topics' start, into an empty database, by one worker that nobody disturbs."""
    calm = ground.on_database("touchline_undisturbed")
    _run(calm, "touchline.feature_store", "migrate")
    (worker, _) = pair(calm, "feature-store-undisturbed", "touchline.feature_store", "consume")
    worker.start()
    try:
        if not wait_until_quiet(calm, [worker]):
            raise RuntimeError("the undisturbed run did not come to an end")
    finally:
        worker.stop()
    return tables(calm)


def _new_ground(ground: Ground, database: str) -> Ground:
    _recreate(ground, [topic.name for topic in TOPICS])
    disturbed = ground.on_database(database)
    _run(disturbed, "touchline.feature_store", "migrate")
    return disturbed


def _recreate(ground: Ground, names: Sequence[str]) -> None:
    admin = KafkaAdminClient(bootstrap_servers=ground.kafka, request_timeout_ms=10_000)
    try:
        if there := sorted(set(admin.list_topics()) & set(names)):
            admin.delete_topics(there)
        deadline = time.monotonic() + 30
        while set(admin.list_topics()) & set(names):
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kafka still has {names}")
            time.sleep(0.2)
    finally:
        admin.close()
    create_missing(Brokers(ground.kafka), TOPICS)


def _ends(ground: Ground, topic: str) -> dict[int, tuple[int, int]]:
    return log_ends(ground.kafka, topic)


def _parts(fed: Sequence[Fed], count: int) -> list[Sequence[Fed]]:
    cuts = [len(fed) * i // count for i in range(count + 1)]
    return [fed[start:end] for start, end in pairwise(cuts)]


def _last_line(worker: Worker) -> str:
    lines = [line for line in worker.log.read_text(errors="replace").splitlines() if line.startswith("refused: ")]
    return lines[-1] if lines else ""


def _run(ground: Ground, *module: str) -> None:
    command = [sys.executable, "-m", *module]
    answer = subprocess.run(command, env=ground.environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
    if answer.returncode:
        raise RuntimeError(f"{' '.join(module)} ended with {answer.returncode}:\n{answer.stderr[-3000:]}")
