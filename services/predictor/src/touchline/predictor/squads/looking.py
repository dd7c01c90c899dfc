"""Squads of coming matches are looked at beside the consumer, each sealed in a transaction of its own.

Reading what is known of forty people and asking the models takes longer than a lock should be held. So a look notes
first what there is to see (the match's standing prediction, how often anything was heard of the pool's players), reads
and asks without a lock, and seals under the clock's lock only if the match is still coming and the same models still
serve. News that arrive meanwhile make the match due again.
"""

import asyncio
from datetime import datetime
from functools import partial

from touchline.football.player_bundle import PlayerModel
from touchline.predictor.background import Work
from touchline.predictor.bundles import Objects, champion_at, read_pointer
from touchline.predictor.prediction.fixtures import is_coming
from touchline.predictor.prediction.player_forecast import Squads, forecast_squads
from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.prediction.squad_sealing import Rested, Sealing, next_forecast
from touchline.predictor.serving.squads import known_at
from touchline.predictor.squads.handlers import SquadPredictor
from touchline.predictor.squads.ports import Due
from touchline.runtime import metrics
from touchline.runtime.database import Transactions
from touchline.runtime.logs import log
from touchline.runtime.transaction import Transaction
from touchline.schemas import batch_of, topics
from touchline.schemas.records import PlayerPrediction

LANE = "squads"


async def seal_squads(predictor: SquadPredictor, database: Transactions, work: Work) -> int:
    """Forecast and seal every match that is due; return how many forecasts were sealed."""
    async with database.transaction() as connection:  # a look without locks; nearly always it finds nothing
        ledger = predictor.ledger(connection)
        champion = await ledger.champion()
        if champion is None:
            return 0
        clock = await ledger.clock()
        due = await ledger.due(champion, clock, predictor.horizon)
    if not due:
        return 0
    model = await predictor.bundles.load(champion.bundle_key, champion.bundle_sha256)
    sealed = 0
    for one in due:
        made = await _forecast(predictor, model, one, min(clock, one.meeting.kick_off))
        async with work.transaction(lane=LANE) as transaction:
            sealed += await _seal(predictor, transaction, one, champion, made)
    return sealed


async def adopt_player_pointer(
    predictor: SquadPredictor, database: Transactions, work: Work, objects: Objects, key: str
) -> bool:
    """Serve the pointer's models when they are newer than those served; as a rule their promotion comes first."""
    pointer = await read_pointer(objects, key)
    async with database.transaction() as connection:
        served = await predictor.ledger(connection).champion()
    if pointer is None or (served is not None and pointer.revision <= served.revision):
        return False
    model = await predictor.bundles.load(pointer.bundle_key, pointer.bundle_sha256)
    async with work.transaction(lane=LANE) as transaction:
        ledger = predictor.ledger(transaction)
        await ledger.advance_clock()  # its lock first, as everywhere
        return await ledger.crown(champion_at(pointer, model.manifest))


async def _forecast(
    predictor: SquadPredictor, model: PlayerModel, due: Due, moment: datetime
) -> tuple[Squads, Rested] | None:
    """None where nobody is known to play, or a row is none that the models can read: the match waits for news of it."""
    try:
        known, rows = await known_at(predictor.squads, due.meeting, moment, None)
        if not any(known.squads):
            return None
        said = await asyncio.to_thread(forecast_squads, model, due.meeting, known, due.expected)
    except ValueError as error:  # of one match: the others, and the seals of matches, go on
        log.error("squads not forecast", match=due.meeting.match_id, error=str(error))
        return None
    documents = {entity: row.document_set for entity, row in rows.items()}
    return said, Rested(due.pool, due.prediction_id, due.expected, documents)


async def _seal(
    predictor: SquadPredictor,
    transaction: Transaction,
    due: Due,
    champion: Champion,
    made: tuple[Squads, Rested] | None,
) -> int:
    ledger = predictor.ledger(transaction)
    clock = await ledger.advance_clock()
    if not is_coming(due.meeting.kick_off, clock) or await ledger.champion() != champion:
        return 0  # the look comes too late, or is for models that serve no more: the next one knows
    before = await ledger.standing(due.meeting.match_id)
    chain = await ledger.chain(due.pool)
    sealing = Sealing(chain, clock, predictor.incarnation, predictor.now())
    rows = [] if made is None else next_forecast(due.meeting, *made, champion, sealing, before)
    await ledger.looked(due, champion)
    if not rows:
        return 0
    await ledger.seal(rows, Chain(rows[0].seal, chain.sequence + 1))
    batch = batch_of(PlayerPrediction, rows)
    await transaction.emit(topics.PLAYER_PREDICTIONS, due.pool, batch, cause=rows[0].forecast_id, time=clock)
    transaction.after_commit(partial(_count, due.pool))
    return 1


async def _count(pool: str) -> None:
    metrics.SQUADS_SEALED.labels(pool).inc()
