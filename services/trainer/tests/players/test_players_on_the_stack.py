"""Models of players on the real MariaDB, Kafka and S3: read from views, decided, refused when altered, rolled back."""

import json
import struct
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from deciding import deciding
from made_players import made_players

from tests.stack import RunningStack
from touchline.football.player_inputs import VECTOR
from touchline.football.player_meeting import UNHEARD
from touchline.football.team import TeamValues
from touchline.runtime.errors import Refused
from touchline.schemas.records import Decision
from touchline.trainer import ledger
from touchline.trainer.app import Candidate, Platform, _decide, follow
from touchline.trainer.asked import Asked, TooLittle
from touchline.trainer.player_history import player_football_time, read_player_history
from touchline.trainer.players.learning import learn
from touchline.trainer.rolling_back import roll_back

pytestmark = pytest.mark.stack
NOON = datetime(2021, 10, 1, 12, tzinfo=UTC)
KICK_OFF = datetime(2019, 8, 10, 14, tzinfo=UTC).replace(tzinfo=None)  # as MariaDB keeps it
DAY = timedelta(days=1)
SEASONS = made_players(4, 8)


@pytest.fixture
async def platform(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Platform]:
    async with deciding(stack, monkeypatch, "-player") as platform:
        yield platform


async def offered(platform: Platform, before: str, content: bytes | None = None) -> Candidate:
    """A challenger that learned from the seasons before one; `content` stands in S3 in place of its bundle."""
    name, known = platform.settings.model_name, SEASONS.where(SEASONS.seasons < before)
    challenger = learn(known.frame, name, "0" * 64, 3, fewest=300)
    key = f"models/{name}/{challenger.bundle.manifest.version}/bundle.zip"
    await platform.store.put(key, content or challenger.bundle.content, "application/zip")
    return Candidate(challenger, key, NOON)


async def test_players_are_decided_upon_refused_when_altered_and_rolled_back(platform: Platform) -> None:
    honest = await offered(platform, "2022/23")
    altered = bytearray(honest.challenger.bundle.content)
    altered[len(altered) // 2] ^= 1
    refused = await _decide(platform, await offered(platform, "2022/23", bytes(altered)), Asked("altered"))
    assert refused.decision is Decision.REFUSED
    assert "was altered" in refused.reason
    first = await _decide(platform, await offered(platform, "2022/23"), Asked("first"))
    await follow(platform)
    assert first.decision is Decision.PROMOTED, first.reason
    other = f"other-{platform.settings.model_name}"
    beside = replace(platform, settings=platform.settings.model_copy(update={"model_name": other}))
    also = await _decide(beside, await offered(beside, "2022/23"), Asked("first"))
    async with platform.database.transaction() as connection:
        for decision in (first, also):  # one request, two models: a decision on each
            found = await ledger.decision_of(connection, "first", decision.model_name)
            assert found is not None
            assert found.decision_id == decision.decision_id
    second = await _decide(platform, await offered(platform, "2030/31"), Asked("second"))
    await follow(platform)
    assert second.champion_before == first.model_version
    assert "on 512 rows of the latest 8 gameweeks" in second.reason or "refused" in second.reason
    name = platform.settings.model_name
    if second.decision is Decision.REFUSED:  # both learned from chance: either may be better
        with pytest.raises(Refused, match="serves already"):
            await roll_back(platform, name, first.model_version, "nothing")
        return
    back = await roll_back(platform, name, first.model_version, "the second was too sure of itself")
    pointer = json.loads(await platform.store.get(f"models/{name}/champion.json"))
    assert (pointer["version"], pointer["revision"]) == (first.model_version, back.revision)
    async with platform.database.transaction() as connection:
        standing = await ledger.champion_of(connection, name)
    assert standing is not None
    assert standing.model_version == first.model_version


async def test_the_history_is_what_the_views_hold_as_it_was_served_at_the_deadline(platform: Platform) -> None:
    competition = f"T{uuid.uuid4().hex[:3]}".upper()
    settings = platform.settings.model_copy(update={"competitions": competition})
    with pytest.raises(TooLittle, match=f"no match of a player of {competition} is known"):
        await read_player_history(platform.database, None, settings)
    match, player = f"{competition}:2019-20:ash:birch", f"p-{competition}"
    known = {2 * DAY: 50.0, DAY: 60.0, timedelta(): 70.0, -DAY: 80.0}  # before kick-off: what was served then
    async with platform.database.transaction() as connection:
        await connection.execute(
            "INSERT INTO player_matches (player_id, match_id, pool, team_id, opponent_id, at_home, minutes, started,"
            " goals, assists, own_goals, yellow_cards, red_cards, points, source, document_key, document, provenance,"
            " event_time, available_at, recorded_at, revision)"
            " VALUES (%s, %s, 'ENG', 'ash', 'birch', 1, 90, 1, 2, 1, 0, 1, 0, 13, 'fpl-archive',"
            " 'fpl-archive/data/2019-20/gws/gw1.csv', %s, 'derived', %s, %s, %s, 1)",
            (player, match, "d" * 64, KICK_OFF, KICK_OFF + DAY, KICK_OFF),
        )
        for before, minutes in known.items():
            await keep(connection, "player", player, KICK_OFF - before, [minutes, *UNHEARD.values[1:]])
        await keep(connection, "team", f"{competition}/ash", KICK_OFF - DAY, TeamValues(elo=1611.0))
    table = await read_player_history(platform.database, None, settings)
    (row,) = table.to_dicts()
    assert (row["player_id"], row["season"], row["gameweek"], row["happened_goals"]) == (player, "2019/20", 1, 2)
    assert row["happened_started"] is True
    assert (row["minutes_expected"], row["team_elo"], row["at_home"]) == (70.0, 1611.0, 1.0)
    assert np.isfinite([row[name] for name in VECTOR]).all()
    assert player_football_time(table) == (KICK_OFF + DAY).replace(tzinfo=UTC)
    with pytest.raises(Refused, match="no match of a player"):
        await read_player_history(platform.database, KICK_OFF.replace(tzinfo=UTC), settings)


async def keep(connection: Any, kind: str, entity: str, known_at: datetime, values: Any) -> None:
    """A row that was served."""
    await connection.execute(
        "INSERT INTO history (kind, entity, as_of, known_at, pool, season, served, feature_values, document_set)"
        " VALUES (%s, %s, %s, %s, 'ENG', '2019/20', 1, %s, %s)",
        (kind, entity, known_at, known_at, struct.pack(f"<{len(values)}d", *values), "e" * 64),
    )
