"""What happens without a message: time brings matches nearer, a pointer names a champion, a cache fills."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from touchline.predictor.bundles import Objects, champion_at, read_pointer
from touchline.predictor.sealing import Predictor, due_for, seal_due
from touchline.predictor.trials.beginning import promote
from touchline.runtime.database import Transactions
from touchline.runtime.transaction import Transaction
from touchline.schemas import event_id

LANE = "horizon"


class Work(Protocol):
    """Opens transactions that no message caused."""

    def transaction(self, lane: str) -> AbstractAsyncContextManager[Transaction]:
        """One transaction, alone in its lane."""


async def seal_horizon(predictor: Predictor, database: Transactions, work: Work) -> int:
    """Seal fixtures that the advancing clock brought within the horizon; return the number sealed."""
    async with database.transaction() as connection:  # a look without locks; nearly always it finds nothing
        ledger = predictor.ledger(connection)
        champion = await ledger.champion()
        if champion is None or not await due_for(predictor, connection, champion, await ledger.clock()):
            return 0
    await predictor.bundles.load(champion.bundle_key, champion.bundle_sha256)
    async with work.transaction(lane=LANE) as transaction:
        return await _seal_all(predictor, transaction)


async def adopt_pointer(predictor: Predictor, database: Transactions, work: Work, objects: Objects, key: str) -> bool:
    """Serve the pointer's model when it is newer than the one served; as a rule its promotion comes first."""
    pointer = await read_pointer(objects, key)
    async with database.transaction() as connection:
        served = await predictor.ledger(connection).champion()
        heard = await predictor.trials(connection).heard(predictor.model_name)
    if pointer is None or (served is not None and pointer.revision <= max(served.revision, heard)):
        return False
    model = await predictor.bundles.load(pointer.bundle_key, pointer.bundle_sha256)
    async with work.transaction(lane=LANE) as transaction:
        clock = await predictor.ledger(transaction).advance_clock()  # its lock first, as everywhere
        cause = event_id(LANE, pointer.version, pointer.revision, clock.isoformat())
        return await promote(predictor, transaction, champion_at(pointer, model.manifest), clock, cause=cause)


async def refill_answers(predictor: Predictor, database: Transactions) -> int:
    """Put the standing answer of every match into the cache, which may have lost them; return their number."""
    async with database.transaction() as connection:
        standing = await predictor.ledger(connection).all_latest()
    await predictor.answers.put(standing)
    return len(standing)


async def _seal_all(predictor: Predictor, transaction: Transaction) -> int:
    ledger = predictor.ledger(transaction)
    clock = await ledger.advance_clock()
    champion = await ledger.champion()
    if champion is None:
        return 0
    due = await due_for(predictor, transaction, champion, clock)
    cause = event_id(LANE, champion.version, *(f"{each.match_id}@{each.revision}" for each in due), clock.isoformat())
    return await seal_due(predictor, transaction, champion, clock, cause=cause)
