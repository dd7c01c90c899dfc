"""Vectors and promotions come in, sealed predictions go out: read, decide, write."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from touchline.football.bundle import Model
from touchline.football.catalogue import LATEST
from touchline.predictor.ports import Answers, Bundles, Ledger
from touchline.predictor.prediction.fixtures import Fixture
from touchline.predictor.prediction.forecast import forecast_by
from touchline.predictor.prediction.sealing import Champion, next_seal
from touchline.predictor.prediction.seals import Chain
from touchline.runtime import metrics
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.message import Message
from touchline.runtime.transaction import Connection, Transaction
from touchline.schemas import batch_of, topics
from touchline.schemas.records import Decision, MatchFeatures, MatchPrediction, Promotion


@dataclass(frozen=True, slots=True)
class Predictor:
    """What sealing needs besides a transaction."""

    ledger: Callable[[Connection], Ledger]
    bundles: Bundles
    answers: Answers
    horizon: timedelta
    incarnation: int
    now: Callable[[], datetime]
    competitions: frozenset[str] = frozenset({"E0"})  # those that the model has learned from
    model_name: str = "touchline-match"


async def keep_vectors(predictor: Predictor, message: Message, transaction: Transaction) -> None:
    """Keep the latest vector of each coming match and seal what the champion says about it."""
    refuse_the_future(predictor.now(), message)
    rows = message.rows(MatchFeatures)
    fixtures = [
        fixture_of(row)
        for row in rows
        # the one catalogue that a bundle of this program can read: whoever is promoted finds its vectors here
        if row.competition in predictor.competitions and row.catalogue_version == LATEST
    ]
    ledger = predictor.ledger(transaction)
    clock = await ledger.advance_clock(message.envelope.time)
    if not fixtures:
        return
    await ledger.keep(fixtures, clock)
    champion = await ledger.champion()
    if champion is not None:
        pools = sorted({fixture.pool for fixture in fixtures})
        await seal_due(predictor, transaction, champion, clock, cause=message.envelope.id, pools=pools)


async def crown_champion(predictor: Predictor, message: Message, transaction: Transaction) -> None:
    """Serve a promoted model and score every coming fixture with it, in the same transaction."""
    refuse_the_future(predictor.now(), message)
    decided = message.rows(Promotion)
    champions = [
        champion_of(row)
        for row in decided
        if row.decision is Decision.PROMOTED and row.model_name == predictor.model_name  # others seal no match
    ]
    # of players none is counted: a run decides on both, and who is refused often would be told twice as soon
    ours = [row.decision for row in decided if row.model_name == predictor.model_name]
    transaction.after_commit(partial(_count, ours))
    for champion in champions:  # before the clock's lock, which everything else waits for
        await predictor.bundles.load(champion.bundle_key, champion.bundle_sha256)
    ledger = predictor.ledger(transaction)
    clock = await ledger.advance_clock(message.envelope.time)
    for champion in champions:
        if await ledger.crown(champion):
            await seal_due(predictor, transaction, champion, clock, cause=message.envelope.id)


def refuse_the_future(now: datetime, message: Message) -> None:
    """Football time may lie behind ours, never ahead: the clock does not go back, so one such message would stop it.

    Raises:
        InvalidRecord: the message claims a football time more than a day from now.
    """
    if message.envelope.time > now + timedelta(days=1):
        raise InvalidRecord(f"football time {message.envelope.time.isoformat()} lies in the future")


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
    ledger = predictor.ledger(transaction)
    fixtures = await ledger.due(champion, clock, predictor.horizon, pools)
    if not fixtures:
        return 0
    model = await predictor.bundles.load(champion.bundle_key, champion.bundle_sha256)
    sealed = 0
    for pool in sorted({fixture.pool for fixture in fixtures}):
        rows = await _seal_pool(
            predictor, ledger, champion, model, clock, [each for each in fixtures if each.pool == pool]
        )
        if rows:
            await transaction.emit(
                topics.MATCH_PREDICTIONS, pool, batch_of(MatchPrediction, rows), cause=cause, time=clock
            )
            transaction.after_commit(partial(_tell, predictor.answers, pool, rows))
        sealed += len(rows)
    await ledger.scored(fixtures, champion)
    return sealed


async def _seal_pool(
    predictor: Predictor,
    ledger: Ledger,
    champion: Champion,
    model: Model,
    clock: datetime,
    fixtures: Sequence[Fixture],
) -> list[MatchPrediction]:
    chain = await ledger.chain(fixtures[0].pool)
    standing = await ledger.latest([fixture.match_id for fixture in fixtures])
    rows: list[MatchPrediction] = []
    for fixture in fixtures:
        row = next_seal(
            fixture,
            forecast_by(model, fixture.values),
            champion,
            before=standing.get(fixture.match_id),
            chain=chain,
            clock=clock,
            incarnation=predictor.incarnation,
            recorded_at=predictor.now(),
        )
        if row is not None:
            rows.append(row)
            chain = Chain(row.seal, chain.sequence + 1)
    if rows:
        await ledger.seal(rows, {fixture.match_id: fixture for fixture in fixtures}, chain)
    return rows


async def _count(decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        metrics.DECISIONS.labels(decision.value).inc()


async def _tell(answers: Answers, pool: str, rows: Sequence[MatchPrediction]) -> None:
    metrics.SEALED.labels(pool).inc(len(rows))
    await answers.put(rows)


def fixture_of(row: MatchFeatures) -> Fixture:
    """The part of a vector's record that is kept."""
    return Fixture(
        match_id=row.match_id,
        pool=row.pool,
        competition=row.competition,
        season=row.season,
        home_team=row.home_team,
        away_team=row.away_team,
        catalogue_version=row.catalogue_version,
        values=tuple(row.values),
        document_set=row.document_set,
        state_hash=row.state_hash,
        kick_off=row.event_time.astimezone(UTC),
        available_at=row.available_at.astimezone(UTC),
        revision=row.revision,
    )


def champion_of(row: Promotion) -> Champion:
    """The model that a promotion names."""
    return Champion(
        name=row.model_name,
        version=row.model_version,
        catalogue_version=row.catalogue_version,
        snapshot=row.snapshot,
        bundle_key=row.bundle_key,
        bundle_sha256=row.bundle_sha256,
        revision=row.revision,
    )
