"""Forecasts of players in the real MariaDB: what is due, every bit back, and a crash between seal and commit."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from player_models import KnownSquads, player_bundle, squad
from squad_world import NOON, champion

from tests.stack import RunningStack
from touchline.football.player_bundle import open_players
from touchline.predictor.bundles import Stored
from touchline.predictor.config import PredictorSettings
from touchline.predictor.prediction.fixtures import BEGINNING
from touchline.predictor.prediction.forecast import forecast_by
from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain, first_broken_forecast
from touchline.predictor.squads.handlers import SquadPredictor
from touchline.predictor.squads.looking import seal_squads
from touchline.predictor.squads.stores import MariaSquadLedger
from touchline.predictor.stores import MariaLedger
from touchline.runtime.database import Database
from touchline.runtime.settings import load
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import decode, rows_of
from touchline.schemas.records import PlayerPrediction

pytestmark = pytest.mark.stack
ALONE = 77  # a catalogue of no other test: what is due is ours
KICK_OFF = datetime(2035, 8, 11, 14, tzinfo=UTC)
BUNDLE = player_bundle()
CHAMPION = replace(champion("p1", 1, BUNDLE), catalogue_version=ALONE)


class Killed(Exception):
    """Instead of a commit."""


class Ground:
    """A match with a prediction in MariaDB, in a pool of its own."""

    def __init__(self, database: Database, world: Any) -> None:
        self.database, self.pool = database, uuid.uuid4().hex[:12]
        self.work = UnitOfWork(database, f"predictor-{self.pool}")
        self.match_id = f"E0:2035-36:{self.pool}:chelsea"
        world.objects.objects["models/p1"] = BUNDLE
        played = [replace(one, team_id=self.pool) if one.team_id == "arsenal" else one for one in KnownSquads().played]
        self.squads = KnownSquads([replace(one, event_time=NOON, available_at=BEGINNING) for one in played])
        self.killed = False
        bundles = Stored(world.objects, open_players, 2)
        self.predictor = SquadPredictor(
            self._ledger, bundles, self.squads, timedelta(days=40_000), 0, lambda: NOON + timedelta(days=30)
        )

    def _ledger(self, connection: Any) -> MariaSquadLedger:
        """Nobody is crowned in the table, which other tests would meet."""
        ledger = MariaSquadLedger(connection)

        async def served() -> Any:
            return CHAMPION

        async def dies(*_: object) -> None:
            await written(*_)
            raise Killed

        written = ledger.seal
        ledger.champion = served  # type: ignore[method-assign]
        if self.killed:
            ledger.seal = dies  # type: ignore[method-assign,assignment]
        return ledger

    async def predict(self, make: Any, chances_rate_home: float, before: Any = None) -> Any:
        """The match's next prediction."""
        values = make.vector(chances_rate_home=chances_rate_home)
        about = {"match_id": self.match_id, "pool": self.pool, "season": "2035/36", "home_team": self.pool}
        fixture = make.fixture(**about, catalogue_version=ALONE, event_time=KICK_OFF, values=values)
        async with self.database.transaction() as connection:
            ledger = MariaLedger(connection)
            chain = await ledger.chain(self.pool)
            row = next_seal(
                fixture, forecast_by(make.model(), values), make.champion(), before=before, chain=chain,
                clock=make.noon, incarnation=0, recorded_at=make.noon,
            )  # fmt: skip
            assert row is not None
            await ledger.keep([fixture], make.noon)
            await ledger.seal([row], {self.match_id: fixture}, Chain(row.seal, chain.sequence + 1))
        return row

    async def look(self) -> int:
        return await seal_squads(self.predictor, self.database, self.work)

    async def hear(self) -> None:
        async with self.database.transaction() as connection:
            await MariaSquadLedger(connection).hear([self.pool])

    async def sent(self) -> list[list[PlayerPrediction]]:
        """What stands in the outbox."""
        async with self.database.transaction() as connection:
            rows = await connection.fetch_all(
                "SELECT value FROM outbox WHERE service = %s ORDER BY sequence", (self.work.service,)
            )
        return [rows_of(PlayerPrediction, decode(PlayerPrediction, value)) for (value,) in rows]

    async def kept(self) -> list[list[PlayerPrediction]]:
        """What stands in the ledger."""
        async with self.database.transaction() as connection:
            rows = await connection.fetch_all(
                "SELECT content FROM player_forecasts WHERE pool = %s ORDER BY revision", (self.pool,)
            )
        return [rows_of(PlayerPrediction, decode(PlayerPrediction, content)) for (content,) in rows]


@pytest.fixture
async def ground(stack: RunningStack, monkeypatch: pytest.MonkeyPatch, world: Any) -> AsyncIterator[Ground]:
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    database = await Database.connect(load(PredictorSettings))
    found = Ground(database, world)
    try:
        yield found
    finally:
        async with database.transaction() as connection:  # nobody sends it, and it would be due for ever
            await connection.execute("DELETE FROM outbox WHERE service = %s", (found.work.service,))
            await connection.execute("DELETE FROM fixtures WHERE catalogue_version = %s", (ALONE,))
        await database.close()


async def test_a_forecast_is_sealed_once_whatever_dies_and_however_often_it_is_looked_at(
    ground: Ground, make: Any
) -> None:
    assert await ground.look() == 0  # the match has no prediction
    row = await ground.predict(make, 1.0)
    ground.killed = True
    with pytest.raises(Killed):
        await ground.look()
    assert (await ground.kept(), await ground.sent()) == ([], [])
    ground.killed = False
    assert await ground.look() == 1
    assert await ground.look() == 0
    await ground.hear()
    assert await ground.look() == 0  # heard of, looked at, nothing new
    [first] = await ground.kept()
    assert await ground.sent() == [first]
    assert {one.match_prediction_id for one in first} == {row.prediction_id}
    assert len(first) == 28
    await ground.predict(make, 2.5, row)
    later = [
        replace(
            one,
            team_id=ground.pool,
            match_id="E0:2035-36:x:y",
            event_time=NOON + timedelta(days=1),
            available_at=BEGINNING,
        )
        for one in squad("arsenal", 12)
    ]
    ground.squads.played += later
    assert await ground.look() == 1
    forecasts = await ground.kept()
    assert await ground.sent() == forecasts
    assert [len(rows) for rows in forecasts] == [28, 26]
    assert forecasts[1][0].supersedes == first[0].forecast_id
    assert first_broken_forecast(forecasts) is None


async def test_models_of_players_are_crowned_beside_the_model_of_matches(ground: Ground, make: Any) -> None:
    """In a transaction that is given up, since other tests crown their own."""
    matches_and_players = None
    try:
        async with ground.database.transaction() as connection:
            matches, players = MariaLedger(connection), MariaSquadLedger(connection)
            serving = await matches.champion()
            later = replace(champion("p8", 8, BUNDLE), revision=2**62)
            assert await players.crown(later)
            assert not await players.crown(later)
            matches_and_players = (await matches.champion(), await players.champion())
            raise Killed
    except Killed:
        assert matches_and_players == (serving, later)
