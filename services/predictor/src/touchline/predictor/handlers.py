"""Vectors and promotions come in, sealed predictions go out: read, decide, write."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from touchline.football.catalogue import LATEST
from touchline.predictor.prediction.fixtures import Fixture
from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.sealing import Predictor, seal_due
from touchline.predictor.trials.beginning import promote, shadow
from touchline.runtime import metrics
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas.records import Decision, MatchFeatures, Promotion, Trial


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
    """Serve a promoted model, at once or a share of the matches first, or score a refused one beside the champion.

    Whatever changes of who answers is sealed in the same transaction.
    """
    refuse_the_future(predictor.now(), message)
    decided = [row for row in message.rows(Promotion) if row.model_name == predictor.model_name]  # others seal no match
    # of players none is counted: a run decides on both, and who is refused often would be told twice as soon
    transaction.after_commit(partial(_count, [row.decision for row in decided]))
    for row in decided:  # before the clock's lock, which everything else waits for
        if row.decision is Decision.PROMOTED:
            await predictor.bundles.load(row.bundle_key, row.bundle_sha256)
    clock = await predictor.ledger(transaction).advance_clock(message.envelope.time)
    for row in decided:
        if row.decision is Decision.PROMOTED:
            await promote(predictor, transaction, champion_of(row), clock, cause=message.envelope.id)
        elif row.decision is Decision.REFUSED and row.sound and predictor.shadow:
            await shadow(predictor, transaction, champion_of(row), row.decision_id, clock)


def refuse_the_future(now: datetime, message: Message) -> None:
    """Football time may lie behind ours, never ahead: the clock does not go back, so one such message would stop it.

    Raises:
        InvalidRecord: the message claims a football time more than a day from now.
    """
    if message.envelope.time > now + timedelta(days=1):
        raise InvalidRecord(f"football time {message.envelope.time.isoformat()} lies in the future")


async def _count(decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        metrics.DECISIONS.labels(decision.value).inc()


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


def champion_of(row: Promotion | Trial) -> Champion:
    """The model that a decision, or the trial of a challenger, names."""
    return Champion(
        name=row.model_name,
        version=row.model_version,
        catalogue_version=row.catalogue_version,
        snapshot=row.snapshot,
        bundle_key=row.bundle_key,
        bundle_sha256=row.bundle_sha256,
        revision=row.revision,
    )
