"""The one writer of a back-fill: document by document, in order, the stream's own transaction."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence

from touchline.normalizer.backfill.engine import Workers, parsed_in_order
from touchline.normalizer.backfill.landed import Landed
from touchline.normalizer.backfill.progress import Progress
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.identities.store import Identities
from touchline.normalizer.reading import Normalizer, read_version
from touchline.normalizer.rereading import Bugs, read_next
from touchline.normalizer.statements import Statements
from touchline.normalizer.stores import Ledger
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.logs import log
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import event_id
from touchline.schemas.records import IdentityDecision

LANE = "backfill"


async def read_all(
    normalizer: Normalizer,
    work: UnitOfWork,
    workers: Workers,
    documents: Sequence[Landed],
    decisions: Sequence[IdentityDecision] = (),
) -> Progress:
    """Each document in order, and after it what waited for the names that it states.

    `decisions`, in their order, are taken when they were made: after every document that had been fetched by then.
    """
    progress, bugs, undecided = Progress(len(documents), time.monotonic()), Bugs(), deque(decisions)
    await _read_again(normalizer, work, bugs)  # what a run that was interrupted left
    results = parsed_in_order(workers, documents)
    while (result := await asyncio.to_thread(next, results, None)) is not None:
        one, parsed = result
        while undecided and undecided[0].available_at < one.raw.available_at:
            await _decide(normalizer, work, undecided.popleft(), bugs)
        await _write(normalizer, work, one, parsed, progress)
        await _read_again(normalizer, work, bugs)
        progress.step(time.monotonic())
    for decision in undecided:
        await _decide(normalizer, work, decision, bugs)
    return progress


async def _decide(normalizer: Normalizer, work: UnitOfWork, decision: IdentityDecision, bugs: Bugs) -> None:
    async with work.transaction(LANE) as transaction:
        changed = await Identities(transaction).decide(decision)
        cause = event_id("identity-decision", decision.revision)
        await Ledger(transaction).read_again(changed, cause, decision.available_at)
    await _read_again(normalizer, work, bugs)


async def _write(
    normalizer: Normalizer, work: UnitOfWork, one: Landed, parsed: Parsed | None, progress: Progress
) -> None:
    statements = Statements()
    try:
        async with work.transaction(LANE) as transaction:
            await read_version(normalizer, one.raw, transaction, statements, cause=one.cause, parsed=parsed)
            await statements.emit(transaction, cause=one.cause, time=one.raw.available_at)
    except InvalidRecord as error:  # the stream puts its message to the dead letters; here it is named at the end
        log.error("document refused", document_key=one.raw.document_key, reason=str(error))
        progress.refused.append(str(error))


async def _read_again(normalizer: Normalizer, work: UnitOfWork, bugs: Bugs) -> None:
    """What waited for names that the document in hand states: at once, as beside the stream."""
    while await read_next(normalizer, work, LANE, bugs):
        pass
