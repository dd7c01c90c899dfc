"""Players in the real tables: kept by greater revisions alone, settled once, again when points are corrected."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from watched_matches import NOW
from watched_players import forecast_row, line_row
from watched_rows import TIME, match

from tests.stack import RunningStack
from touchline.drift_monitor.config import DriftMonitorSettings
from touchline.drift_monitor.player_stores import SqlPlayers
from touchline.drift_monitor.settler import settle_pool
from touchline.drift_monitor.stores import SqlBooks, SqlWatched
from touchline.drift_monitor.telling import read_standing
from touchline.runtime.database import Database
from touchline.runtime.settings import load
from touchline.schemas import batch_of
from touchline.schemas.records import PlayerMatch, PlayerSettlement

pytestmark = pytest.mark.stack
BEFORE = TIME - timedelta(hours=1)


class Ground:
    """One match of a pool of its own."""

    def __init__(self, database: Database) -> None:
        self.database, self.pool = database, uuid.uuid4().hex[:12]
        self.match_id = f"E0:2019-20:{self.pool}:chelsea"
        self.about = {"match_id": self.match_id, "pool": self.pool}

    async def lines(self, *rows: PlayerMatch) -> list[PlayerSettlement]:
        """Heard of, and settled."""
        async with self.database.transaction() as connection:
            await SqlPlayers(connection).keep_lines(batch_of(PlayerMatch, rows))
            await SqlWatched(connection).mark_unsettled(self.pool, [self.match_id], TIME)
        return await self.settle()

    async def settle(self) -> list[PlayerSettlement]:
        async with self.database.transaction() as connection:
            books, players = SqlBooks(connection), SqlPlayers(connection)
            found = await settle_pool(self.pool, books, players, NOW, 0)
        return [] if found is None else found.players


@pytest.fixture
async def ground(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ground]:
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    database = await Database.connect(load(DriftMonitorSettings))
    yield Ground(database)
    await database.close()


async def test_players_are_settled_once_and_again_when_their_points_are_corrected(ground: Ground) -> None:
    name = uuid.uuid4().hex
    rows = [forecast_row(player, forecast_id=name, available_at=BEFORE, **ground.about) for player in ("p1", "p2")]
    async with ground.database.transaction() as connection:
        await SqlWatched(connection).keep_results([match(ground.match_id, ground.pool)])
        for _ in range(2):
            await SqlPlayers(connection).keep_forecasts(rows)
    first_line = line_row("p1", **ground.about)
    [first] = await ground.lines(first_line, line_row("p2", points=None, **ground.about))
    assert (first.forecast_id, first.players, first.revision) == (name, 1, 1)
    assert (first.points_error, first.minutes_error, first.goals_error) == (2.0, 10.0, 0.5)
    assert await ground.settle() == []
    assert await ground.lines(first_line) == []
    [second] = await ground.lines(replace(first_line, points=9, revision=2))
    assert (second.points_error, second.revision) == (5.0, 2)
    assert await ground.lines(first_line) == []  # an older word
    async with ground.database.transaction() as connection:
        told = (await read_standing(connection)).players[ground.pool]
    assert told["points"].sealed == 5.0
    assert await ground.lines(replace(first_line, withdrawn=True, revision=3)) == []  # nothing to score any more
    async with ground.database.transaction() as connection:
        latest = await SqlPlayers(connection).latest_settlements([ground.match_id])
    assert latest == {ground.match_id: second}
