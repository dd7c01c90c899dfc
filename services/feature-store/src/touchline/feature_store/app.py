"""Builds the feature-store: which topic goes to which handler, and the fold worker beside them."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from touchline.feature_store import handlers
from touchline.feature_store.config import FeatureStoreSettings
from touchline.feature_store.history.skew import SkewWatch, expected_now
from touchline.feature_store.rebuild import Differences, rebuild_pool
from touchline.feature_store.rebuilding.command import Told, rebuild_from
from touchline.feature_store.stores import folds
from touchline.feature_store.stores.cache import VectorCache
from touchline.feature_store.worker import FoldWorker, fill_cache
from touchline.runtime.broker import partition_of
from touchline.runtime.consume import Handler, Message, Resources, Together, Wiring, run_consumer
from touchline.runtime.database import Database
from touchline.runtime.migrations import upgrade
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import topics
from touchline.schemas.topics import Topic

SERVICE = "feature-store"
MIGRATIONS = Path(__file__).parent / "migrations"
ROUTES: dict[Topic, Handler] = {
    topics.TEAMS: handlers.record_teams,
    topics.MATCHES: Together(handlers.record_matches),
    topics.ODDS: handlers.record_odds,
    topics.PLAYERS: handlers.record_players,
    topics.PLAYER_MATCHES: handlers.record_player_matches,
    topics.AVAILABILITY: handlers.record_availability,
    topics.ARTICLES: handlers.record_articles,
    topics.RATINGS: handlers.record_ratings,
}


def migrate(settings: FeatureStoreSettings) -> None:
    """Bring the tables and views to this version."""
    upgrade(settings, service=SERVICE, location=MIGRATIONS)


def consume(settings: FeatureStoreSettings) -> None:
    """Keep facts and fold them until told to stop."""

    async def build(resources: Resources) -> Wiring:
        cache = VectorCache.connect(settings.redis, timedelta(days=settings.cache_days))
        poll, incarnation = settings.fold_poll_seconds, settings.incarnation
        worker = FoldWorker(
            resources.work, resources.database, cache, incarnation, poll, is_ours=_owner(resources.work)
        )
        watch = SkewWatch(partial(expected_now, resources.database, Random()), cache, settings.skew_seconds)
        return Wiring(handlers=_waking(worker), background=[worker, watch])

    run_consumer(settings, SERVICE, build)


def _owner(work: UnitOfWork) -> Callable[[str], bool]:
    """Whether the messages of a pool's matches come to this instance."""
    return lambda pool: partition_of(topics.MATCHES, pool) in work.owned


def _waking(worker: FoldWorker) -> dict[Topic, Handler]:
    """The handlers, each of which wakes the fold worker once its messages are committed."""

    def waking(handler: Handler) -> Handler:
        async def handle(message: Message, transaction: Transaction) -> None:
            await handler(message, transaction)
            transaction.after_commit(wake)

        async def handle_all(messages: Sequence[Message], transaction: Transaction) -> None:
            assert isinstance(handler, Together)
            await handler.handle(messages, transaction)
            transaction.after_commit(wake)

        return Together(handle_all) if isinstance(handler, Together) else handle

    async def wake() -> None:
        worker.wake()

    return {topic: waking(handler) for topic, handler in ROUTES.items()}


def rebuild(settings: FeatureStoreSettings, *, apply: bool) -> list[Differences]:
    """Fold every pool again from its assertions and compare."""

    async def run() -> list[Differences]:
        database = await Database.connect(settings)
        try:
            async with database.transaction() as connection:
                pools = await folds.all_pools(connection)
            return [await _rebuild_one(database, pool, apply) for pool in pools]
        finally:
            await database.close()

    return asyncio.run(run())


def refill(settings: FeatureStoreSettings) -> int:
    """Write to Redis what it lacks; returns how many vectors that were."""

    async def run() -> int:
        database, cache = await Database.connect(settings), VectorCache.connect(settings.redis)
        try:
            return await fill_cache(database, cache)
        finally:
            await cache.close()
            await database.close()

    return asyncio.run(run())


def rebuild_from_records(settings: FeatureStoreSettings, folder: Path) -> Told:
    """Make everything again from messages in files, beside the live tables, and put it in their place."""
    return asyncio.run(rebuild_from(settings, folder, routes, migrate))


def routes() -> dict[str, Handler]:
    """Handlers by the names of their topics."""
    return {topic.name: handler for topic, handler in ROUTES.items()}


async def _rebuild_one(database: Database, pool: str, apply: bool) -> Differences:
    async with database.transaction() as connection:
        return await rebuild_pool(connection, pool, apply=apply)
