"""The SQL of forecasts of players: one row a forecast, its rows kept as the message that announced them."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from touchline.football import markets
from touchline.predictor.prediction.forecast import grid_of
from touchline.predictor.prediction.player_forecast import Meeting
from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.squads.ports import Due
from touchline.predictor.stores import MariaLedger, aware, marks, naive
from touchline.runtime.transaction import Connection
from touchline.schemas import batch_of, decode, encode, rows_of
from touchline.schemas.records import PlayerPrediction

PLAYERS = 2  # place of the models of players among the served ones; that of matches is 1
HEADER = (
    "forecast_id, match_id, pool, model_name, model_version, supersedes, previous_seal, seal, event_time,"
    " available_at, recorded_at, revision"
)
DUE = """SELECT f.match_id, f.competition, f.season, f.home_team, f.away_team, f.kick_off, f.pool, p.prediction_id,
    p.grid, COALESCE(n.news, 0)
FROM fixtures f
JOIN predictions p ON p.match_id = f.match_id
    AND p.revision = (SELECT MAX(revision) FROM predictions WHERE match_id = f.match_id)
LEFT JOIN player_news n ON n.pool = f.pool
LEFT JOIN looked_squads l ON l.match_id = f.match_id
WHERE f.catalogue_version = %s AND f.kick_off > %s AND f.kick_off <= %s AND (l.match_id IS NULL
    OR l.model_version <> %s OR l.prediction_id <> p.prediction_id OR l.news <> COALESCE(n.news, 0))
ORDER BY f.kick_off, f.match_id"""


class MariaSquadLedger:
    """The predictor's tables on players within one transaction; the clock's row lock comes first, as for matches."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._matches = MariaLedger(connection, PLAYERS)
        self.advance_clock = self._matches.advance_clock
        self.clock = self._matches.clock
        self.champion = self._matches.champion
        self.crown = self._matches.crown

    async def hear(self, pools: Collection[str]) -> None:
        """Something new is known of players of these pools."""
        await self._connection.execute_many(
            "INSERT INTO player_news (pool, news) VALUES (%s, 1) ON DUPLICATE KEY UPDATE news = news + 1",
            [(pool,) for pool in sorted(pools)],
        )

    async def due(self, champion: Champion, clock: datetime, horizon: timedelta) -> list[Due]:
        """Coming matches with a prediction that this champion has not looked at since the latest news, by kick-off."""
        rows = await self._connection.fetch_all(
            DUE, (champion.catalogue_version, naive(clock), naive(clock + horizon), champion.version)
        )
        return [_due(*row) for row in rows]

    async def standing(self, match_id: str) -> list[PlayerPrediction]:
        """The standing forecast of a match's players; empty when there is none."""
        row = await self._connection.fetch_one(
            "SELECT content FROM player_forecasts WHERE match_id = %s ORDER BY revision DESC LIMIT 1", (match_id,)
        )
        return [] if row is None else rows_of(PlayerPrediction, decode(PlayerPrediction, row[0]))

    async def chain(self, pool: str) -> Chain:
        """Lock and read where a pool's chain of forecasts stands."""
        row = await self._connection.fetch_one(
            "SELECT seal, sequence FROM player_seals WHERE pool = %s FOR UPDATE", (pool,)
        )
        return Chain() if row is None else Chain(*row)

    async def seal(self, rows: Sequence[PlayerPrediction], chain: Chain) -> None:
        """Append one forecast, and move its pool's chain."""
        first, columns = rows[0], HEADER.split(", ")
        values = [getattr(first, name) for name in columns]
        plain = [naive(value) if isinstance(value, datetime) else value for value in values]
        await self._connection.execute(
            f"INSERT INTO player_forecasts ({HEADER}, players, content) VALUES ({marks(columns)}, %s, %s)",
            (*plain, len(rows), encode(batch_of(PlayerPrediction, rows))),
        )
        await self._connection.execute(
            "REPLACE INTO player_seals (pool, seal, sequence) VALUES (%s, %s, %s)",
            (first.pool, chain.seal, chain.sequence),
        )

    async def looked(self, due: Due, champion: Champion) -> None:
        """Remember that this champion has looked at this match with all that there was to see."""
        await self._connection.execute(
            "REPLACE INTO looked_squads (match_id, model_version, prediction_id, news) VALUES (%s, %s, %s, %s)",
            (due.meeting.match_id, champion.version, due.prediction_id, due.news),
        )


def _due(*row: Any) -> Due:
    match_id, competition, season, home, away, kick_off, pool, prediction_id, grid, news = row
    meeting = Meeting(match_id, competition, season, (home, away), aware(kick_off))
    return Due(meeting, pool, prediction_id, expected_goals(grid), int(news))


def expected_goals(grid: str | None) -> tuple[float, float] | None:
    """The goals that home and away are expected to score by a grid as the table keeps it."""
    if grid is None:
        return None
    home, away = markets.expected_goals(grid_of(json.loads(grid))).tolist()
    return home, away
