"""Builds the drift monitor: binds topics to handlers and the settler to the database; no logic."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from touchline.drift_monitor.config import SERVICE, DriftMonitorSettings
from touchline.drift_monitor.detectors.rule import judge
from touchline.drift_monitor.handlers import Handlers
from touchline.drift_monitor.player_stores import SqlPlayers
from touchline.drift_monitor.receiving import receiver
from touchline.drift_monitor.requesting import Asking
from touchline.drift_monitor.settler import Settler
from touchline.drift_monitor.stores import SqlWatched, pools_with_news
from touchline.drift_monitor.telling import teller
from touchline.drift_monitor.watching import Watch
from touchline.runtime.consume import Resources, Wiring, run_consumer
from touchline.runtime.database import Database
from touchline.runtime.migrations import upgrade
from touchline.runtime.settings import load
from touchline.schemas import topics
from touchline.schemas.revision import first_of

MIGRATIONS = Path(__file__).parent / "migrations"


def now() -> datetime:
    """The wall clock, for `recorded_at` alone."""
    return datetime.now(UTC)


async def build(resources: Resources) -> Wiring:
    """Handlers for what is watched, and the settler beside them."""
    settings, database = load(DriftMonitorSettings), resources.database

    async def pools() -> list[str]:
        async with database.transaction() as connection:
            return await pools_with_news(connection)

    handlers = Handlers(SqlWatched, SqlPlayers)
    watch = Watch(judge, now)
    settler = Settler(resources.work, pools, watch, now, first_of(settings.incarnation), settings.settle_interval)
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


async def connect(settings: DriftMonitorSettings) -> Database:
    """The database, for the replay."""
    return await Database.connect(settings, size=1)
