"""The charts over all pools and over players on a real MariaDB: what is kept and announced, and who holds whom back."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from test_player_watching import WORSE
from test_pooled_watching import EMPTY_STADIUMS, QUIET
from watched_matches import NOW, SATURDAY
from watched_rows import prediction

from tests.integration.ground import Ground
from tests.stack import RunningStack
from touchline.drift_monitor.config import SERVICE, DriftMonitorSettings
from touchline.drift_monitor.ledger import SqlLedger
from touchline.drift_monitor.player_stores import SqlPlayers
from touchline.drift_monitor.player_watching import PlayerWatch
from touchline.drift_monitor.pooled_watching import PooledWatch
from touchline.drift_monitor.requesting import may_ask
from touchline.drift_monitor.stores import SqlBooks, SqlWatched
from touchline.drift_monitor.telling import read_standing
from touchline.drift_monitor.watched import POOLED
from touchline.football.outcome import Outcome
from touchline.runtime.database import Database
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import decode, rows_of
from touchline.schemas.records import Drift, RetrainingRequest, Settlement
from touchline.schemas.topics import DRIFT, RETRAINING_REQUESTS

pytestmark = pytest.mark.stack
LATER = NOW + timedelta(days=1)


def settled(number: int, outcome: Outcome, recorded_at: datetime = NOW, competition: str = "") -> Settlement:
    """A score of the watched division of one of two pools, or of another of its competitions."""
    pool, top = (("ENG", "E0"), ("GER", "D1"))[number % 2]
    kick_off = SATURDAY + timedelta(hours=number)
    name = f"{competition or top}:2019-20:home-{number:04d}:away"
    known = kick_off + timedelta(hours=3)
    scores = (0.2, 1.0, 0.6, None, None)
    return Settlement(name, "p", pool, "1", outcome.value, 0.5, 0.25, 0.25, *scores, kick_off, known, recorded_at, 1)


def shifted(first: int, patterns: Sequence[tuple[Sequence[Outcome], int]], at: datetime = NOW) -> list[Settlement]:
    """So many matches with these outcomes in turn."""
    outcomes = [pattern[number % len(pattern)] for pattern, size in patterns for number in range(size)]
    return [settled(first + number, outcome, at) for number, outcome in enumerate(outcomes)]


@pytest.fixture(scope="module")
def ground(stack: RunningStack) -> Ground:
    ground = Ground(stack).with_database()
    ground.stack.run("touchline.drift_monitor", "migrate")
    return ground


@pytest.fixture
async def work(ground: Ground) -> AsyncIterator[tuple[Ground, UnitOfWork]]:
    """On tables without a row."""
    database = await Database.connect(ground.settings(DriftMonitorSettings))
    try:
        for table in ("settlements", "drifts", "requests", "outbox"):
            ground.query(f"DELETE FROM {table}")
        yield ground, UnitOfWork(database, SERVICE)
    finally:
        await database.close()


async def test_what_was_settled_in_any_order_is_one_event_and_one_request_that_holds_every_pool_back(
    work: tuple[Ground, UnitOfWork],
) -> None:
    ground, unit = work
    rows = shifted(0, [(QUIET, 200), (EMPTY_STADIUMS, 120)])
    corrected = replace(rows[-1], home=0.6, draw=0.2, away=0.2, revision=2)
    unwatched = [settled(number, Outcome.AWAY, competition="E1") for number in range(0, 300, 2)]
    for part in (rows[::2], rows[1::2], [corrected], unwatched):  # the second pool comes late
        async with unit.transaction(lane="test") as transaction:
            await SqlBooks(transaction).add_settlements(part)
    for _ in range(2):  # the second time as after a restart
        async with unit.transaction(lane="test") as transaction:
            await PooledWatch(lambda: NOW).look(transaction)
    told = dict(ground.query("SELECT topic, value FROM outbox ORDER BY sequence"))
    assert ground.count("outbox") == 2
    (drift,) = rows_of(Drift, decode(Drift, told[DRIFT.name]))  # type: ignore[arg-type]
    (request,) = rows_of(RetrainingRequest, decode(RetrainingRequest, told[RETRAINING_REQUESTS.name]))  # type: ignore[arg-type]
    assert (drift.pool, request.pool, request.drift_id) == (POOLED, POOLED, drift.drift_id)
    kept = ground.query("SELECT drift_id, since, JSON_LENGTH(matches), meaning, recommendation FROM drifts")
    since = drift.since.replace(tzinfo=None) if drift.since else None
    assert kept == [(drift.drift_id, since, drift.window, drift.meaning, drift.recommendation)]
    assert drift.matches is not None
    assert {match.split(":")[0] for match in drift.matches} == {"E0", "D1"}
    for size, free in ((379, False), (1, True)):  # of England alone: every second match
        first = 400 + ground.count("settlements") * 2
        async with unit.transaction(lane="test") as transaction:
            more = [settled(first + 2 * number, QUIET[number % 4], LATER) for number in range(size)]
            await SqlBooks(transaction).add_settlements(more)
            ledger = SqlLedger(transaction)
            assert await may_ask("ENG", await ledger.settled_matches("ENG"), ledger) is free
            assert await may_ask("GER", await ledger.settled_matches("GER"), ledger) is False
            assert await may_ask("ESP", await ledger.settled_matches("ESP"), ledger) is False
            assert await may_ask(POOLED, await ledger.settled_matches(POOLED), ledger) is free


async def test_a_request_of_one_pool_holds_back_what_all_would_ask_for(work: tuple[Ground, UnitOfWork]) -> None:
    ground, unit = work
    rows = shifted(0, [(QUIET, 200), (EMPTY_STADIUMS, 120)])
    ground.query(
        "INSERT INTO requests (request_id, cause, pool, model_name, reason, settled_matches, event_time, available_at,"
        " recorded_at) VALUES ('r', 'drift', 'ENG', 'm', 'because', 160, '2020-03-07', '2020-03-07', '2026-01-01')"
    )
    async with unit.transaction(lane="test") as transaction:
        await SqlBooks(transaction).add_settlements(rows)
        await PooledWatch(lambda: LATER).look(transaction)
    assert (ground.count("drifts"), ground.count("requests")) == (1, 1)


async def test_players_that_became_worse_are_an_event_of_their_pool_and_no_verdict_on_its_matches(
    work: tuple[Ground, UnitOfWork],
) -> None:
    ground, unit = work
    ground.query("DELETE FROM player_settlements")
    corrected = replace(WORSE[-1], points_error=9.0, revision=2)
    lower = [replace(one, match_id=one.match_id.replace("E0", "E1"), points_error=99.0) for one in WORSE]
    async with unit.transaction(lane="test") as transaction:
        await SqlPlayers(transaction).add_settlements([*WORSE[::2], *WORSE[1::2], corrected, *lower])
        assert (await SqlPlayers(transaction).watched("ENG", 2))[-1] == corrected
        assert await SqlPlayers(transaction).watched("GER", 10) == []
    for _ in range(2):  # the second time as after a restart
        async with unit.transaction(lane="test") as transaction:
            await PlayerWatch(lambda: LATER).look("ENG", transaction)
    assert sorted(topic for (topic,) in ground.query("SELECT topic FROM outbox")) == [
        DRIFT.name,
        RETRAINING_REQUESTS.name,
    ]
    assert ground.query("SELECT pool, statistic, drifted FROM drifts") == [("ENG", "player_error_points", 1)]
    async with unit.transaction(lane="test") as transaction:
        ledger = SqlLedger(transaction)
        assert (await ledger.last_verdict("ENG"), await ledger.last_verdict("ENG", of_players=True)) == (None, True)
        assert (await read_standing(transaction)).drifted == {"ENG": True}
        await SqlBooks(transaction).add_settlements(shifted(0, [(QUIET, 10)], LATER + timedelta(days=1)))
        assert await ledger.settled_since_drift("ENG") == 5  # of England alone; its players' drift does not count


async def test_the_score_that_is_expected_is_of_the_latest_seal_of_watched_matches_without_a_result(
    work: tuple[Ground, UnitOfWork],
) -> None:
    ground, unit = work
    ground.query("DELETE FROM watched_predictions")
    ended, coming, lower = (prediction(f"{code}:2019-20:home-0000:away") for code in ("E0", "E0", "E1"))
    coming = replace(coming, match_id="E0:2019-20:home-9998:away", prediction_id="q")
    again = replace(
        coming, prediction_id="r", home=0.8, draw=0.1, away=0.1, available_at=coming.available_at + timedelta(hours=1)
    )
    sealed = [ended, again, coming, replace(lower, prediction_id="s", home=1.0, draw=0.0, away=0.0)]
    async with unit.transaction(lane="test") as transaction:
        await SqlWatched(transaction).keep_predictions(sealed)
        await SqlBooks(transaction).add_settlements([settled(0, Outcome.HOME)])
        assert (await read_standing(transaction)).expected == {"ENG": pytest.approx((0.8 * 0.2 + 0.1 * 0.9) / 2)}
