"""What the monitor has decided: drifts and requests, never rebuilt."""

from touchline.drift_monitor.ports import LatestSettled
from touchline.drift_monitor.sql import aware, fields, insert
from touchline.drift_monitor.watched import watched_matches
from touchline.runtime.transaction import Connection
from touchline.schemas.records import Drift, RetrainingRequest

DRIFT = "drift_id, pool, drifted, statistic, value, threshold, p_value"
DRIFT_REST = "model_version, sentence, event_time, available_at, recorded_at"
REQUEST = "request_id, cause, drift_id, pool, model_name, reason, event_time, available_at, recorded_at"


class SqlLedger:
    """The watch's own decisions; rows are only ever added."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    async def settled_matches(self, pool: str) -> int:
        query = "SELECT COUNT(DISTINCT match_id) FROM settlements WHERE pool = %s AND match_id LIKE %s"
        row = await self._sql.fetch_one(query, (pool, watched_matches(pool)))
        return int(row[0]) if row else 0

    async def last_verdict(self, pool: str) -> bool | None:
        row = await self._sql.fetch_one(
            "SELECT drifted FROM drifts WHERE pool = %s ORDER BY number DESC LIMIT 1", (pool,)
        )
        return bool(row[0]) if row else None

    async def settled_at_last_request(self, pool: str) -> int | None:
        row = await self._sql.fetch_one("SELECT MAX(settled_matches) FROM requests WHERE pool = %s", (pool,))
        return None if row is None or row[0] is None else int(row[0])

    async def has_request(self, request_id: str) -> bool:
        return await self._sql.fetch_one("SELECT 1 FROM requests WHERE request_id = %s", (request_id,)) is not None

    async def latest_settled(self, pool: str) -> LatestSettled | None:
        query = "SELECT MAX(event_time), MAX(available_at) FROM settlements WHERE pool = %s AND match_id LIKE %s"
        row = await self._sql.fetch_one(query, (pool, watched_matches(pool)))
        return LatestSettled(aware(row[0]), aware(row[1])) if row and row[0] else None

    async def add_drift(self, row: Drift) -> None:
        columns = f"{DRIFT}, window_matches, reference_matches, {DRIFT_REST}"
        values = (*fields(row, DRIFT), row.window, row.reference, *fields(row, DRIFT_REST))
        await self._sql.execute(insert("drifts", columns), values)

    async def add_request(self, row: RetrainingRequest, settled_matches: int) -> None:
        await self._sql.execute(
            insert("requests", f"{REQUEST}, settled_matches"), (*fields(row, REQUEST), settled_matches)
        )
