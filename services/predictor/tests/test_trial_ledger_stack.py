"""Trials in the real MariaDB: what runs, what is due, and what both had said last before a match."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from memory_trials import known_trial

from tests.stack import RunningStack
from touchline.football.outcome import Outcome
from touchline.predictor.config import PredictorSettings
from touchline.predictor.prediction.trial import Beside, Settled
from touchline.predictor.stores import MariaLedger
from touchline.predictor.trials.stores import MariaTrials
from touchline.runtime.database import Database
from touchline.runtime.settings import load
from touchline.schemas.records import Settlement, Stage, Trial

pytestmark = pytest.mark.stack
PLACE = 100  # among the served models: nobody's
HALF, EVEN = (0.5, 0.3, 0.2), (0.4, 0.3, 0.3)


@pytest.fixture
async def database(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    opened = await Database.connect(load(PredictorSettings))
    yield opened
    await opened.close()


@pytest.fixture
def trial(world: Any, make: Any) -> Trial:
    """Of a model that nobody else tries."""
    name = uuid.uuid4().hex
    return replace(known_trial(make, world, Stage.CANARY), trial_id=name, model_name=name)


async def test_a_trial_comes_back_as_it_was_until_it_ends(database: Database, trial: Trial) -> None:
    async with database.transaction() as connection:
        trials = MariaTrials(connection)
        assert await trials.running(trial.model_name) is None
        assert await trials.heard(trial.model_name) == 0
        await trials.keep(trial)
        assert await trials.running(trial.model_name) == trial
        assert await trials.has_begun(trial.trial_id)
        assert not await trials.has_begun("0" * 32)
        assert not await trials.served_whole(trial.model_name, trial.model_version)
        await trials.keep(replace(trial, stage=Stage.RETURNED, challenger_log_loss=None, revision=7))
        assert await trials.running(trial.model_name) is None
        assert await trials.heard(trial.model_name) == trial.heard_revision
        assert await trials.next_revision(0) > 7


async def test_who_is_crowned_has_answered_every_match_a_canary_has_not(
    database: Database, trial: Trial, make: Any
) -> None:
    async with database.transaction() as connection:
        trials = MariaTrials(connection)
        await trials.keep(trial)
        champion = make.champion(model_name=trial.model_name, model_version=trial.model_version)
        assert not await trials.served_whole(trial.model_name, trial.model_version)
        assert await MariaLedger(connection, PLACE).crown(champion)
        assert await trials.served_whole(trial.model_name, trial.model_version)
        await connection.execute("DELETE FROM serving_model WHERE id = %s", (PLACE,))


async def test_a_vector_is_due_once_and_what_was_said_last_before_a_match_is_settled(
    database: Database, trial: Trial, make: Any
) -> None:
    match = f"E0:2019-20:{trial.trial_id[:12]}:chelsea"
    first, second, third = (make.fixture(match_id=match, pool="TRY", revision=number) for number in (1, 2, 3))
    said = Beside(HALF, EVEN, 1.5, 1.25)
    over = Settlement(
        match, "p", "TRY", "1", "home", *EVEN, 0.2, 1.0, 0.6, None, None, first.kick_off, first.kick_off, make.noon, 1
    )
    async with database.transaction() as connection:
        ledger, trials = MariaLedger(connection), MariaTrials(connection)

        async def due() -> list[int]:
            found = await trials.due(trial, make.noon, timedelta(days=8), 50)
            return [one.revision for one in found if one.match_id == match]

        assert not await trials.settle([over])  # nobody has scored it
        for fixture, what, hours in ((first, replace(said, challenger=EVEN), 1), (second, said, 2)):
            await ledger.keep([fixture], make.noon)
            assert await due() == [fixture.revision]
            at = make.noon + timedelta(hours=hours)
            await trials.record(trial, [(fixture, what)], at, at)
            assert await due() == []
        failed = replace(said, challenger=None, failure="x" * 600)
        await trials.record(trial, [(third, failed)], at + timedelta(hours=1), at + timedelta(hours=1))
        assert await trials.settle([over])
        assert not await trials.settle([over])
        kept = await trials.recorded(trial)
        assert kept.scored == [replace(failed, failure="x" * 500), said, replace(said, challenger=EVEN)]
        assert kept.settled == [Settled(HALF, EVEN, Outcome.HOME)]
        assert kept.failure == "x" * 500
        moved = replace(over, event_time=make.noon + timedelta(hours=1, minutes=30), outcome="away", revision=2)
        assert await trials.settle([moved])
        assert (await trials.recorded(trial)).settled == [Settled(EVEN, EVEN, Outcome.AWAY)]
        await connection.execute("DELETE FROM fixtures WHERE pool = 'TRY'")
