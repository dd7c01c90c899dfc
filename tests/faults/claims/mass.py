"""Many requests through the real claim, real Kafka and a real MariaDB, while those who carry them are killed."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from aiokafka import AIOKafkaProducer

from tests.faults.claims.feed import deliveries, ids, message
from tests.faults.claims.stand_in import RECONCILED, count, prepared, records_of
from tests.faults.claims.verdict import Verdict, judge
from tests.faults.ground import Ground
from tests.faults.workers import Worker, several
from touchline.schemas.topics import RETRAINING_REQUESTS

TRAINERS = "abc"
PACE = 0.01  # seconds between two messages
LOOK = 0.1  # seconds
PATIENCE = 120.0  # seconds without any progress
VICTIMS = ("triggerer", "scheduler", "trainer")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the campaign came to."""

    verdict: Verdict
    sent: int  # requests in messages, repeats among them
    runs: int
    turned_away: int  # runs that found their request claimed
    reconciled: int  # requests that nothing but reconciliation brought
    kills: dict[str, int]
    seconds: float

    def told(self) -> dict[str, object]:
        """As JSON carries it."""
        return {**asdict(self.verdict), **{name: value for name, value in asdict(self).items() if name != "verdict"}}


def moments(events: int, kills: int, seed: int) -> list[tuple[int, str]]:
    """After how many claims whom to kill: each kind as often as another, at seeded places.

    >>> sorted(who for _, who in moments(20, 4, 1))
    ['scheduler', 'trainer', 'triggerer', 'triggerer']
    """
    dice = random.Random(seed)
    return sorted((dice.randrange(events), VICTIMS[number % len(VICTIMS)]) for number in range(kills))


def run(ground: Ground, events: int, kills: int, seed: int) -> Outcome:
    """Send, kill, wait until nothing is left to do, judge."""
    own, began = prepared(ground, f"touchline_claims_{seed}"), time.monotonic()
    wanted, records = ids(events, seed, "mass"), records_of(own)
    records.touch()
    workers = {
        "triggerer": [_worker(own, "triggerer", name, str(seed)) for name in ("left", "right")],
        "scheduler": [_worker(own, "scheduler", "scheduler")],
        "trainer": [_worker(own, "trainer", f"trainer-{one}", str(records)) for one in TRAINERS],
    }
    everybody = [worker for kind in workers.values() for worker in kind]
    sent = deliveries(wanted, seed)
    try:
        for worker in everybody:
            worker.start()
        asyncio.run(_disturbed(own, sent, workers, moments(events, kills, seed), events, seed))
    finally:
        for worker in everybody:
            worker.kill()
    return _outcome(own, wanted, sent, moments(events, kills, seed), time.monotonic() - began)


def _worker(ground: Ground, module: str, name: str, *arguments: str) -> Worker:
    words = [name, *arguments] if module != "scheduler" else []
    (worker,) = several(ground, f"claims-{name}", "a", f"tests.faults.claims.{module}", *words)
    return worker


async def _disturbed(
    own: Ground,
    sent: list[list[str]],
    workers: dict[str, list[Worker]],
    kills: list[tuple[int, str]],
    events: int,
    seed: int,
) -> None:
    dice = random.Random(f"victims {seed}")
    feeding = asyncio.create_task(send(own.kafka, sent))
    progress, changed = (0, 0), time.monotonic()
    while True:
        now = (
            count(own, "SELECT COUNT(*) FROM claims"),
            count(own, "SELECT COUNT(*) FROM runs WHERE state NOT IN ('queued', 'running')"),
        )
        if now != progress:
            progress, changed = now, time.monotonic()
        while kills and now[0] > kills[0][0]:
            victim = dice.choice(workers[kills.pop(0)[1]])
            await asyncio.to_thread(victim.kill)
            victim.start()
        for worker in [one for kind in workers.values() for one in kind]:
            worker.revive()
        if feeding.done() and not kills and now[0] >= events and is_quiet(own):
            break
        if time.monotonic() - changed > PATIENCE:
            break
        await asyncio.sleep(LOOK)
    await feeding


def is_quiet(own: Ground) -> bool:
    """Nothing waits in the stand-in's tables."""
    events = count(own, "SELECT COUNT(*) FROM stored_events WHERE NOT taken")
    return events + count(own, "SELECT COUNT(*) FROM runs WHERE state IN ('queued', 'running')") == 0


async def send(kafka: str, sent: Sequence[Sequence[str]], pace: float = PACE) -> None:
    """Every message, in this order."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka, enable_idempotence=True, acks="all")
    await producer.start()
    try:
        for number, request_ids in enumerate(sent):
            key, value, headers = message(request_ids, number)
            await producer.send_and_wait(RETRAINING_REQUESTS.name, value, key=key, headers=headers)
            await asyncio.sleep(pace)
    finally:
        await producer.stop()


def _outcome(
    own: Ground, wanted: list[str], sent: list[list[str]], kills: list[tuple[int, str]], seconds: float
) -> Outcome:
    with own.cursor() as cursor:
        cursor.execute("SELECT request_id, run FROM claims")
        claims = dict(cursor.fetchall())
        cursor.execute("SELECT request_id FROM decisions")
        decided = [one for (one,) in cursor.fetchall()]
    return Outcome(
        judge(wanted, claims, decided, records_of(own).read_text().splitlines()),
        sent=sum(map(len, sent)),
        runs=count(own, "SELECT COUNT(*) FROM runs"),
        turned_away=count(own, "SELECT COUNT(*) FROM runs WHERE state = 'turned away'"),
        reconciled=count(
            own,
            "SELECT COUNT(*) FROM claims JOIN runs ON claims.run = CONCAT('run-', runs.run) WHERE brought_by = %s",
            (RECONCILED,),
        ),
        kills={kind: sum(who == kind for _, who in kills) for kind in VICTIMS},
        seconds=round(seconds, 1),
    )
