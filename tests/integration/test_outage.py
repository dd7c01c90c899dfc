"""A provider out of order for a whole match day: left alone, asked again, caught up with, and nothing is missing."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.integration.ground import Ground, end, free_port, until
from tests.integration.outage import SOURCES, Door, sandbox, served
from tests.stack import RunningStack
from touchline.ingestor.looking import LOOKS, Look
from touchline.normalizer.backfill.landed import Landed, landed
from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.reading import Normalizer, read_version
from touchline.normalizer.resolving import opened
from touchline.normalizer.statements import Statements
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.sandbox.clock import FootballClock
from touchline.schemas import decode, rows_of
from touchline.schemas.topics import BY_NAME

pytestmark = pytest.mark.stack

FAILING, *GOING_ON = SOURCES
PAUSE = 2.0  # seconds for which the breaker leaves a provider alone
EVENING_BEFORE = datetime(2020, 2, 28, 18, tzinfo=UTC)
MATCH_DAY = [datetime(2020, 2, 29, hour, 1, tzinfo=UTC) for hour in (0, 9, 15, 18, 23)]
SEASON = f"{FAILING}/mmz4281/1920/E0.csv"
MORNING_AFTER = datetime(2020, 3, 1, 6, tzinfo=UTC)

# What a fact is about, and what is left out of the comparison: who said it last, and when that was seen.
ABOUT = ("source", "document_key", "match_id", "team_id", "bookmaker", "market", "line", "moment", "column")
SEEN = ("document", "revision", "recorded_at", "available_at", "event_time")


@dataclass(frozen=True)
class Run:
    """An ingestor that asks every second, with a bucket of its own."""

    ground: Ground
    metrics: int  # port

    def circuit(self) -> float | None:
        """What its metrics say of the failing source; None before it says anything."""
        lines = httpx.get(f"http://127.0.0.1:{self.metrics}/metrics").text.splitlines()
        wanted = f'touchline_circuit_open{{source="{FAILING}"}} '
        return next((float(line.removeprefix(wanted)) for line in lines if line.startswith(wanted)), None)

    def has_looked(self, moment: datetime, *sources: str) -> bool:
        """Whether it has looked at these sources with success since football time came to a moment."""
        looks = [Look.decode(content) for content in self.ground.objects(LOOKS)]
        return set(sources) <= {look.source for look in looks if look.football_time >= moment}


@dataclass(frozen=True)
class Ended:
    """What a run came to: each document's versions, and what the normalizer makes of them."""

    versions: dict[str, list[str]]  # sha256 by document key
    seen_at: dict[str, datetime]  # the latest of them, in football time
    kept: frozenset[tuple[object, ...]]
    facts: dict[tuple[object, ...], dict[str, Any]]


@dataclass(frozen=True)
class MatchDay:
    """The same day met by a run at the failing door and by one that nobody disturbed."""

    disturbed: Ended
    calm: Ended
    circuit: list[float | None]  # while it failed, and afterwards
    pauses: int


@pytest.fixture(scope="module")
def match_day(stack: RunningStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MatchDay]:
    """Both runs at the same time, by the same clock."""
    clock = FootballClock(tmp_path_factory.mktemp("clock") / "date", EVENING_BEFORE)
    app = sandbox(clock)
    door = Door(app)
    with ExitStack() as open_, served([door, app]) as addresses:
        disturbed, calm = (_run(Ground(stack), address, open_) for address in addresses)
        _wait(disturbed, calm, EVENING_BEFORE)
        door.failing = FAILING
        during = _live_through(clock, door, disturbed, calm)
        door.failing = None
        clock.move(MORNING_AFTER)
        _wait(disturbed, calm, MORNING_AFTER)
        until(lambda: disturbed.circuit() == 0, "the circuit is closed")
        circuit = [during, disturbed.circuit()]
        open_.close()
        yield MatchDay(_ended(disturbed), _ended(calm), circuit, door.pauses(0.9 * PAUSE))


def test_the_breaker_opens_is_seen_in_the_metric_and_closes_again(match_day: MatchDay) -> None:
    assert match_day.circuit == [1, 0]
    assert match_day.pauses >= 2


def test_the_other_providers_are_asked_all_day_long(match_day: MatchDay) -> None:
    for source in GOING_ON:
        wanted = {key: ids for key, ids in match_day.calm.versions.items() if key.startswith(f"{source}/")}
        found = {key: ids for key, ids in match_day.disturbed.versions.items() if key.startswith(f"{source}/")}
        assert wanted
        assert found == wanted


def test_afterwards_every_document_is_as_new_as_without_the_outage(match_day: MatchDay) -> None:
    latest = {key: ids[-1] for key, ids in match_day.calm.versions.items()}
    assert {key: ids[-1] for key, ids in match_day.disturbed.versions.items()} == latest


def test_the_result_of_the_day_is_known_a_night_late(match_day: MatchDay) -> None:
    assert match_day.calm.seen_at[SEASON] == datetime(2020, 2, 29, 18, 1, tzinfo=UTC)
    assert match_day.disturbed.seen_at[SEASON] == MORNING_AFTER


def test_afterwards_every_record_says_what_it_says_without_the_outage(match_day: MatchDay) -> None:
    assert match_day.disturbed.kept ^ match_day.calm.kept == frozenset()
    assert match_day.disturbed.facts.keys() == match_day.calm.facts.keys()
    assert match_day.disturbed.facts == match_day.calm.facts
    assert len(match_day.calm.facts) > 50


def _run(ground: Ground, address: str, open_: ExitStack) -> Run:
    port = free_port()
    own = ground.with_bucket().with_settings(
        sandbox=address,
        sources=",".join(SOURCES),
        input="sandbox",
        metrics_port=str(port),
        fetch_attempts="2",
        circuit_pause=str(PAUSE),
        sandbox_requests_per_second="1000",
    )
    open_.callback(end, own.start("touchline.ingestor", "run", "--every", "1"))
    return Run(own, port)


def _wait(disturbed: Run, calm: Run, moment: datetime) -> None:
    """Until both have seen everything of this moment."""
    for run in (disturbed, calm):
        until(lambda run=run: run.has_looked(moment, *SOURCES), f"all sources were looked at on {moment}", pause=0.1)


def _live_through(clock: FootballClock, door: Door, disturbed: Run, calm: Run) -> float | None:
    """The whole match day, hour by hour; what the metric said at its end."""
    for moment in MATCH_DAY:
        clock.move(moment)
        until(lambda moment=moment: calm.has_looked(moment, *SOURCES), f"{moment} was seen", pause=0.1)
        until(lambda moment=moment: disturbed.has_looked(moment, *GOING_ON), f"others go on on {moment}", pause=0.1)
    until(lambda: door.pauses(0.9 * PAUSE) >= 2, "the provider was left alone twice")
    until(lambda: disturbed.circuit() == 1, "the circuit is open")
    return disturbed.circuit()


def _ended(run: Run) -> Ended:
    return asyncio.run(_read(run.ground.with_database()))


async def _read(ground: Ground) -> Ended:
    """Read all that was landed with the normalizer's own transaction; what it says stays in the outbox."""
    async with opened(ground.settings(NormalizerSettings)) as (database, store):
        documents = await landed(store, None, None)
        normalizer, work = Normalizer(store, lambda: MORNING_AFTER, DIALECTS), UnitOfWork(database, "normalizer")
        for one in documents:
            async with work.transaction("test") as transaction:
                statements = Statements()
                await read_version(normalizer, one.raw, transaction, statements, cause=one.cause)
                await statements.emit(transaction, cause=one.cause, time=one.raw.available_at)
    kept = frozenset(ground.query("SELECT document_key, row_key, row_hash FROM normalizer_rows"))
    seen_at = {one.raw.document_key: one.raw.available_at for one in documents}
    return Ended(_versions(documents), seen_at, kept, _facts(ground))


def _versions(documents: list[Landed]) -> dict[str, list[str]]:
    versions: dict[str, list[str]] = defaultdict(list)
    for one in documents:
        versions[one.raw.document_key].append(one.raw.sha256)
    return dict(versions)


def _facts(ground: Ground) -> dict[tuple[object, ...], dict[str, Any]]:
    """The latest of each fact, without which version of a document said it and when that was seen."""
    facts: dict[tuple[object, ...], dict[str, Any]] = {}
    for topic, value in ground.query("SELECT topic, value FROM outbox ORDER BY lane, sequence"):
        record = BY_NAME[str(topic)].record
        for row in rows_of(record, decode(record, value)):  # type: ignore[arg-type]
            said = {name: found for name, found in asdict(row).items() if name not in SEEN}
            facts[(topic, *(said.get(name) for name in ABOUT))] = said
    return facts
