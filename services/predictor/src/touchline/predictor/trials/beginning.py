"""A decision of the trainer: who takes over at once, who answers a share first, who is scored in the shadow."""

from dataclasses import asdict, replace
from datetime import datetime

from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.prediction.trial import Figures
from touchline.predictor.sealing import Predictor, seal_due
from touchline.predictor.trials.telling import tell
from touchline.runtime.transaction import Transaction
from touchline.schemas import event_id
from touchline.schemas.records import Stage, Trial


async def promote(
    predictor: Predictor, transaction: Transaction, promoted: Champion, clock: datetime, *, cause: str
) -> bool:
    """Let a promoted model answer: a share of the matches first, where that is asked and it has never answered all.

    So a person who goes back to an older version does not wait. Says whether this was news.
    """
    ledger, trials = predictor.ledger(transaction), predictor.trials(transaction)
    standing = await ledger.champion()
    if standing is not None and promoted.revision <= max(standing.revision, await trials.heard(promoted.name)):
        return False
    await _end_running(predictor, transaction, f"{promoted.version} was promoted", clock)
    if predictor.share:
        known = standing is None or await trials.served_whole(promoted.name, promoted.version)
        stage, share = (Stage.WHOLE, 1.0) if known else (Stage.CANARY, predictor.share)
        reason = "no other served, or it served before" if known else "promoted"
        trial_id = event_id("trial", promoted.name, promoted.version, promoted.revision)
        trial = _begun(trial_id, promoted, standing, stage, share, reason, clock, heard=promoted.revision)
        await tell(predictor, transaction, trial, clock, before=None)
        if stage is Stage.CANARY:
            return True
    await ledger.crown(promoted)
    await seal_due(predictor, transaction, promoted, clock, cause=cause)
    return True


async def shadow(
    predictor: Predictor, transaction: Transaction, challenger: Champion, decision_id: str, clock: datetime
) -> bool:
    """Score a challenger beside the champion from now on, unless a canary stands its trial; whether it begins."""
    trials = predictor.trials(transaction)
    standing, trial_id = await predictor.ledger(transaction).champion(), event_id("trial", decision_id)
    running = await trials.running(challenger.name)
    if standing is None or await trials.has_begun(trial_id) or (running and running.stage is Stage.CANARY):
        return False
    await _end_running(predictor, transaction, f"{challenger.version} was tried next", clock)
    heard = max(standing.revision, await trials.heard(challenger.name))
    trial = _begun(trial_id, challenger, standing, Stage.SHADOW, 0.0, "refused, for no harm", clock, heard=heard)
    await tell(predictor, transaction, trial, clock, before=None)
    return True


async def _end_running(predictor: Predictor, transaction: Transaction, reason: str, clock: datetime) -> None:
    running = await predictor.trials(transaction).running(predictor.model_name)
    if running is not None:
        ended = replace(running, stage=Stage.SUPERSEDED, reason=reason)
        await tell(predictor, transaction, ended, clock, before=running.stage)


def _begun(
    trial_id: str,
    challenger: Champion,
    standing: Champion | None,
    stage: Stage,
    share: float,
    reason: str,
    clock: datetime,
    *,
    heard: int,
) -> Trial:
    return Trial(
        trial_id=trial_id,
        heard_revision=heard,
        model_name=challenger.name,
        model_version=challenger.version,
        catalogue_version=challenger.catalogue_version,
        snapshot=challenger.snapshot,
        bundle_key=challenger.bundle_key,
        bundle_sha256=challenger.bundle_sha256,
        champion_version=None if standing is None else standing.version,
        champion_bundle_key=None if standing is None else standing.bundle_key,
        champion_bundle_sha256=None if standing is None else standing.bundle_sha256,
        stage=stage,
        share=share,
        reason=reason,
        event_time=clock,
        available_at=clock,
        recorded_at=clock,
        revision=0,
        **asdict(Figures()),
    )
