"""A trial's row as it stands now: written, announced and counted."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from touchline.predictor.sealing import Predictor
from touchline.runtime import metrics
from touchline.runtime.logs import log
from touchline.runtime.transaction import Transaction
from touchline.schemas import batch_of, event_id, topics
from touchline.schemas.records import Stage, Trial
from touchline.schemas.revision import first_of


async def tell(
    predictor: Predictor, transaction: Transaction, trial: Trial, clock: datetime, *, before: Stage | None
) -> Trial:
    """Keep it and tell whoever serves; `before` is the stage that it had."""
    revision = await predictor.trials(transaction).next_revision(first_of(predictor.incarnation))
    told = replace(trial, available_at=clock, recorded_at=predictor.now(), revision=revision)
    await predictor.trials(transaction).keep(told)
    cause = event_id("trial", told.trial_id, revision)
    await transaction.emit(topics.TRIALS, told.model_name, batch_of(Trial, [told]), cause=cause, time=clock)
    transaction.after_commit(partial(_count, told, before))
    return told


async def _count(trial: Trial, before: Stage | None) -> None:
    metrics.TRIAL_LOG_LOSS.labels("challenger").set(trial.challenger_log_loss or 0)
    metrics.TRIAL_LOG_LOSS.labels("champion").set(trial.champion_log_loss or 0)
    if trial.stage is not before:
        metrics.TRIALS.labels(trial.stage.value).inc()
        log.info("trial", version=trial.model_version, stage=trial.stage.value, reason=trial.reason)
