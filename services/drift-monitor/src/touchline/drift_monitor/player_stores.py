"""The monitor's tables on players: what was forecast, what they did, and how far apart that is."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from touchline.drift_monitor.settling_players import Forecast, Line, Said, said_of
from touchline.drift_monitor.sql import aware, fields, greater_revisions_only, insert, naive, one_of
from touchline.drift_monitor.watched import watched_in
from touchline.runtime.transaction import Connection
from touchline.schemas.records import PlayerPrediction, PlayerSettlement, Provenance

FORECAST = "forecast_id, match_id, pool, model_version, sealed_at, said"
LINE = "match_id, player_id, document_key, source, provenance, minutes, goals, points, available_at, withdrawn"
SETTLEMENT = (
    "match_id, forecast_id, pool, model_version, players, minutes_error, minutes_error_last_5, goals_error,"
    " goals_error_last_5, points_error, points_error_last_5, event_time, available_at, recorded_at, revision"
)
PART = 1_000  # rows in one statement


class SqlPlayers:
    """What was heard of players, and what settling reads and writes."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    async def keep_lines(self, batch: pa.RecordBatch) -> None:
        """What documents say that players did; a line without points settles nothing and is left out.

        As columns: an archive tells of a hundred thousand, and ten of their forty fields are wanted.
        """
        stated = batch.filter(pc.is_valid(batch.column("points")))
        columns = [_plain(stated.column(name)) for name in (*LINE.split(", "), "revision")]
        rows = sorted(zip(*columns, strict=True), key=lambda row: row[:3])  # one order of locks for everybody
        for start in range(0, len(rows), PART):
            await self._sql.execute_many(greater_revisions_only("watched_lines", LINE), rows[start : start + PART])

    async def keep_forecasts(self, rows: Iterable[PlayerPrediction]) -> None:
        """Each forecast with all its players."""
        ordered = sorted(rows, key=lambda row: (row.forecast_id, row.player_id))
        await self._sql.execute_many(
            greater_revisions_only("watched_forecasts", FORECAST),
            [_forecast_row(list(of_one)) for _, of_one in groupby(ordered, key=lambda row: row.forecast_id)],
        )

    async def forecasts(self, match_ids: Collection[str]) -> list[Forecast]:
        """All that were sealed of these matches."""
        rows = await self._of(f"SELECT {FORECAST}, revision FROM watched_forecasts WHERE {{}}", match_ids)
        return [_forecast(*row) for row in rows]

    async def lines(self, match_ids: Collection[str]) -> list[Line]:
        """All that stands of what players did in them."""
        rows = await self._of(f"SELECT {LINE} FROM watched_lines WHERE {{}} AND NOT withdrawn", match_ids)
        return [_line(*row) for row in rows]

    async def latest_settlements(self, match_ids: Collection[str]) -> dict[str, PlayerSettlement]:
        """By match."""
        rows = await self._of(f"SELECT {SETTLEMENT} FROM player_settlements WHERE {{}} ORDER BY revision", match_ids)
        return {row[0]: _settlement(row) for row in rows}

    async def watched(self, pool: str, limit: int) -> list[PlayerSettlement]:
        """The latest watched matches of a pool, in the order of kick-off; of each what was settled last."""
        condition, slots = watched_in(pool)
        rows = await self._sql.fetch_all(
            f"SELECT {SETTLEMENT} FROM ("
            "SELECT *, ROW_NUMBER() OVER (PARTITION BY match_id ORDER BY revision DESC) AS newest"
            f" FROM player_settlements WHERE {condition}) AS settled WHERE newest = 1"
            " ORDER BY event_time DESC, match_id DESC LIMIT %s",
            (*slots, limit),
        )
        return [_settlement(row) for row in reversed(rows)]

    async def add_settlements(self, rows: Sequence[PlayerSettlement]) -> None:
        """They are only ever added."""
        await self._sql.execute_many(
            insert("player_settlements", SETTLEMENT), [fields(row, SETTLEMENT) for row in rows]
        )

    async def _of(self, statement: str, match_ids: Collection[str]) -> list[tuple[Any, ...]]:
        if not match_ids:
            return []
        ordered = sorted(match_ids)
        return await self._sql.fetch_all(statement.format(one_of("match_id", ordered)), ordered)


def _plain(column: pa.Array) -> list[Any]:
    """As the driver takes it: times in UTC without their zone, an unsaid truth as false."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us"))
    if pa.types.is_boolean(column.type):
        column = column.fill_null(False)
    plain: list[Any] = column.to_pylist()
    return plain


def _forecast_row(rows: Sequence[PlayerPrediction]) -> tuple[object, ...]:
    first, said = rows[0], {row.player_id: astuple(said_of(row)) for row in rows}
    return (
        *(first.forecast_id, first.match_id, first.pool, first.model_version, naive(first.available_at)),
        *(json.dumps(said), first.revision),
    )


def _forecast(*row: Any) -> Forecast:
    forecast_id, match_id, pool, version, sealed_at, said, revision = row
    players = {player: Said(*numbers) for player, numbers in json.loads(said).items()}
    return Forecast(forecast_id, match_id, pool, version, aware(sealed_at), players, revision)


def _line(*row: Any) -> Line:
    match_id, player, document_key, source, provenance, minutes, goals, points, available_at, _ = row
    known = aware(available_at)
    return Line(match_id, player, document_key, source, Provenance(provenance), minutes, goals, points, known)


def _settlement(row: Sequence[Any]) -> PlayerSettlement:
    values = dict(zip(SETTLEMENT.split(", "), row, strict=True))
    times = {name: aware(values[name]) for name in ("event_time", "available_at", "recorded_at")}
    return PlayerSettlement(**values | times)
