"""A version that was promoted before is promoted again: a person rolled back to it, or a canary returned to it."""

from dataclasses import replace
from datetime import UTC, datetime

from touchline.runtime.transaction import Transaction
from touchline.schemas import event_id
from touchline.schemas.records import Promotion
from touchline.schemas.revision import first_of
from touchline.trainer import ledger
from touchline.trainer.app import announce


async def promote_again(
    transaction: Transaction,
    before: Promotion,
    champion: Promotion,
    *,
    named: tuple[str, ...],
    reason: str,
    time: datetime,
    incarnation: int,
) -> Promotion:
    """A decision of its own and its announcement at a football time, under the lock of all decisions.

    `before` is the version's own promotion, `champion` serves until then; `named` with the revision makes the id.
    """
    revision = await ledger.next_revision(transaction, first_of(incarnation))
    decision = replace(
        before,
        decision_id=event_id(*named, revision),
        request_id=None,
        cause=None,
        asked=None,
        champion_before=champion.model_version,
        champion_score=None,
        reason=reason,
        recorded_at=datetime.now(UTC),
        revision=revision,
    )
    await announce(transaction, decision, champion, time)
    return decision
