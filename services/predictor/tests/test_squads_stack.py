"""Two squads asked of the real MariaDB, through the views that everybody may read."""

import struct
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.stack import RunningStack
from touchline.football.player_meeting import UNHEARD
from touchline.football.team import TeamValues
from touchline.predictor.config import PredictorSettings
from touchline.predictor.prediction.player_forecast import Meeting
from touchline.predictor.serving.asking import Asking
from touchline.predictor.serving.squads import MariaSquads, known_at
from touchline.runtime.database import Database
from touchline.runtime.settings import load

pytestmark = pytest.mark.stack
KICK_OFF = datetime(2019, 12, 28, 15, tzinfo=UTC)
DAY = timedelta(days=1)
PLAYER_MATCH = (
    "INSERT INTO player_matches (player_id, match_id, pool, team_id, opponent_id, at_home, minutes, goals,"
    " yellow_cards, red_cards, points, source, document_key, document, provenance, event_time, available_at,"
    " recorded_at, revision)"
    " VALUES (%s, %s, 'ENG', %s, 'other', 1, 90, 0, %s, 0, 2, 'fpl-archive', %s, %s, 'derived', %s, %s, %s, 1)"
)
SERVED = (
    "INSERT INTO history (kind, entity, as_of, known_at, pool, season, served, feature_values, document_set)"
    " VALUES (%s, %s, %s, %s, 'ENG', '2019/20', 1, %s, %s)"
)


@pytest.fixture
def settings(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> PredictorSettings:
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    return load(PredictorSettings)


async def test_squads_are_read_as_they_were_served_at_a_moment(settings: PredictorSettings) -> None:
    league = f"S{uuid.uuid4().hex[:3]}".upper()
    ash, birch = (f"{league.lower()}-{name}" for name in ("ash", "birch"))
    database = await Database.connect(settings)
    try:
        async with database.transaction() as connection:
            for days, team, number in ((9, ash, 1), (9, ash, 2), (2, ash, 2), (2, ash, 3), (2, birch, 4)):
                match = f"{league}:2019-20:{team}:other-{days}"
                moment = KICK_OFF - days * DAY
                times = [_naive(moment), _naive(moment + DAY), _naive(moment)]
                await connection.execute(
                    PLAYER_MATCH, (f"{league}-{number}", match, team, int(number == 2), f"gw{days}", "d" * 64, *times)
                )
            for days, minutes in ((5, 50.0), (1, 60.0), (-1, 70.0)):
                await _serve(connection, "player", f"{league}-2", KICK_OFF - days * DAY, [minutes, *UNHEARD.values[1:]])
                await _serve(
                    connection, "team", f"{league}/{ash}", KICK_OFF - days * DAY, TeamValues(elo=1500 + minutes)
                )
    finally:
        await database.close()
    squads = MariaSquads(Asking(settings))
    meeting = Meeting("m", league, "2019/20", (ash, birch), KICK_OFF)
    known, rows = await known_at(squads, meeting, KICK_OFF, (f"{league}-9", birch))
    assert known.squads == ([f"{league}-2", f"{league}-3"], [f"{league}-4", f"{league}-9"])
    assert [one.yellow_cards for one in known.played[f"{league}-2"]] == [1, 1]
    assert known.people[f"{league}-2"].values[0] == 60.0
    assert f"{league}-3" not in known.people
    home, away = known.strengths
    assert home is not None
    assert home[0] == 1560.0
    assert away is not None  # of a club without a row the priors are told, since the league is known
    assert rows[f"{league}/{ash}"].document_set == "e" * 64
    assert await squads.first_season(league, KICK_OFF - 6 * DAY) is None
    assert await squads.first_season(league, KICK_OFF) == "2019/20"
    earlier, _ = await known_at(squads, meeting, KICK_OFF - 5 * DAY, (f"{league}-1", ash))
    assert earlier.squads == ([f"{league}-1", f"{league}-2"], [])
    assert await squads.listed("2019/20", ash, KICK_OFF) == []


async def _serve(connection: Any, kind: str, entity: str, known_at: datetime, values: Any) -> None:
    moment = _naive(known_at)
    blob = struct.pack(f"<{len(values)}d", *values)
    await connection.execute(SERVED, (kind, entity, moment, moment, blob, "e" * 64))


def _naive(value: datetime) -> datetime:
    return value.replace(tzinfo=None)
