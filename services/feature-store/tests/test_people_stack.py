"""People on the real MariaDB and Redis: whatever order it is told in, the tables end as a fold from nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any

import orjson
import polars as pl
import pytest

from touchline.feature_store import as_of
from touchline.feature_store.history.reading.database import from_database
from touchline.feature_store.people import refolding
from touchline.feature_store.rebuild import rebuild_pool
from touchline.feature_store.stores.rows import aware
from touchline.feature_store.worker import FoldWorker, fill_cache
from touchline.football.catalogue import LATEST, catalogue
from touchline.schemas.competitions import INTERNATIONAL
from touchline.schemas.records import Availability, AvailabilityStatus, Match, PlayerMatch
from touchline.schemas.vectors import CachedVector, player_key, served_values

from .football import POOL, assertion, document, season
from .people import NOON, availability, player, player_match
from .test_feature_store import WRITTEN
from .world import World

pytestmark = pytest.mark.stack
DAY = timedelta(days=1)
TEAMS = 4
LATER = datetime(2021, 3, 1, tzinfo=UTC)
PLAYED = season(2018, teams=TEAMS) + season(2019, teams=TEAMS)
NAMES = [feature.name for feature in catalogue(LATEST).matches]
COMING = assertion("E0:2019-20:team-00:extra", kick_off=max(one.event_time for one in PLAYED) + 9 * DAY)
DERIVED = (
    "SELECT player_id, feature_values, document_set, state_hash, event_time, available_at FROM player_features"
    " ORDER BY player_id",
    "SELECT * FROM people_versions ORDER BY kind, entity, fact, known_at",
    "SELECT * FROM people_checkpoints ORDER BY pool, until",
)
TABLES = (
    *("players", "player_matches", "availability", "player_versions", "player_match_versions"),
    *("availability_versions", "people_versions", "people_checkpoints", "player_features", "stale_people"),
)


def appearances(matches: Sequence[Match], players: int = 3) -> list[PlayerMatch]:
    """The rows of every match, as the archive has them on the day after."""
    return [
        player_match(
            player_id=f"{team}-{number}",
            match_id=one.match_id,
            team_id=team,
            opponent_id=other,
            at_home=team == one.home_team,
            minutes=(90, 90, 17)[number % 3],
            goals=number % 2,
            points=2 + number,
            source="fpl-archive",
            document_key=f"fpl-archive/{one.season}/gw",
            document=document(f"gw {one.match_id}"),
            event_time=one.event_time,
            available_at=one.event_time.replace(hour=0) + DAY,
        )
        for one in matches
        for team, other in ((one.home_team, one.away_team), (one.away_team, one.home_team))
        for number in range(players)
    ]


def words(matches: Sequence[Match]) -> list[Availability]:
    """Some players are hurt two days after a match, and fit again a week later."""
    return [
        availability(
            player_id=f"{one.home_team}-{number % 3}",
            status=status,
            reason=f"Knee {number}",
            document=document(f"words {number // 9}"),
            event_time=one.event_time + after,
            available_at=one.event_time + after,
        )
        for number, one in enumerate(matches[::3])
        for status, after in ((AvailabilityStatus.INJURED, 2 * DAY), (AvailabilityStatus.AVAILABLE, 9 * DAY))
    ]


LISTS = [
    player(player_id=f"team-{team:02d}-{number}", team_id=f"team-{team:02d}", document=document("list"))
    for team in range(TEAMS)
    for number in range(4)
]
ALL = [*LISTS, *appearances(PLAYED), *words(PLAYED)]


async def test_people_fold_into_what_a_rebuild_finds(world: World) -> None:
    await tell(world, [*PLAYED, *ALL])
    assert await world.differences() > 0
    await world.worker.fold_stale()
    assert await world.query("SELECT 1 FROM stale_people UNION ALL SELECT 1 FROM stale_prices") == []
    assert await world.differences() == 0
    players = await world.query("SELECT player_id FROM player_features")
    assert sorted(players) == sorted({(one.player_id,) for one in ALL})
    told = await world.query("SELECT COUNT(*) FROM outbox WHERE topic = 'features.players.v1'")
    assert told == [(1,)]


async def test_the_cache_holds_the_latest_snapshot_of_each_player(world: World) -> None:
    await tell(world, ALL)
    await world.worker.fold_stale()
    key = player_key("team-00-0", LATEST)
    held = CachedVector.unpack(await world.cache.get(key))
    assert len(held.values) == len(catalogue(LATEST).players)
    await world.cache.flushdb()
    await fill_cache(world.database, world.worker.cache)
    assert CachedVector.unpack(await world.cache.get(key)) == held


async def test_who_is_hurt_is_missed_in_the_next_meeting_and_no_earlier_one(world: World) -> None:
    await tell(world, [*PLAYED, COMING, *appearances(PLAYED)])
    await world.worker.fold_stale()
    before = await absent(world)
    hurt = availability(player_id="team-00-0", available_at=COMING.event_time - DAY, document=document("word"))
    await tell(world, [replace(hurt, event_time=COMING.event_time - DAY)])
    await world.worker.fold_stale()
    after = await absent(world)
    assert {one: after[one] for one in after if after[one] != before[one]} == {COMING.match_id: (1.0, 1.0)}
    rows = await world.query(
        "SELECT d.document FROM pub_match_features f JOIN pub_document_sets d ON d.document_set = f.document_set"
        f" WHERE f.match_id = '{COMING.match_id}' AND f.catalogue_version = {LATEST}"
    )
    assert (document("word"),) in rows
    assert await world.differences() == 0


async def test_who_is_hurt_is_missed_in_a_cup_of_another_pool_too(world: World) -> None:
    abroad = assertion("UCL:2019-20:team-00:elsewhere", kick_off=COMING.event_time)
    await tell(world, [*PLAYED, replace(abroad, pool=INTERNATIONAL), *appearances(PLAYED)])
    await world.worker.fold_stale()
    await tell(world, [availability(player_id="team-00-0", available_at=COMING.event_time - DAY)])
    await world.worker.fold_stale()
    await world.worker.fold_stale()
    assert (await absent(world))[abroad.match_id] == (1.0, 1.0)


async def test_a_meeting_that_is_announced_later_sees_the_squads_too(world: World) -> None:
    hurt = availability(player_id="team-00-0", available_at=COMING.event_time - DAY, document=document("word"))
    await tell(world, [*PLAYED, *appearances(PLAYED), hurt])
    await world.worker.fold_stale()
    await tell(world, [COMING])
    await world.worker.fold_stale()
    assert (await absent(world))[COMING.match_id] == (1.0, 1.0)


async def test_history_says_what_is_served_of_players_and_of_meetings_with_their_squads(world: World) -> None:
    """The summer's break among it: what was said in May says nothing of August."""
    await tell(world, [*PLAYED, COMING, *ALL])
    await world.worker.fold_stale()
    source = from_database(world.settings)
    for subject, table in (("player", "player_features"), ("match", "match_features")):
        query = (
            f"SELECT {subject}_id, feature_values, event_time, available_at FROM {table}"
            f" WHERE catalogue_version = {LATEST}"
        )
        held = await world.query(query)
        moments = [aware(event_time if subject == "match" else known_at) for _, _, event_time, known_at in held]
        ends = min(aware(row[0]) for row in await world.query("SELECT MAX(known_at) FROM history"))
        asked = pl.DataFrame({f"{subject}_id": [row[0] for row in held], "at": [min(one, ends) for one in moments]})
        answer = await asyncio.to_thread(as_of, asked, mode="as_corrected", source=source)
        found = [list(row.values())[2:] for row in answer.to_pylist()]
        assert found == [orjson.loads(values) for _, values, *_ in held]
    served = [values for match_id, values in (await absent(world)).items() if values[1]]
    assert 0 < len(served) < len(PLAYED)


async def test_people_told_in_any_order_by_two_workers_in_turn_end_in_the_bytes_of_the_sorted_history(
    world: World,
) -> None:
    """Rows that come late, are corrected years later or taken back, in pieces and shuffled; the matches are known."""
    told = [*PLAYED, *ALL, *corrected(ALL)]
    await tell(world, told)
    await world.worker.fold_stale()
    assert await world.differences() == 0
    sorted_history = await contents(world)
    for table in (*WRITTEN, *TABLES):
        await world.query(f"DELETE FROM {table}")
    Random(7).shuffle(told)
    told.sort(key=lambda one: not isinstance(one, Match))
    workers = (world.worker, FoldWorker(world.work, world.database, world.worker.cache))
    for turn, start in enumerate(range(0, len(told), 60)):
        await tell(world, told[start : start + 60])
        await workers[turn % 2].fold_stale()
    assert await contents(world) == sorted_history
    sets = "SELECT document_set FROM document_sets"
    assert await world.query(f"SELECT 1 FROM history WHERE document_set <> '' AND document_set NOT IN ({sets})") == []


async def test_a_fold_in_many_parts_ends_in_the_bytes_of_one_in_a_single_part(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [*PLAYED, *ALL, *corrected(ALL)]
    await tell(world, told)
    await world.worker.fold_stale()
    in_one = await contents(world)
    monkeypatch.setattr(refolding, "PART", 15)
    async with world.database.transaction() as connection:
        await rebuild_pool(connection, POOL, apply=True)
    await world.worker.fold_stale()
    assert await contents(world) == in_one


async def test_what_comes_late_is_folded_without_the_corrections_that_came_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The states that are remembered know of them already."""
    monkeypatch.setattr(refolding, "PART", 1)
    first, *others = [one for one in appearances(PLAYED) if one.player_id == "team-00-0"]
    await tell(world, [first, *others, replace(first, revision=3, withdrawn=True, available_at=LATER)])
    await world.worker.fold_stale()
    await tell(world, [availability(player_id="team-00-0", available_at=others[3].available_at + DAY)])
    await world.worker.fold_stale()
    assert await world.differences() == 0


async def test_the_same_said_twice_makes_nothing_stale(world: World) -> None:
    await tell(world, ALL)
    await world.worker.fold_stale()
    told = await world.query("SELECT lane, sequence FROM outbox")
    ended = [replace(one, until=LATER, revision=2) for one in words(PLAYED)]
    await tell(world, [*ALL, *(replace(one, revision=2) for one in appearances(PLAYED)), *ended])
    assert await world.query("SELECT * FROM stale_people") == []
    assert await world.query("SELECT lane, sequence FROM outbox") == told


@pytest.mark.parametrize("known_at", [LATER, NOON])
async def test_a_player_who_was_never_said_to_be_leaves_no_trace(world: World, known_at: datetime) -> None:
    ghost = availability(player_id="ghost", document=document("ghost"))
    await tell(world, [*ALL, ghost])
    await world.worker.fold_stale()
    assert await world.cache.exists(player_key("ghost", LATEST))
    await world.hand([replace(ghost, revision=2, withdrawn=True)], at=known_at)
    await world.worker.fold_stale()
    assert await world.query("SELECT 1 FROM player_features WHERE player_id = 'ghost'") == []
    assert not await world.cache.exists(player_key("ghost", LATEST))
    assert await world.differences() == 0


async def test_a_pool_without_people_writes_nothing_of_them(world: World) -> None:
    await world.hand(PLAYED)
    await world.worker.fold_stale()
    assert await world.query("SELECT 1 FROM people_checkpoints UNION ALL SELECT 1 FROM player_features") == []


def corrected(told: Sequence[Any]) -> list[Any]:
    """Other minutes, a word put right, rows and words taken back: told years later."""
    played = [one for one in told if isinstance(one, PlayerMatch)]
    said = [one for one in told if isinstance(one, Availability)]
    v2 = {"revision": 2, "document": document("v2")}
    put_right = [replace(one, minutes=45, goals=2, **v2) for one in played[5::17]]
    put_right += [replace(one, chance=0.75, status=AvailabilityStatus.DOUBTFUL, **v2) for one in said[::7]]
    back = [replace(one, withdrawn=True, revision=3, available_at=LATER) for one in [*played[11::40], *said[3::9]]]
    return [*put_right, *back]


async def tell(world: World, told: Sequence[Any]) -> None:
    """Each message carries one type and is told at the time that its revisions were, however things are cut."""

    def kind(one: Any) -> tuple[str, int]:
        return type(one).__name__, one.revision

    for (_, revision), rows in groupby(sorted(told, key=kind), key=kind):
        times = {1: datetime(2018, 7, 1, tzinfo=UTC), 2: LATER - 30 * DAY, 3: LATER}
        await world.hand(list(rows), at=times[revision])


async def absent(world: World) -> dict[str, tuple[float, float]]:
    """How many are absent at home, and whether anything is known, by match."""
    query = f"SELECT match_id, feature_values FROM match_features WHERE catalogue_version = {LATEST}"
    places = [NAMES.index("absent_home"), NAMES.index("squad_known_home")]
    return {
        match_id: (values[places[0]], values[places[1]])
        for match_id, found in await world.query(query)
        for values in (orjson.loads(found),)
    }


async def contents(world: World) -> list[object]:
    """Every derived row of matches and people, without revision and recorded_at."""
    rows = [row for query in DERIVED for row in await world.query(query)]
    return [*await world.contents(), *rows]


async def test_published_rows_of_teams_and_players_are_those_that_history_answers_with(world: World) -> None:
    """What models learn from and are told: a served row at each moment is the row as of it."""
    await tell(world, [*PLAYED, *ALL])
    await world.worker.fold_stale()
    source = from_database(world.settings)
    rows = await world.query("SELECT kind, entity, known_at, as_of, feature_values FROM pub_served_rows ORDER BY as_of")
    latest = max(aware(known_at) for _, _, known_at, _, _ in rows)
    dice = Random(3)
    for kind, column in (("player", "player_id"), ("team", "team_id")):
        of_kind = [(entity, aware(at), served_values(values)) for one, entity, at, _, values in rows if one == kind]
        entities = sorted({entity for entity, _, _ in of_kind})
        asked = [(dice.choice(entities), latest - dice.randrange(400) * DAY) for _ in range(200)]
        names = [entity.rpartition("/")[2] for entity, _ in asked]
        question = pl.DataFrame({column: names, "at": [at for _, at in asked]})
        answer = await asyncio.to_thread(as_of, question, source=source)
        for (entity, at), row in zip(asked, answer.to_pylist(), strict=True):
            told = list(row.values())[2:]
            known = [(since, values) for one, since, values in of_kind if one == entity and since <= at]
            wanted = max(known, key=lambda one: one[0])[1] if known else ()
            assert told == (list(wanted) or [None] * len(told)), (entity, at)
