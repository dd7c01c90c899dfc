"""The consuming program: adapters built, topics bound to handlers, two looks beside them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from redis.asyncio import Redis

from touchline.football.bundle import Model, open_bundle
from touchline.football.player_bundle import open_players
from touchline.predictor.answers import RedisAnswers
from touchline.predictor.background import adopt_pointer, refill_answers, seal_horizon
from touchline.predictor.bundles import Stored, StoredBundles
from touchline.predictor.config import PredictorSettings
from touchline.predictor.handlers import keep_vectors
from touchline.predictor.sealing import Predictor
from touchline.predictor.serving.asking import Asking
from touchline.predictor.serving.squads import MariaSquads
from touchline.predictor.squads.handlers import SquadPredictor, follow_promotions, hear_of_players
from touchline.predictor.squads.looking import adopt_player_pointer, seal_squads
from touchline.predictor.squads.stores import MariaSquadLedger
from touchline.predictor.stores import MariaLedger
from touchline.predictor.trials.looking import Trying, hear_results, look_beside
from touchline.predictor.trials.stores import MariaTrials
from touchline.runtime import metrics
from touchline.runtime.consume import Resources, Wiring, run_consumer
from touchline.runtime.errors import InvalidRecord, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.migrations import upgrade
from touchline.runtime.object_store import ObjectStore
from touchline.schemas import topics

SERVICE = "predictor"
Opened = Callable[[bytes, str], Model]
HORIZON_INTERVAL = 0.5  # seconds: a look costs one query on an index
TRIALS_INTERVAL = 0.2  # seconds: what a canary answers is sealed by the look
SQUADS_INTERVAL = 1.0  # seconds: what comes close together is looked at once
KEPT_IN_TRIALS = 2  # bundles: the champion and the challenger
KEPT_PLAYERS = 2  # bundles of models of players: the served one and the next


def migrate(settings: PredictorSettings) -> None:
    """Make or change the predictor's tables."""
    upgrade(settings, service=SERVICE, location=Path(__file__).parent / "migrations")


def consume(settings: PredictorSettings) -> None:
    """Seal and publish until told to stop."""
    run_consumer(settings, SERVICE, partial(build, settings))


async def build(settings: PredictorSettings, resources: Resources, opened: Opened = open_bundle) -> Wiring:
    """Everything `consume` runs, around connections that are open; `opened` opens the bundles of trials."""
    objects = await ObjectStore.connect(settings)
    predictor = Predictor(
        ledger=MariaLedger,
        bundles=StoredBundles(objects),
        answers=RedisAnswers(Redis.from_url(settings.redis)),
        trials=MariaTrials,
        horizon=settings.horizon,
        incarnation=settings.incarnation,
        now=lambda: datetime.now(UTC),
        competitions=settings.predicted,
        model_name=settings.model_name,
        shadow=settings.shadow,
        share=settings.canary_share,
    )
    trying = Trying(predictor, Stored(objects, opened, KEPT_IN_TRIALS), timedelta(hours=settings.canary_hours))
    players = SquadPredictor(
        ledger=MariaSquadLedger,
        bundles=Stored(objects, open_players, KEPT_PLAYERS),
        squads=MariaSquads(Asking(settings)),
        horizon=settings.horizon,
        incarnation=settings.incarnation,
        now=predictor.now,
        model_name=settings.player_model_name,
    )
    work, database = resources.work, resources.database
    for metric in (metrics.DECISIONS, metrics.TRIALS, metrics.TRIAL_SCORED, metrics.TRIAL_LOG_LOSS):
        metrics.LIST.show_all(metric)
    return Wiring(
        handlers={
            topics.MATCH_FEATURES: partial(keep_vectors, predictor),
            topics.PLAYER_FEATURES: partial(hear_of_players, players),
            topics.PROMOTIONS: partial(follow_promotions, predictor, players),
            topics.SETTLEMENTS: partial(hear_results, trying),
        },
        background=[
            every(HORIZON_INTERVAL, partial(seal_horizon, predictor, database, work)),
            every(
                settings.pointer_interval,
                partial(adopt_pointer, predictor, database, work, objects, settings.pointer_key),
            ),
            every(TRIALS_INTERVAL, partial(look_beside, trying, database, work)),
            every(SQUADS_INTERVAL, partial(seal_squads, players, database, work)),
            every(
                settings.pointer_interval,
                partial(adopt_player_pointer, players, database, work, objects, settings.player_pointer_key),
            ),
            every(settings.pointer_interval, partial(refill_answers, predictor, database)),
        ],
        close=[objects.close],
    )


def every(seconds: float, look: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """Do this again and again; a dependency that is down, or an object that is wrong, waits for the next turn."""

    async def again() -> None:
        while True:
            try:
                await look()
            except (Unavailable, InvalidRecord) as error:
                log.warning("looked in vain", error=str(error))
            await asyncio.sleep(seconds)

    return again
