"""Both models score what is coming, beside the consumer: so a challenger that errs or is slow holds up nobody.

A look notes first what there is to score, asks both models without a lock, each in a thread, and then writes in one
transaction what they said, what a canary seals, and what follows for the trial.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from touchline.football.bundle import Model
from touchline.predictor.background import Work
from touchline.predictor.handlers import champion_of, refuse_the_future
from touchline.predictor.ports import Bundles
from touchline.predictor.prediction.fixtures import Fixture
from touchline.predictor.prediction.forecast import Forecast, forecast_by
from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.prediction.trial import MOST_FAILURES, Beside, answers, ended, figures_of, judged
from touchline.predictor.sealing import Predictor, Said, seal_due, seal_said
from touchline.predictor.trials.telling import tell
from touchline.runtime import metrics
from touchline.runtime.database import Transactions
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas import event_id
from touchline.schemas.records import Settlement, Stage, Trial

LANE = "trials"
AT_ONCE = 50  # vectors a look: the champion's share of the processor stays larger
SHADOWED = timedelta(seconds=5)  # between looks for a shadow: each is told, and what replicas keep is made anew then
LONGEST = 30.0  # seconds that a challenger may take for one: a guard against one that hangs, no measure


@dataclass(frozen=True, slots=True)
class Trying:
    """What trials need besides a transaction."""

    predictor: Predictor
    bundles: Bundles  # of its own: two threads must not ask the same trees
    lasts: timedelta  # of football, until a canary that nothing speaks against takes over


@dataclass(frozen=True, slots=True)
class Both:
    """What both said of a fixture; the challenger's forecast is missing where it failed."""

    fixture: Fixture
    challenger: Forecast | None
    champion: Forecast
    beside: Beside


async def look_beside(trying: Trying, database: Transactions, work: Work) -> int:
    """Score what the running trial has not scored yet; returns how many vectors."""
    predictor = trying.predictor
    async with database.transaction() as connection:  # a look without locks; nearly always it finds nothing
        trial = await predictor.trials(connection).running(predictor.model_name)
        if trial is None or (trial.stage is Stage.SHADOW and predictor.now() - trial.recorded_at < SHADOWED):
            return 0
        champion = await predictor.ledger(connection).champion()
        clock = await predictor.ledger(connection).clock()
        due = await predictor.trials(connection).due(trial, clock, predictor.horizon, AT_ONCE)
    over = trial.stage is Stage.CANARY and clock - trial.event_time >= trying.lasts
    if champion is None or not (due or over):
        return 0
    said: list[Both] = []
    broken = None
    theirs = await trying.bundles.load(champion.bundle_key, champion.bundle_sha256)
    try:
        ours = await trying.bundles.load(trial.bundle_key, trial.bundle_sha256)
        said = await _all_said(ours, theirs, due)
    except InvalidRecord as error:
        broken = f"its bundle cannot be opened: {error}"
    async with work.transaction(lane=LANE) as transaction:
        clock = await predictor.ledger(transaction).advance_clock()  # its lock first, as everywhere
        standing = await predictor.trials(transaction).running(predictor.model_name)
        if standing is None or standing.trial_id != trial.trial_id:
            return 0  # the look comes too late: the next one knows
        return await _write(trying, transaction, standing, champion, said, clock, broken)


async def hear_results(trying: Trying, message: Message, transaction: Transaction) -> None:
    """Results of matches that a trial has scored may end it."""
    predictor = trying.predictor
    refuse_the_future(predictor.now(), message)
    clock = await predictor.ledger(transaction).advance_clock(message.envelope.time)
    trials = predictor.trials(transaction)
    if not await trials.settle(message.rows(Settlement)):
        return
    trial = await trials.running(predictor.model_name)
    if trial is not None:
        await _judge(trying, transaction, trial, clock, cause=message.envelope.id)


async def _all_said(challenger: Model, champion: Model, due: Sequence[Fixture]) -> list[Both]:
    """What both say of these; of the rest nothing once enough is known against the challenger, which may hang."""
    said: list[Both] = []
    for fixture in due:
        if sum(one.challenger is None for one in said) < MOST_FAILURES:
            said.append(await both_say(challenger, champion, fixture))
    return said


async def both_say(challenger: Model, champion: Model, fixture: Fixture) -> Both:
    """Both forecasts of one vector; whatever goes wrong with the challenger's is told, and harms nobody."""
    theirs, champion_ms = await asyncio.to_thread(_timed, champion, fixture.values)
    ours, challenger_ms, failure = None, 0.0, None
    try:
        asked = asyncio.to_thread(_timed, challenger, fixture.values)
        ours, challenger_ms = await asyncio.wait_for(asked, LONGEST)
    except TimeoutError:
        failure = f"no answer within {LONGEST:g} s"
    except Exception as error:  # any failure is evidence against the challenger, which is kept and judged
        failure = repr(error)
    metrics.TRIAL_SCORED.labels("scored" if failure is None else "failed").inc()
    chances = None if ours is None else (ours.home, ours.draw, ours.away)
    said = Beside(chances, (theirs.home, theirs.draw, theirs.away), challenger_ms, champion_ms, failure)
    return Both(fixture, ours, theirs, said)


async def _write(
    trying: Trying,
    transaction: Transaction,
    trial: Trial,
    champion: Champion,
    said: Sequence[Both],
    clock: datetime,
    broken: str | None,
) -> int:
    predictor = trying.predictor
    trials = predictor.trials(transaction)
    due = {(one.match_id, one.revision) for one in await trials.due(trial, clock, predictor.horizon, AT_ONCE)}
    fresh = [one for one in said if (one.fixture.match_id, one.fixture.revision) in due]
    cause = event_id(LANE, trial.trial_id, *(f"{one.fixture.match_id}@{one.fixture.revision}" for one in fresh))
    if fresh:
        await trials.record(trial, [(one.fixture, one.beside) for one in fresh], clock, predictor.now())
    stage = await _judge(trying, transaction, trial, clock, cause=event_id(cause, "judged"), broken=broken)
    if fresh and stage is Stage.CANARY:
        sealed = [_sealed_by(trial, champion, one) for one in fresh if answers(one.fixture.match_id, trial.share)]
        await seal_said(predictor, transaction, sealed, clock, cause=cause)
    return len(fresh)


def _sealed_by(trial: Trial, champion: Champion, said: Both) -> Said:
    """A canary's matches are the challenger's, but for those that it failed on."""
    if said.challenger is None:
        return Said(said.fixture, champion, said.champion)
    return Said(said.fixture, _challenger(trial), said.challenger)


async def _judge(
    trying: Trying, transaction: Transaction, trial: Trial, clock: datetime, *, cause: str, broken: str | None = None
) -> Stage:
    predictor, trials = trying.predictor, trying.predictor.trials(transaction)
    kept = await trials.recorded(trial)
    known = figures_of(kept.scored, kept.settled)
    stage, reason = judged(trial.stage, known, clock - trial.event_time, trying.lasts, kept.failure)
    if broken is not None:
        stage, reason = ended(trial.stage), broken
    share = {Stage.WHOLE: 1.0, Stage.RETURNED: 0.0}.get(stage, trial.share)
    after = replace(trial, stage=stage, share=share, reason=reason, **asdict(known))
    await tell(predictor, transaction, after, clock, before=trial.stage)
    if stage is Stage.WHOLE:
        await predictor.ledger(transaction).crown(_challenger(trial))
    serving = await predictor.ledger(transaction).champion()
    if serving is not None and stage in (Stage.WHOLE, Stage.RETURNED):
        await seal_due(predictor, transaction, serving, clock, cause=cause)
    return stage


def _challenger(trial: Trial) -> Champion:
    """A promotion's revision, not that of the trial's own row, says which of two champions is the later."""
    return replace(champion_of(trial), revision=trial.heard_revision)


def _timed(
    model: Model, values: Sequence[float], clock: Callable[[], float] = time.thread_time
) -> tuple[Forecast, float]:
    """A forecast and what it took of one processor, in ms: a neighbour on the machine makes no model slow."""
    begun = clock()
    said = forecast_by(model, values)
    return said, (clock() - begun) * 1e3
