"""Two feature-store workers under faults, against an undisturbed one on the same input: the same bytes."""

import asyncio
import random
import re
import shlex
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient

from tests.faults.football import SEASONS, Fed, messages
from tests.faults.ground import ROOT, Ground
from tests.faults.logs import log_ends, read_log
from tests.faults.nemesis import NEMESES, Target
from tests.faults.workers import Worker, pair
from touchline.runtime.broker import create_missing
from touchline.schemas import decode, rows_of
from touchline.schemas.records import MatchFeatures
from touchline.schemas.topics import MATCH_FEATURES, MATCHES, ODDS, TEAM_FEATURES, TEAMS

SERVICE = "feature-store"
INPUTS = (TEAMS, MATCHES, ODDS)
TOPICS = (*INPUTS, MATCH_FEATURES, TEAM_FEATURES)
START_BOUND = 90.0
QUIET_BOUND = 120.0
KEYS = {
    "teams": ("team_id", "source"),
    "documents": ("document",),
    "assertions": ("match_id", "document_key"),
    "matches": ("match_id",),
    "team_statistics": ("match_id", "team_id"),
    "odds": ("match_id", "document_key", "bookmaker", "market", "line_key", "moment"),
    "match_features": ("match_id",),
    "team_features": ("team_id",),
    "checkpoints": ("pool", "until"),
}
# Facts keep their revision; those of vectors count how often the pool was folded, which a fault may change.
COUNTED = {"match_features": {"recorded_at", "revision"}, "team_features": {"recorded_at", "revision"}}

Row = tuple[object, ...]
Tables = dict[str, dict[Row, Row]]  # table → primary key → every other column that counts


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs from the undisturbed run, and how long each fault took to be over."""

    nemesis: str
    faults: int
    rows: int  # compared
    lost: int
    doubled: int
    repeats: int
    stuck: int
    recoveries: tuple[float, ...]
    details: tuple[str, ...]


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
        await asyncio.to_thread(_until_both_consume, disturbed, workers)
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
    return await asyncio.to_thread(_compare, ground, disturbed, nemesis, faults, stuck, tuple(recoveries))


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
    return refusal, _compare(ground, disturbed, "recreated", 1, stuck, ())


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


def _until_both_consume(ground: Ground, workers: Sequence[Worker]) -> None:
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
    raise RuntimeError(f"after {START_BOUND:.0f} s the two workers do not consume")


def _is_quiet(ground: Ground, ends: Mapping[tuple[str, int], int]) -> bool:
    with ground.cursor() as cursor:
        cursor.execute("SHOW TABLES LIKE 'marks'")
        if not cursor.fetchone():  # made by the first worker
            return False
        cursor.execute("SELECT topic, topic_partition, next_offset FROM marks WHERE service = %s", (SERVICE,))
        marks = {(topic, number): offset for topic, number, offset in cursor.fetchall()}
        cursor.execute("SELECT (SELECT COUNT(*) FROM stale) + (SELECT COUNT(*) FROM outbox)")
        (waiting,) = cursor.fetchone() or (1,)
    return not waiting and all(marks.get(where) == end for where, end in ends.items())


def _compare(
    ground: Ground, disturbed: Ground, nemesis: str, faults: int, stuck: int, recoveries: tuple[float, ...]
) -> Comparison:
    found, sent = _tables(disturbed), _sent(disturbed)
    wanted = _undisturbed(ground)
    details = [*_differences(wanted, found), *_untold(disturbed, sent)]
    kinds = Counter(one.split(":")[0] for one in details)
    return Comparison(
        nemesis,
        faults,
        sum(map(len, wanted.values())),
        kinds["lost"],
        kinds["doubled"],
        len(sent) - len({ce_id for ce_id, _ in sent}),
        stuck,
        recoveries,
        tuple(details),
    )


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
    return _tables(calm)


def _differences(wanted: Tables, found: Tables) -> list[str]:
    missing = [f"lost: {table} {key}" for table in KEYS for key in wanted[table].keys() - found[table].keys()]
    surplus = [f"doubled: {table} {key}" for table in KEYS for key in found[table].keys() - wanted[table].keys()]
    other = [
        f"doubled: {table} {key} is {found[table][key]}, not {row}"
        for table in KEYS
        for key, row in wanted[table].items()
        if found[table].get(key, row) != row
    ]
    return sorted(missing + surplus + other)


def _untold(ground: Ground, sent: Sequence[tuple[str, list[MatchFeatures]]]) -> list[str]:
    """The latest of each match in the topic must be what the table holds, under one name."""
    latest: dict[str, MatchFeatures] = {}
    names: dict[tuple[str, int], set[str]] = {}
    for ce_id, row in ((ce_id, row) for ce_id, rows in sent for row in rows):
        names.setdefault((row.match_id, row.revision), set()).add(ce_id)
        latest[row.match_id] = max(latest.get(row.match_id, row), row, key=lambda one: one.revision)
    with ground.cursor() as cursor:
        cursor.execute("SELECT match_id, revision, CAST(feature_values AS CHAR) FROM match_features")
        held = {match_id: (revision, values) for match_id, revision, values in cursor.fetchall()}
    told = {match_id: (row.revision, row.values) for match_id, row in latest.items()}
    kept = {match_id: (revision, _numbers(values)) for match_id, (revision, values) in held.items()}
    lost = [f"lost: {match_id} in {MATCH_FEATURES.name}" for match_id in kept if told.get(match_id) != kept[match_id]]
    surplus = [f"doubled: {match_id} in {MATCH_FEATURES.name}" for match_id in told.keys() - kept.keys()]
    twice = [f"doubled: {key} told under {len(ids)} names" for key, ids in names.items() if len(ids) > 1]
    return sorted(lost + surplus + twice)


def _sent(ground: Ground) -> list[tuple[str, list[MatchFeatures]]]:
    return [
        (dict(record.headers)["ce_id"].decode(), rows_of(MatchFeatures, decode(MatchFeatures, record.value)))
        for record in read_log(ground.kafka, MATCH_FEATURES.name)
    ]


def _tables(ground: Ground) -> Tables:
    return {table: _table(ground, table) for table in KEYS}


def _table(ground: Ground, table: str) -> dict[Row, Row]:
    ignored = COUNTED.get(table, {"recorded_at"})
    with ground.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description or ()]
        keys = [names.index(name) for name in KEYS[table]]
        rest = [i for i, name in enumerate(names) if name not in ignored and i not in keys]
        return {tuple(row[i] for i in keys): tuple(row[i] for i in rest) for row in cursor.fetchall()}


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
    create_missing(ground.kafka, TOPICS)


def _ends(ground: Ground, topic: str) -> dict[int, tuple[int, int]]:
    return log_ends(ground.kafka, topic)


def _parts(fed: Sequence[Fed], count: int) -> list[Sequence[Fed]]:
    cuts = [len(fed) * i // count for i in range(count + 1)]
    return [fed[start:end] for start, end in pairwise(cuts)]


def _numbers(text: str) -> list[float]:
    return [float(one) for one in text.strip("[]").split(",") if one.strip()]


def _last_line(worker: Worker) -> str:
    lines = [line for line in worker.log.read_text(errors="replace").splitlines() if line.startswith("refused: ")]
    return lines[-1] if lines else ""


def _run(ground: Ground, *module: str) -> None:
    command = [sys.executable, "-m", *module]
    answer = subprocess.run(command, env=ground.environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
    if answer.returncode:
        raise RuntimeError(f"{' '.join(module)} ended with {answer.returncode}:\n{answer.stderr[-3000:]}")
