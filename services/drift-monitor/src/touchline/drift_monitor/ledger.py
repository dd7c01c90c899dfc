"""What the monitor has decided: drifts and requests, never rebuilt."""

import json
from datetime import datetime

from touchline.drift_monitor.detectors import player_errors
from touchline.drift_monitor.ports import LatestSettled
from touchline.drift_monitor.sql import aware, fields, insert
from touchline.drift_monitor.watched import POOLED, watched_in
from touchline.runtime.transaction import Connection
from touchline.schemas.records import Drift, RetrainingRequest

DRIFT = "drift_id, pool, drifted, statistic, value, threshold, p_value"
DRIFT_REST = "model_version, sentence, since, meaning, recommendation, event_time, available_at, recorded_at"
REQUEST = "request_id, cause, drift_id, pool, model_name, reason, event_time, available_at, recorded_at"


OF_PLAYERS = player_errors.STATISTIC.replace("_", r"\_") + "%"  # a pattern of statistics


def _whose(of_players: bool) -> str:
    return "statistic LIKE %s" if of_players else "statistic NOT LIKE %s"


class SqlLedger:
    """The watch's own decisions; rows are only ever added."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    async def settled_matches(self, pool: str) -> int:
        condition, slots = watched_in(pool)
        row = await self._sql.fetch_one(f"SELECT COUNT(DISTINCT match_id) FROM settlements WHERE {condition}", slots)
        return int(row[0]) if row else 0

    async def last_verdict(self, pool: str, *, of_players: bool = False) -> bool | None:
        """On its matches or on its players: each has episodes of its own."""
        row = await self._sql.fetch_one(
            f"SELECT drifted FROM drifts WHERE pool = %s AND {_whose(of_players)} ORDER BY number DESC LIMIT 1",
            (pool, OF_PLAYERS),
        )
        return bool(row[0]) if row else None

    async def settled_since_drift(self, pool: str) -> int:
        """Watched matches settled since a drift of the matches was last written down; all of them if none was."""
        condition, slots = watched_in(pool)
        row = await self._sql.fetch_one(
            f"SELECT COUNT(DISTINCT match_id) FROM settlements WHERE {condition} AND recorded_at > COALESCE("
            f"(SELECT MAX(recorded_at) FROM drifts WHERE pool = %s AND drifted AND {_whose(False)}), '0001-01-01')",
            (*slots, pool, OF_PLAYERS),
        )
        return int(row[0]) if row else 0

    async def last_drifts(self, pool: str) -> dict[str, datetime]:
        query = "SELECT statistic, MAX(event_time) FROM drifts WHERE pool = %s AND drifted GROUP BY statistic"
        return {str(name): aware(moment) for name, moment in await self._sql.fetch_all(query, (pool,))}

    async def settled_at_last_request(self, pool: str) -> int | None:
        """A request for all pools holds each of them back, and one for any of them holds back what is asked for all."""
        condition, slots = watched_in(pool)
        others = "TRUE" if pool == POOLED else "pool = %s"
        row = await self._sql.fetch_one(
            "SELECT MAX(settled) FROM (SELECT settled_matches AS settled FROM requests WHERE pool = %s UNION ALL"
            f" SELECT (SELECT COUNT(DISTINCT match_id) FROM settlements WHERE {condition} AND"
            f" settlements.recorded_at <= requests.recorded_at) FROM requests WHERE {others}) AS counted",
            (pool, *slots, *(() if pool == POOLED else (POOLED,))),
        )
        return None if row is None or row[0] is None else int(row[0])

    async def has_request(self, request_id: str) -> bool:
        return await self._sql.fetch_one("SELECT 1 FROM requests WHERE request_id = %s", (request_id,)) is not None

    async def latest_settled(self, pool: str) -> LatestSettled | None:
        condition, slots = watched_in(pool)
        query = f"SELECT MAX(event_time), MAX(available_at) FROM settlements WHERE {condition}"
        row = await self._sql.fetch_one(query, slots)
        return LatestSettled(aware(row[0]), aware(row[1])) if row and row[0] else None

    async def add_drift(self, row: Drift) -> None:
        columns = f"{DRIFT}, window_matches, reference_matches, matches, {DRIFT_REST}"
        matches = None if row.matches is None else json.dumps(row.matches)
        values = (*fields(row, DRIFT), row.window, row.reference, matches, *fields(row, DRIFT_REST))
        await self._sql.execute(insert("drifts", columns), values)

    async def add_request(self, row: RetrainingRequest, settled_matches: int) -> None:
        await self._sql.execute(
            insert("requests", f"{REQUEST}, settled_matches"), (*fields(row, REQUEST), settled_matches)
        )
