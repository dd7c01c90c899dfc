"""Sealing what is said of fixtures that are due: chained, written and announced in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from touchline.predictor.ports import Answers, Bundles, Ledger
from touchline.predictor.prediction.fixtures import Fixture
from touchline.predictor.prediction.forecast import Forecast, forecast_by
from touchline.predictor.prediction.sealing import Champion, next_seal
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.prediction.trial import answers
from touchline.predictor.trials.ports import TrialLedger
from touchline.runtime import metrics
from touchline.runtime.transaction import Connection, Transaction
from touchline.schemas import batch_of, topics
from touchline.schemas.records import MatchPrediction, Stage


@dataclass(frozen=True, slots=True)
class Predictor:
    """What sealing needs besides a transaction."""

    ledger: Callable[[Connection], Ledger]
    bundles: Bundles
    answers: Answers
    trials: Callable[[Connection], TrialLedger]
    horizon: timedelta
    incarnation: int
    now: Callable[[], datetime]
    competitions: frozenset[str] = frozenset({"E0"})  # those that the model has learned from
    model_name: str = "touchline-match"
    shadow: bool = True  # score beside the champion whoever was refused for no harm
    share: float = 0.0  # of matches that whoever is promoted answers first; 0: all at once


@dataclass(frozen=True, slots=True)
class Said:
    """A forecast of a fixture, and the model that made it."""

    fixture: Fixture
    by: Champion
    forecast: Forecast


async def due_for(
    predictor: Predictor,
    connection: Connection,
    champion: Champion,
    clock: datetime,
    pools: Sequence[str] | None = None,
) -> list[Fixture]:
    """Fixtures that the champion is to score, without those that a canary answers (`trials.looking` seals them)."""
    fixtures = await predictor.ledger(connection).due(champion, clock, predictor.horizon, pools)
    if not fixtures:
        return []
    trial = await predictor.trials(connection).running(predictor.model_name)
    if trial is None or trial.stage is not Stage.CANARY:
        return fixtures
    return [fixture for fixture in fixtures if not answers(fixture.match_id, trial.share)]


async def seal_due(
    predictor: Predictor,
    transaction: Transaction,
    champion: Champion,
    clock: datetime,
    *,
    cause: str,
    pools: Sequence[str] | None = None,
) -> int:
    """Score every fixture that is due, seal what is new, announce it; return the number sealed."""
    fixtures = await due_for(predictor, transaction, champion, clock, pools)
    if not fixtures:
        return 0
    model = await predictor.bundles.load(champion.bundle_key, champion.bundle_sha256)
    said = [Said(fixture, champion, forecast_by(model, fixture.values)) for fixture in fixtures]
    return await seal_said(predictor, transaction, said, clock, cause=cause)


async def seal_said(
    predictor: Predictor, transaction: Transaction, said: Sequence[Said], clock: datetime, *, cause: str
) -> int:
    """Seal what is new of these forecasts, each under the model that made it; return the number sealed."""
    ledger = predictor.ledger(transaction)
    sealed = 0
    for pool in sorted({one.fixture.pool for one in said}):
        rows = await _seal_pool(predictor, ledger, clock, [one for one in said if one.fixture.pool == pool])
        if rows:
            await transaction.emit(
                topics.MATCH_PREDICTIONS, pool, batch_of(MatchPrediction, rows), cause=cause, time=clock
            )
            transaction.after_commit(partial(_tell, predictor.answers, pool, rows))
        sealed += len(rows)
    for by in {one.by for one in said}:
        await ledger.scored([one.fixture for one in said if one.by == by], by)
    return sealed


async def _seal_pool(
    predictor: Predictor, ledger: Ledger, clock: datetime, said: Sequence[Said]
) -> list[MatchPrediction]:
    chain = await ledger.chain(said[0].fixture.pool)
    standing = await ledger.latest([one.fixture.match_id for one in said])
    rows: list[MatchPrediction] = []
    for one in said:
        row = next_seal(
            one.fixture,
            one.forecast,
            one.by,
            before=standing.get(one.fixture.match_id),
            chain=chain,
            clock=clock,
            incarnation=predictor.incarnation,
            recorded_at=predictor.now(),
        )
        if row is not None:
            rows.append(row)
            chain = Chain(row.seal, chain.sequence + 1)
    if rows:
        await ledger.seal(rows, {one.fixture.match_id: one.fixture for one in said}, chain)
    return rows


async def _tell(cache: Answers, pool: str, rows: Sequence[MatchPrediction]) -> None:
    metrics.SEALED.labels(pool).inc(len(rows))
    await cache.put(rows)
