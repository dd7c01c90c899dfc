"""What the monitor's tables say at this moment, told to the metrics; a restart forgets nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean

from touchline.drift_monitor.ledger import OF_PLAYERS
from touchline.drift_monitor.player_quality import LATEST as PLAYERS_LATEST
from touchline.drift_monitor.player_quality import Error, Errors, player_quality_of
from touchline.drift_monitor.quality import LATEST, Quality, Scored, expected_score, quality_of
from touchline.drift_monitor.sql import aware
from touchline.drift_monitor.watched import watched_matches
from touchline.runtime import metrics
from touchline.runtime.database import Transactions
from touchline.runtime.transaction import Connection

INTERVAL = 15.0  # seconds; settled matches come by the match day

_SCORED = """
    SELECT outcome, home, draw, away, ranked_probability_score, market_closing_score FROM (
        SELECT *, ROW_NUMBER() OVER (PARTITION BY match_id ORDER BY revision DESC) AS newest
        FROM settlements WHERE pool = %s AND match_id LIKE %s
    ) AS settled
    WHERE newest = 1 AND market_closing_score IS NOT NULL ORDER BY event_time DESC, match_id LIMIT %s"""
_COMING = """
    SELECT home, draw, away FROM (
        SELECT *, ROW_NUMBER() OVER (PARTITION BY match_id ORDER BY sealed_at DESC, revision DESC) AS newest
        FROM watched_predictions WHERE pool = %s AND match_id LIKE %s
            AND NOT EXISTS (SELECT 1 FROM settlements WHERE settlements.match_id = watched_predictions.match_id)
    ) AS sealed
    WHERE newest = 1 ORDER BY sealed_at DESC, match_id LIMIT %s"""
_PLAYERS = """
    SELECT players, minutes_error, goals_error, points_error, minutes_error_last_5, goals_error_last_5,
        points_error_last_5 FROM (
        SELECT *, ROW_NUMBER() OVER (PARTITION BY match_id ORDER BY revision DESC) AS newest
        FROM player_settlements WHERE pool = %s
    ) AS settled
    WHERE newest = 1 ORDER BY event_time DESC, match_id LIMIT %s"""
_VERDICTS = """
    SELECT pool, MAX(drifted) FROM drifts
    WHERE number IN (SELECT MAX(number) FROM drifts GROUP BY pool, statistic LIKE %s) GROUP BY pool"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known now, by pool."""

    quality: Mapping[str, Quality]
    drifted: Mapping[str, bool]
    requested: datetime | None  # when a retraining was asked for last, wall time
    players: Mapping[str, Mapping[str, Error]] = field(default_factory=dict)  # and by target
    expected: Mapping[str, float] = field(default_factory=dict)  # score of the matches without a result


async def read_standing(connection: Connection) -> Standing:
    """Ask the tables; the quality is that of watched matches, a pool's top division."""
    pools = await _pools(connection, "settlements")
    found = {
        pool: quality_of([Scored(row[0], row[1:4], row[4], row[5]) for row in rows])
        for pool in pools
        for rows in [await connection.fetch_all(_SCORED, (pool, watched_matches(pool), LATEST))]
    }
    verdicts = await connection.fetch_all(_VERDICTS, (OF_PLAYERS,))
    latest = await connection.fetch_one("SELECT MAX(recorded_at) FROM requests")
    return Standing(
        {pool: quality for pool, quality in found.items() if quality},
        {str(pool): bool(drifted) for pool, drifted in verdicts},
        aware(latest[0]) if latest and latest[0] else None,
        await _players(connection),
        await _expected(connection),
    )


async def _pools(connection: Connection, table: str) -> list[str]:
    return [str(pool) for (pool,) in await connection.fetch_all(f"SELECT DISTINCT pool FROM {table}")]


async def _expected(connection: Connection) -> dict[str, float]:
    pools = await _pools(connection, "watched_predictions")
    found = {}
    for pool in pools:
        rows = await connection.fetch_all(_COMING, (pool, watched_matches(pool), LATEST))
        if rows:
            found[pool] = fmean(expected_score(*row) for row in rows)
    return found


async def _players(connection: Connection) -> dict[str, Mapping[str, Error]]:
    pools = await _pools(connection, "player_settlements")
    found = {}
    for pool in pools:
        rows = await connection.fetch_all(_PLAYERS, (pool, PLAYERS_LATEST))
        found[pool] = player_quality_of([Errors(int(row[0]), row[1:4], row[4:7]) for row in rows])
    return found


def tell(standing: Standing) -> None:
    """Set the gauges."""
    for pool, quality in standing.quality.items():
        metrics.JUDGED.labels(pool).set(quality.matches)
        metrics.QUALITY.labels(pool, "sealed").set(quality.sealed)
        metrics.QUALITY.labels(pool, "closing").set(quality.closing)
        for outcome, bias in quality.bias.items():
            metrics.BIAS.labels(pool, outcome.value).set(bias)
    for pool, score in standing.expected.items():
        metrics.EXPECTED.labels(pool).set(score)
    for pool, targets in standing.players.items():
        for target, error in targets.items():
            if error.last_5:
                metrics.PLAYER_ERROR.labels(pool, target).set(error.sealed / error.last_5)
    for pool, drifted in standing.drifted.items():
        metrics.DRIFT_RAISED.labels(pool).set(drifted)
    if standing.requested:
        metrics.REQUESTED.set(standing.requested.timestamp())


def teller(
    database: Transactions, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> Callable[[], Awaitable[None]]:
    """Background work that looks for as long as the service runs."""

    async def forever() -> None:
        while True:
            async with database.transaction() as connection:
                standing = await read_standing(connection)
            tell(standing)
            await sleep(INTERVAL)

    return forever
