"""A sample of requests through the real Airflow on PostgreSQL: router, claim, reconciliation, with two triggerers."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.faults.claims.feed import deliveries, ids
from tests.faults.claims.mass import VICTIMS, moments, send
from tests.faults.claims.short_training import RECORDS, interpreter
from tests.faults.claims.verdict import Verdict, judge
from tests.faults.ground import Ground, local, settings_in
from tests.integration.ground import free_port
from touchline.local import processes
from touchline.local.parts.airflow import PROGRAMS, environment
from touchline.local.stack import Stack, find
from touchline.local.supervisor import Supervisor

PARTS = "airflow,migrations"
LOOK = 1.0  # seconds
PATIENCE = 900.0  # seconds without any progress: Airflow misses a dead task's heartbeat for five minutes
PACE = 1.5  # seconds between two messages
OF_A_TASK = (b"touchline.trainer\0claim", b"tests.faults.claims.short_training")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run under the real scheduler came to."""

    verdict: Verdict
    sent: int
    kills: dict[str, int]
    seconds: float  # from the first message to the last decision, or from Airflow's new start

    def told(self) -> dict[str, object]:
        """As JSON carries it."""
        return {**asdict(self.verdict), **{name: value for name, value in asdict(self).items() if name != "verdict"}}


class RealAirflow:
    """The running Airflow, and a second triggerer beside the stack's own."""

    def __init__(self, ground: Ground, stack: Stack) -> None:
        self.ground, self.stack = ground, stack
        self.supervisor = Supervisor(stack)
        self.names = [f"airflow-{name}" for name in PROGRAMS]
        self.second: subprocess.Popen[bytes] | None = None

    def start_second(self) -> None:
        """Another triggerer."""
        values = {**os.environ, **environment(self.stack), "TOUCHLINE_STACK": self.stack.identity}
        values["AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT"] = str(free_port())
        with (self.stack.logs / "second-triggerer.log").open("ab") as log:
            command = [str(self.stack.tools / "airflow" / "bin" / "airflow"), "triggerer"]
            self.second = subprocess.Popen(command, env=values, stdout=log, stderr=log, start_new_session=True)

    def end_second(self) -> None:
        """It and its children."""
        if self.second is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.second.pid, signal.SIGKILL)
            self.second.wait()
            self.second = None

    def kill(self, victim: str, dice: random.Random) -> None:
        """SIGKILL; the supervisor, or Airflow's own retries, bring it back."""
        if victim == "trainer":
            return self._kill_task()
        if victim == "triggerer" and dice.random() < 0.5:
            self.end_second()
            return self.start_second()
        os.kill(self.supervisor.process(f"airflow-{victim}").pid, signal.SIGKILL)

    def _kill_task(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for pid in processes.carrying(f"TOUCHLINE_STACK={self.stack.identity}"):
                with suppress(OSError):
                    if any(words in Path(f"/proc/{pid}/cmdline").read_bytes() for words in OF_A_TASK):
                        return os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
        raise TimeoutError("no task was there to be killed")

    def stop(self) -> None:
        """All four programs and the second triggerer."""
        self.end_second()
        self.supervisor.stop(self.names)

    def start(self) -> None:
        """All of it again."""
        local(self.ground.environment, "up", "--only", PARTS)
        self.start_second()

    def decided(self) -> set[str]:
        """Requests with a decision."""
        with self.ground.cursor() as cursor:
            cursor.execute("SELECT request_id FROM decisions")
            return {one for (one,) in cursor.fetchall()}


@contextmanager
def airflow(data: Path) -> Iterator[RealAirflow]:
    """Airflow, PostgreSQL, Kafka, MariaDB, S3; ended at the end."""
    given = {**os.environ, "TOUCHLINE_DATA": str(data), "TOUCHLINE_TASKS_PYTHON": str(interpreter(data / "python"))}
    try:
        local(given, "up", "--only", PARTS)
        stack = find(data)
        assert stack
        running = RealAirflow(Ground(data, {**given, **settings_in(data)}), stack)
        running.start_second()
        try:
            yield running
        finally:
            running.end_second()
    finally:
        local(given, "down")


def sample(running: RealAirflow, events: int, kills: int, seed: int) -> Outcome:
    """Requests, repeated and out of order, while triggerers, scheduler and tasks are killed."""
    wanted, began = ids(events, seed, "real"), time.monotonic()
    sent, planned, dice = deliveries(wanted, seed), moments(events, kills, seed), random.Random(seed)
    left = list(planned)

    def disturb() -> None:
        while left and len(running.decided() & set(wanted)) > left[0][0]:
            running.kill(left.pop(0)[1], dice)

    asyncio.run(_answered(running, sent, wanted, disturb))
    done = planned[: len(planned) - len(left)]
    kinds = {kind: sum(who == kind for _, who in done) for kind in VICTIMS}
    return _outcome(running, wanted, sent, kinds, time.monotonic() - began)


def stopped(running: RealAirflow, events: int, seconds: float, seed: int) -> Outcome:
    """Airflow away for so long, requests meanwhile; then back."""
    wanted = ids(events, seed, "stopped")
    sent = deliveries(wanted, seed)
    began = time.monotonic()
    running.stop()
    asyncio.run(send(running.ground.kafka, sent, pace=PACE))
    time.sleep(max(0.0, seconds - (time.monotonic() - began)))
    assert not running.decided() & set(wanted), "somebody answered although Airflow was away"
    back = time.monotonic()
    running.start()
    asyncio.run(_answered(running, [], wanted, lambda: None))
    return _outcome(running, wanted, sent, {}, time.monotonic() - back)


async def _answered(
    running: RealAirflow, sent: list[list[str]], wanted: list[str], disturb: Callable[[], None]
) -> None:
    feeding = asyncio.create_task(send(running.ground.kafka, sent, pace=PACE))
    known, changed = 0, time.monotonic()
    while time.monotonic() - changed < PATIENCE:
        decided = len(await asyncio.to_thread(running.decided) & set(wanted))
        if decided != known:
            known, changed = decided, time.monotonic()
            print(f"{known} of {len(wanted)} decided", file=sys.stderr, flush=True)
        await asyncio.to_thread(disturb)
        if known == len(wanted) and feeding.done():
            break
        await asyncio.sleep(LOOK)
    await feeding


def _outcome(
    running: RealAirflow, wanted: list[str], sent: list[list[str]], kills: dict[str, int], seconds: float
) -> Outcome:
    with running.ground.cursor() as cursor:
        cursor.execute("SELECT request_id, run FROM claims")
        claims = {request_id: run.replace(" ", "-") for request_id, run in cursor.fetchall()}
        cursor.execute("SELECT request_id FROM decisions")
        decided = [one for (one,) in cursor.fetchall()]
    records = (running.stack.data / RECORDS).read_text().splitlines()
    return Outcome(judge(wanted, claims, decided, records), sum(map(len, sent)), kills, round(seconds, 1))
