"""One seed: both systems side by side on the same stack, the same events, the same fault; then what is left of them."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from pymysql.cursors import Cursor

from tests.faults.feed import Feed
from tests.faults.ground import Ground
from tests.faults.logs import committed, log_ends, read_log
from tests.faults.nemesis import NEMESES, Target
from tests.faults.verdict import Outcome, Verdict, judge
from tests.faults.workers import Worker, pair
from tests.faults.workload import Echo, Run
from touchline.runtime.broker import create_missing
from touchline.runtime.brokers import Brokers
from touchline.schemas import decode, rows_of

WORKERS = {"ours": "tests.faults.echo_worker", "plain-faust": "tests.faults.plain_worker"}
START_BOUND = 60.0
QUIET_BOUND = 90.0
SETTLED = 1.5  # seconds for messages on their way
STILL = 20.0  # seconds without any change: longer than a dead relay's lease


@dataclass(frozen=True, slots=True)
class Fault:
    """One seeded fault on one system."""

    run: Run
    verdict: Verdict
    restarts: int  # of workers that ended by themselves


async def one_seed(ground: Ground, seed: int, nemesis: str, systems: Sequence[str]) -> list[Fault]:
    """Start, feed, hit, wait until it is quiet, judge."""
    runs = [Run(system, seed, nemesis) for system in systems]
    await asyncio.to_thread(_prepare, ground, runs)
    pairs = {run: pair(ground, str(run), WORKERS[run.system], str(run)) for run in runs}
    try:
        for worker in _all(pairs):
            worker.start()
        async with Feed(ground.kafka, runs) as feed:
            await _until_both_work(ground, pairs, feed)
            fault_at = await _hit(ground, seed, nemesis, pairs, feed)
        return [
            Fault(run, judge(await _outcome(ground, run, feed, pairs[run]), fault_at), _restarts(pairs[run]))
            for run in runs
        ]
    finally:
        for worker in _all(pairs):
            worker.kill()


async def _hit(ground: Ground, seed: int, nemesis: str, pairs: dict[Run, list[Worker]], feed: Feed) -> float:
    dice, done = random.Random(f"{seed}:{nemesis}"), asyncio.Event()
    feeding = asyncio.ensure_future(feed.until(done))
    await asyncio.sleep(dice.uniform(1, 4))
    target = Target(ground, list(pairs.values()), [f"SELECT COUNT(*) FROM {run.table}" for run in pairs if run.ours])
    fault_at = await NEMESES[nemesis](target, dice)
    await asyncio.sleep(3)
    done.set()
    await feeding
    await feed.acknowledged()
    return fault_at


async def _outcome(ground: Ground, run: Run, feed: Feed, workers: list[Worker]) -> Outcome:
    unread = await _until_quiet(ground, run, feed, workers)
    messages = await asyncio.to_thread(_messages, ground, run)
    with ground.cursor() as cursor:
        cursor.execute(f"SELECT number, applied_at FROM {run.table}")
        effects = [(number, applied.replace(tzinfo=UTC).timestamp()) for number, applied in cursor.fetchall()]
    return Outcome(feed.offered, unread, effects, messages)


async def _until_both_work(ground: Ground, pairs: dict[Run, list[Worker]], feed: Feed) -> None:
    """Feed a little until each worker has written, so that the fault hits a group at rest."""
    deadline = time.monotonic() + START_BOUND
    while True:
        for _ in range(8):
            feed.offer()
        await feed.acknowledged()
        await asyncio.sleep(0.5)
        workers = {run: await asyncio.to_thread(_writers, ground, run) for run in pairs}
        if all(len(names) == 2 for names in workers.values()):
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"after {START_BOUND:.0f} s only these workers have written: {workers}")


async def _until_quiet(ground: Ground, run: Run, feed: Feed, workers: list[Worker]) -> set[int]:
    """Until every event is through, or nothing moves and all is read; returns what is unread at the bound."""
    deadline, seen, since = time.monotonic() + QUIET_BOUND, Progress(-1, -1, -1), time.monotonic()
    while True:
        for worker in workers:
            worker.revive()
        progress = await asyncio.to_thread(_progress, ground, run)
        if progress != seen:
            seen, since = progress, time.monotonic()
        still = time.monotonic() - since
        if still > SETTLED and progress.complete(len(feed.offered)):
            return set()
        if still > STILL or time.monotonic() > deadline:
            unread = await asyncio.to_thread(_unread, ground, run, feed)
            if not unread or time.monotonic() > deadline:
                return unread
        await asyncio.sleep(0.5)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: events with a row, rows in the outbox, messages sent."""

    applied: int
    waiting: int
    sent: int

    def complete(self, offered: int) -> bool:
        """Whether nothing can be missing."""
        return self.applied == offered and not self.waiting and self.sent >= offered


def _prepare(ground: Ground, runs: Sequence[Run]) -> None:
    create_missing(Brokers(ground.kafka), [topic for run in runs for topic in (run.incoming, run.outgoing)])
    with ground.cursor() as cursor:
        for run in runs:
            cursor.execute(f"DROP TABLE IF EXISTS {run.table}")
            cursor.execute(run.create_table)


def _progress(ground: Ground, run: Run) -> Progress:
    with ground.cursor() as cursor:
        applied = _number(cursor, f"SELECT COUNT(DISTINCT number) FROM {run.table}")
        waiting = _number(cursor, "SELECT COUNT(*) FROM outbox WHERE service = %s", run.service) if run.ours else 0
    return Progress(applied, waiting, sum(end for _, end in log_ends(ground.kafka, run.outgoing.name).values()))


def _writers(ground: Ground, run: Run) -> set[str]:
    with ground.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT worker FROM {run.table}")
        return {str(worker) for (worker,) in cursor.fetchall()}


def _unread(ground: Ground, run: Run, feed: Feed) -> set[int]:
    positions = _marks(ground, run) if run.ours else committed(ground.kafka, run.service, run.incoming.name)
    return {number for number, (partition, offset) in feed.places[run].items() if offset >= positions.get(partition, 0)}


def _marks(ground: Ground, run: Run) -> dict[int, int]:
    with ground.cursor() as cursor:
        cursor.execute(
            "SELECT topic_partition, next_offset FROM marks WHERE service = %s AND topic = %s",
            (run.service, run.incoming.name),
        )
        return dict(cursor.fetchall())


def _messages(ground: Ground, run: Run) -> list[tuple[int, str, float]]:
    found = []
    for record in read_log(ground.kafka, run.outgoing.name):
        (event,) = rows_of(Echo, decode(Echo, record.value))
        found.append((event.number, dict(record.headers).get("ce_id", b"").decode(), record.timestamp / 1000))
    return found


def _number(cursor: Cursor, sql: str, *args: object) -> int:
    cursor.execute(sql, args)
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def _restarts(workers: list[Worker]) -> int:
    return sum(len(worker.ended_by_itself) for worker in workers)


def _all(pairs: dict[Run, list[Worker]]) -> list[Worker]:
    return [worker for workers in pairs.values() for worker in workers]
