"""The nemeses: what is done to a running system, at a moment and to a victim that the seed decides."""

import asyncio
import os
import random
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError
from pymysql.cursors import Cursor

from tests.faults.ground import SESSION_TIMEOUT, Ground
from tests.faults.workers import Worker


@dataclass(frozen=True, slots=True)
class Target:
    """What may be hit: the two workers of each system, the broker and the database under them.

    `growing` are queries for a number that every transaction raises; where the uncommitted one is greater than the
    committed, a transaction is open.
    """

    ground: Ground
    pairs: Sequence[Sequence[Worker]]
    growing: Sequence[str]


Nemesis = Callable[[Target, random.Random], Awaitable[float]]  # returns the moment of the fault, in wall time


async def kill(target: Target, dice: random.Random) -> float:
    """SIGKILL one worker, start it again a little later."""
    victim, pause = dice.randrange(2), dice.uniform(0, 1.5)
    moment = time.time()
    for workers in target.pairs:
        workers[victim].kill()
    await asyncio.sleep(pause)
    for workers in target.pairs:
        workers[victim].start()
    return moment


async def pause(target: Target, dice: random.Random) -> float:
    """SIGSTOP one worker until the group has given its partitions away, then let it go on as if nothing were."""
    victim, beyond = dice.randrange(2), dice.uniform(2, 5)
    moment = time.time()
    for workers in target.pairs:
        workers[victim].signal(signal.SIGSTOP)
    await asyncio.sleep(SESSION_TIMEOUT + beyond)
    for workers in target.pairs:
        workers[victim].signal(signal.SIGCONT)
    return moment


async def broker(target: Target, dice: random.Random) -> float:
    """SIGKILL Kafka; the stack's supervisor starts it again."""
    pid = await asyncio.to_thread(target.ground.pid_of, "kafka")
    moment = time.time()
    os.kill(pid, signal.SIGKILL)
    await asyncio.to_thread(_wait_for_broker, target.ground)
    return moment


async def database(target: Target, dice: random.Random) -> float:
    """SIGKILL MariaDB while a transaction is open; the stack's supervisor starts it again."""
    pid = await asyncio.to_thread(target.ground.pid_of, "mariadb")
    moment = await asyncio.to_thread(_kill_inside_transaction, target, pid)
    await asyncio.to_thread(_wait_for_database, target.ground)
    return moment


NEMESES: dict[str, Nemesis] = {"kill": kill, "pause": pause, "broker": broker, "database": database}


def _kill_inside_transaction(target: Target, pid: int) -> float:
    """Kill as soon as something is seen that is not committed a moment later; at once where nothing is watched."""
    deadline = time.monotonic() + (10 if target.growing else 0)
    with target.ground.cursor("READ UNCOMMITTED") as dirty, target.ground.cursor() as clean:
        while not any(_number(dirty, query) > _number(clean, query) for query in target.growing):
            if time.monotonic() > deadline:
                if target.growing:
                    raise RuntimeError("no transaction was open for ten seconds; nothing to interrupt")
                break
        os.kill(pid, signal.SIGKILL)
    return time.time()


def _number(cursor: Cursor, query: str) -> int:
    cursor.execute(query)
    (number,) = cursor.fetchone() or (0,)
    return int(number or 0)


def _wait_for_database(ground: Ground) -> None:
    with ground.cursor() as cursor:
        cursor.execute("SELECT 1")


def _wait_for_broker(ground: Ground) -> None:
    deadline = time.monotonic() + 60
    while True:
        time.sleep(0.5)
        try:
            admin = KafkaAdminClient(bootstrap_servers=ground.kafka, request_timeout_ms=5_000)
        except (KafkaError, OSError):
            if time.monotonic() > deadline:
                raise
            continue
        admin.close()
        return
