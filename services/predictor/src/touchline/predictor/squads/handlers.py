"""News of players and promotions of their models come in: read, decide, write."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from touchline.predictor.handlers import champion_of, crown_champion, refuse_the_future
from touchline.predictor.sealing import Predictor
from touchline.predictor.serving.squads import Squads
from touchline.predictor.squads.ports import PlayerBundles, SquadLedger
from touchline.runtime.message import Message
from touchline.runtime.transaction import Connection, Transaction
from touchline.schemas import decode
from touchline.schemas.records import Decision, PlayerFeatures, Promotion


@dataclass(frozen=True, slots=True)
class SquadPredictor:
    """What sealing squads needs besides a transaction."""

    ledger: Callable[[Connection], SquadLedger]
    bundles: PlayerBundles
    squads: Squads
    horizon: timedelta
    incarnation: int
    now: Callable[[], datetime]
    model_name: str = "touchline-player"


async def hear_of_players(predictor: SquadPredictor, message: Message, transaction: Transaction) -> None:
    """Something new is known of players: their coming matches are to be looked at again.

    What it is stands in the feature-store's views, which are written before they are told of.
    """
    refuse_the_future(predictor.now(), message)
    pools = decode(PlayerFeatures, message.value).column("pool").unique().to_pylist()
    ledger = predictor.ledger(transaction)
    await ledger.advance_clock(message.envelope.time)
    await ledger.hear(pools)


async def follow_promotions(
    matches: Predictor, players: SquadPredictor, message: Message, transaction: Transaction
) -> None:
    """Serve whatever was promoted; players' coming matches are forecast anew as soon as somebody looks."""
    promoted = [
        champion_of(row)
        for row in message.rows(Promotion)
        if row.decision is Decision.PROMOTED and row.model_name == players.model_name
    ]
    for champion in promoted:  # before the clock's lock, which everything else waits for
        await players.bundles.load(champion.bundle_key, champion.bundle_sha256)
    await crown_champion(matches, message, transaction)
    ledger = players.ledger(transaction)
    for champion in promoted:
        await ledger.crown(champion)
