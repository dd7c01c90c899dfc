"""Builds the drift monitor: binds topics to handlers and the settler to the database; no logic."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path

from touchline.drift_monitor.config import SERVICE, DriftMonitorSettings
from touchline.drift_monitor.detectors.rule import judge
from touchline.drift_monitor.handlers import Handlers
from touchline.drift_monitor.player_stores import SqlPlayers
from touchline.drift_monitor.player_watching import PlayerWatch
from touchline.drift_monitor.pooled_watching import PooledWatch
from touchline.drift_monitor.receiving import receiver
from touchline.drift_monitor.reporting import settle_now, write_report
from touchline.drift_monitor.requesting import Asking
from touchline.drift_monitor.settler import Settler
from touchline.drift_monitor.stores import SqlWatched, pools_with_news
from touchline.drift_monitor.telling import teller
from touchline.drift_monitor.watching import Watch
from touchline.runtime.consume import Resources, Wiring, run_consumer
from touchline.runtime.database import Database
from touchline.runtime.migrations import upgrade
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.settings import load
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import topics
from touchline.schemas.revision import first_of

MIGRATIONS = Path(__file__).parent / "migrations"


def now() -> datetime:
    """The wall clock, for `recorded_at` alone."""
    return datetime.now(UTC)


async def build(resources: Resources) -> Wiring:
    """Handlers for what is watched, and the settler beside them."""
    settings, database = load(DriftMonitorSettings), resources.database

    handlers = Handlers(SqlWatched, SqlPlayers)
    settler = settler_of(settings, resources.work)
    return Wiring(
        handlers={
            topics.MATCHES: handlers.record_matches,
            topics.ODDS: handlers.record_odds,
            topics.MATCH_FEATURES: handlers.record_vectors,
            topics.MATCH_PREDICTIONS: handlers.record_predictions,
            topics.PLAYER_MATCHES: handlers.record_lines,
            topics.PLAYER_PREDICTIONS: handlers.record_forecasts,
        },
        background=[settler.run, teller(database), *_receivers(settings, Asking(resources.work, now))],
    )


def settler_of(settings: DriftMonitorSettings, work: UnitOfWork) -> Settler:
    """Scores, then looks: the rule and the charts of players at each pool, the others at all of them."""

    async def pools() -> list[str]:
        async with work.database.transaction() as connection:
            return await pools_with_news(connection)

    watches, first = (Watch(judge, now), PooledWatch(now), PlayerWatch(now)), first_of(settings.incarnation)
    return Settler(work, pools, *watches, now, first, settings.settle_interval)


def _receivers(settings: DriftMonitorSettings, asking: Asking) -> list[Callable[[], Awaitable[None]]]:
    if not settings.alerts_port:
        return []
    return [receiver(settings.alerts_host, settings.alerts_port, settings.alert_token, asking.take)]


def migrate(settings: DriftMonitorSettings) -> None:
    """Bring the tables up to date."""
    upgrade(settings, service=SERVICE, location=MIGRATIONS)


def consume(settings: DriftMonitorSettings) -> None:
    """Watch until told to stop."""
    run_consumer(settings, SERVICE, build)


async def settle(settings: DriftMonitorSettings) -> str:
    """Settle and look once, as `consume` does all the time."""
    database = await Database.connect(settings)
    try:
        return await settle_now(settings, database, settler_of(settings, UnitOfWork(database, SERVICE)))
    finally:
        await database.close()


async def report(settings: DriftMonitorSettings, day: date) -> str:
    """Put the report of a day into S3."""
    database, store = await Database.connect(settings), await ObjectStore.connect(settings)
    try:
        return await write_report(database, store, day)
    finally:
        await store.close()
        await database.close()


async def connect(settings: DriftMonitorSettings) -> Database:
    """The database, for the replay."""
    return await Database.connect(settings, size=1)
