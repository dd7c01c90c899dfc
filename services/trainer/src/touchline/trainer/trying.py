"""What became of a promoted model where predictors let it answer a share of the matches first.

Who is champion is decided here alone. So a canary that went back is followed by a decision of ours: the version that
answers again is promoted again, for the predictor's reason, and pointer, alias and the next judgement follow it.
"""

from touchline.runtime.settings import Settings
from touchline.runtime.topics import read_topic
from touchline.runtime.transaction import Transaction
from touchline.schemas.records import Promotion, Stage, Trial
from touchline.schemas.topics import TRIALS
from touchline.trainer import ledger
from touchline.trainer.app import LANE, Platform
from touchline.trainer.promoting_again import promote_again


async def heed_returns(platform: Platform) -> list[Promotion]:
    """Promote again, of each model, the version that answers although a later one was promoted; returns decisions."""
    decided = []
    for trial in (await latest_trials(platform.settings)).values():
        async with platform.work.transaction(lane=LANE) as transaction:
            decision = await _decide(transaction, trial, platform.settings.incarnation)
        if decision is not None:
            decided.append(decision)
    return decided


async def latest_trials(settings: Settings) -> dict[str, Trial]:
    """Where each model's trial stands, by the model's name."""
    rows = [row async for message in read_topic(settings, TRIALS) for row in message.rows(Trial)]
    return {row.model_name: row for row in sorted(rows, key=lambda row: row.revision)}


def said_of(trial: Trial | None, decision: Promotion) -> str | None:
    """What became of a promotion that does not answer every match; None where it does, or nobody has heard of it.

    A return is one as soon as the predictor has heard of the promotion and lets another version answer.
    """
    if trial is None or trial.heard_revision < decision.revision:
        return None
    if trial.stage is Stage.CANARY and trial.model_version == decision.model_version:
        return f"{trial.model_version} answers {trial.share:.0%} of the matches as a canary: {trial.reason}"
    if serving_by(trial) == decision.model_version:
        return None
    return f"{serving_by(trial)} answers instead of {decision.model_version}: {trial.reason}"


def serving_by(trial: Trial) -> str | None:
    """The version that answers whatever no canary answers."""
    return trial.model_version if trial.stage is Stage.WHOLE else trial.champion_version


async def _decide(transaction: Transaction, trial: Trial, incarnation: int) -> Promotion | None:
    champion = await ledger.champion_of(transaction, trial.model_name)
    if champion is None or trial.heard_revision < champion.revision:
        return None  # a later decision, which the predictor has not heard of yet
    version = serving_by(trial)
    if trial.stage is Stage.CANARY or version is None or version == champion.model_version:
        return None
    before = await ledger.promotion_of(transaction, trial.model_name, version)
    if before is None:
        return None  # another ledger's: nothing to go back to
    return await promote_again(
        transaction,
        before,
        champion,
        named=("return", trial.trial_id, trial.model_version),
        reason=f"{champion.model_version} went back: {trial.reason}",
        time=trial.available_at,
        incarnation=incarnation,
    )
