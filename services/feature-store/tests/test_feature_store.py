"""Handlers and fold worker on the real MariaDB and Redis: whatever happens, the tables end as a fold from nothing."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random

import pytest

from touchline.feature_store import patience
from touchline.feature_store.stores import folds, marks
from touchline.feature_store.worker import FoldWorker, fill_cache
from touchline.football.catalogue import CATALOGUES, LATEST
from touchline.runtime import tracing
from touchline.schemas.competitions import INTERNATIONAL
from touchline.schemas.records import Match, MatchStatus, Odds, OddsMoment, Team
from touchline.schemas.vectors import CachedVector, match_key, team_key
from touchline.schemas.views import VIEWS

from .football import assertion, document, prices, season
from .people import NOON, article, availability, player, player_match, rating
from .world import World

pytestmark = pytest.mark.stack
REVISIONS = "SELECT match_id, revision FROM match_features WHERE catalogue_version = 1"
WRITTEN = (
    *("assertions", "assertion_versions", "matches", "match_versions", "match_features", "team_features"),
    *("checkpoints", "history", "stale", "stale_prices", "odds", "odds_versions", "pools"),
)
TOLD = {1: datetime(2018, 8, 1, tzinfo=UTC), 2: datetime(2020, 1, 15, tzinfo=UTC), 3: datetime(2020, 9, 1, tzinfo=UTC)}
PLAYED = season(2018, teams=6) + season(2019, teams=6)


async def test_history_folds_into_what_a_rebuild_finds(world: World) -> None:
    await world.hand(PLAYED)
    assert await world.differences() > 0
    await world.worker.fold_stale()
    assert await world.differences() == 0
    assert await world.query("SELECT * FROM stale") == []


async def test_shuffled_doubled_and_piecewise_facts_end_in_the_same_bytes_as_sorted_ones(world: World) -> None:
    await world.hand(PLAYED)
    await world.worker.fold_stale()
    sorted_history = await world.contents()
    for table in WRITTEN:
        await world.query(f"DELETE FROM {table}")
    shuffled = [*PLAYED, *PLAYED[10:30]]
    Random(5).shuffle(shuffled)
    for start in range(0, len(shuffled), 17):
        await world.hand(shuffled[start : start + 17])
        await world.worker.fold_stale()
    assert await world.contents() == sorted_history


async def test_corrections_in_any_order_by_two_workers_in_turn_end_in_the_bytes_of_the_sorted_history(
    world: World,
) -> None:
    """Results that come late, are corrected years later or withdrawn, prices that change, in pieces and shuffled."""
    told = [*PLAYED, *_corrected(PLAYED)]
    books = [prices(match, book, OddsMoment.BEFORE) for match in PLAYED[::3] for book in ("average", "pinnacle")]
    books += [replace(one, prices=[2.5, 3.2, 3.1], revision=2) for one in books[::4]]
    await _tell(world, told, books, size=10_000)
    assert await world.differences() == 0
    sorted_history = await world.contents()
    for table in WRITTEN:
        await world.query(f"DELETE FROM {table}")
    dice = Random(11)
    dice.shuffle(told)
    dice.shuffle(books)
    await _tell(world, told, books, size=13)
    assert await world.contents() == sorted_history


def _corrected(played: Sequence[Match]) -> list[Match]:
    """Later versions of the documents: other goals, a score taken back, an old season put right years later."""
    later = [replace(one, home_goals=7, revision=2, document=document("v2")) for one in played[5::9]]
    gone = [replace(one, status=MatchStatus.WITHDRAWN, revision=3, document=document("v3")) for one in played[7::25]]
    return [*later, *gone]


async def _tell(world: World, told: Sequence[Match], books: Sequence[Odds], size: int) -> None:
    """Each message is told at the time that its revisions were: what is told does not depend on how it is cut."""
    second = FoldWorker(world.work, world.database, world.worker.cache)
    places = range(0, max(len(told), len(books)), size)
    for turn, start in enumerate(places):
        for rows in (told[start : start + size], books[start : start + size]):
            for revision in sorted({row.revision for row in rows}):
                await world.hand([row for row in rows if row.revision == revision], at=TOLD[revision])
        await (second if turn % 2 else world.worker).fold_stale()


async def test_what_is_marked_during_a_fold_is_all_that_is_left_to_fold_after_it(world: World) -> None:
    """The whole history was folded once more for every document that came in during its first fold."""
    early, late = TOLD[1], TOLD[2]
    async with world.database.transaction() as connection:
        await marks.mark(connection, marks.RESULTS, "ENG", early, early, early)
        await marks.mark(connection, marks.RESULTS, "ENG", early + timedelta(days=9), early, late)
    async with world.database.transaction() as folding:
        read = await marks.marked(folding, marks.RESULTS, "ENG")
        assert read is not None
        assert (read.from_time, read.known_from, read.football_time) == (early, early, late)
        async with world.database.transaction() as meanwhile:
            await marks.mark(meanwhile, marks.RESULTS, "ENG", late, late, late)
        await marks.settle(folding, read)
    async with world.database.transaction() as connection:
        left = await marks.marked(connection, marks.RESULTS, "ENG")
    assert left is not None
    assert (left.from_time, left.known_from) == (late, late)


async def test_a_history_that_is_coming_in_is_left_alone_until_no_more_of_it_comes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "SETTLES", 1.0)
    history = [match for year in range(2008, 2018) for match in season(year, teams=6)]
    await world.hand(history[:250])
    assert await world.worker.due() == []
    await world.hand(history[250:])
    assert await world.worker.due() == []
    assert world.worker.patience.leaves
    async with world.database.transaction() as connection:
        heap = (await folds.heaps(connection))["ENG"]
    assert (heap.versions, heap.marks) == (len(history), 2)
    await asyncio.sleep(patience.SETTLES)
    assert await world.worker.due() == ["ENG"]
    await world.worker.fold_stale()
    assert await world.differences() == 0


async def test_what_a_source_calls_a_team_does_not_depend_on_the_order_in_which_its_documents_come(
    world: World,
) -> None:
    moments = [datetime(2020, 8, day, tzinfo=UTC) for day in (1, 1, 2)]
    told = [_named(f"Ash {number}", document(str(number)), moment) for number, moment in enumerate(moments)]
    told.append(replace(told[2], name="Ash, decided anew", revision=2))
    kept = set()
    for order in permutations(told):
        await world.query("DELETE FROM teams")
        for row in order:
            await world.hand([row])
        kept |= set(await world.query("SELECT team_id, name, document, available_at, revision FROM teams"))
    assert kept == {("ash", "Ash, decided anew", document("2"), moments[2].replace(tzinfo=None), 2)}
    one, other = sorted(told[:2], key=lambda row: row.document)
    for order in ((one, other), (other, one)):
        await world.query("DELETE FROM teams")
        await world.hand(list(order))
        assert await world.query("SELECT name FROM teams") == [(other.name,)]


async def test_what_a_fold_tells_is_of_the_trace_of_the_message_that_made_its_pool_stale(world: World) -> None:
    with tracing.span("process", [f"00-{'a' * 32}-{'b' * 16}-01"]):
        await world.hand(PLAYED)
    await world.worker.fold_stale()
    told = [dict(json.loads(headers)) for (headers,) in await world.query("SELECT headers FROM outbox")]
    assert told
    assert {one["traceparent"][3:35] for one in told} == {"a" * 32}


async def test_same_message_twice_makes_nothing_stale_and_tells_nothing(world: World) -> None:
    await world.hand(PLAYED)
    await world.worker.fold_stale()
    told = await world.query("SELECT lane, sequence FROM outbox")
    await world.hand([replace(row, revision=2) for row in PLAYED])
    assert await world.query("SELECT * FROM stale") == []
    assert await world.query("SELECT lane, sequence FROM outbox") == told


async def test_correction_raises_only_the_revisions_it_changes_and_an_older_one_is_ignored(world: World) -> None:
    await world.hand(PLAYED)
    await world.worker.fold_stale()
    before: dict[str, int] = dict(await world.query(REVISIONS))
    wrong = PLAYED[40]
    await world.hand([replace(wrong, home_goals=8, revision=3)])
    await world.worker.fold_stale()
    after: dict[str, int] = dict(await world.query(REVISIONS))
    changed = {match_id for match_id in after if after[match_id] != before[match_id]}
    assert 0 < len(changed) < len(after)
    assert min(after[match_id] for match_id in changed) > max(before.values())
    await world.hand([wrong])
    assert await world.query("SELECT * FROM stale") == []


async def test_withdrawn_match_leaves_no_trace_in_features(world: World) -> None:
    coming = assertion("E0:2020-21:team-00:team-01", kick_off=PLAYED[-1].event_time + timedelta(days=90))
    await world.hand([*PLAYED, coming])
    await world.worker.fold_stale()
    keys = [match_key(coming.match_id, version) for version in CATALOGUES]
    assert await world.cache.exists(*keys) == len(keys)
    await world.hand([replace(coming, status=MatchStatus.WITHDRAWN, revision=2)])
    await world.worker.fold_stale()
    assert not await world.cache.exists(*keys)
    assert await world.query(f"SELECT 1 FROM match_features WHERE match_id = '{coming.match_id}'") == []


async def test_a_result_in_a_cup_across_countries_leaves_the_snapshots_of_the_clubs(world: World) -> None:
    """The cups' own fold took them away, since clubs have none there."""
    league = assertion(goals=(1, 0))
    cup = replace(
        assertion("UCL:2019-20:ash:birch", kick_off=league.event_time + timedelta(days=3), goals=(2, 2)),
        pool=INTERNATIONAL,
    )
    await world.hand([league])
    await world.worker.fold_stale()
    await world.hand([cup])
    await world.worker.fold_stale()
    assert {row[0] for row in await world.query("SELECT team_id FROM team_features")} == {"ash", "birch"}


async def test_lost_cache_is_filled_again_and_never_goes_back(world: World) -> None:
    await world.hand(PLAYED)
    await world.worker.fold_stale()
    key = team_key("team-00", LATEST)
    held = CachedVector.unpack(await world.cache.get(key))
    await world.cache.flushdb()
    assert await fill_cache(world.database, world.worker.cache) == len(CATALOGUES) * (len(PLAYED) + 6)
    assert CachedVector.unpack(await world.cache.get(key)) == held
    older = replace(held, revision=held.revision - 1, values=[0.0])
    assert await world.worker.cache.advance({key: older}) == 0


async def test_lineage_names_every_document_of_a_vector(world: World) -> None:
    await world.hand(PLAYED)
    await world.worker.fold_stale()
    last = max(PLAYED, key=lambda one: one.event_time)
    rows = await world.query(
        "SELECT d.document FROM pub_match_features f JOIN pub_document_sets d ON d.document_set = f.document_set"
        f" WHERE f.match_id = '{last.match_id}' AND f.catalogue_version = 1 ORDER BY d.available_at DESC"
    )
    assert [row[0] for row in rows] == [document(PLAYED[-1].document_key), document(PLAYED[0].document_key)]


async def test_odds_may_come_before_their_match_and_twice(world: World) -> None:
    odds = [prices(match, "average", moment) for match in PLAYED for moment in (OddsMoment.BEFORE, OddsMoment.CLOSING)]
    await world.hand(odds)
    await world.hand(odds)
    assert await world.query("SELECT COUNT(*) FROM pub_odds") == [(len(odds),)]


async def test_what_is_stated_of_people_is_kept_once_and_only_its_latest_revision(world: World) -> None:
    for stated in (player(), player_match(), availability(), article(), rating()):
        await world.hand([stated, stated])
        await world.hand([replace(stated, revision=3, source="fpl")])
        await world.hand([replace(stated, revision=2)])
    for view in ("pub_players", "pub_player_matches", "pub_availability", "pub_articles", "pub_ratings"):
        assert await world.query(f"SELECT revision FROM {view}") == [(3,)], view
    assert await world.query("SELECT text, teams FROM articles") == [("A text.", '["ash"]')]


async def test_what_is_withdrawn_shows_in_no_view_until_it_is_stated_again(world: World) -> None:
    odds = prices(PLAYED[0], "average", OddsMoment.CLOSING)
    views = {
        "pub_players": player(),
        "pub_player_matches": player_match(),
        "pub_availability": availability(),
        "pub_articles": article(),
        "pub_ratings": rating(),
        "pub_odds": odds,
    }
    for view, stated in views.items():
        count = f"SELECT COUNT(*) FROM {view}"
        await world.hand([stated])
        await world.hand([replace(stated, revision=stated.revision + 2, withdrawn=True)])
        await world.hand([replace(stated, revision=stated.revision + 1)])  # late: it was taken back since
        assert await world.query(count) == [(0,)], view
        await world.hand([replace(stated, revision=stated.revision + 3)])
        assert await world.query(count) == [(1,)], view


async def test_every_statement_on_availability_stays(world: World) -> None:
    await world.hand([availability(), availability(event_time=NOON + timedelta(days=1), reason=None, revision=2)])
    assert await world.query("SELECT COUNT(*) FROM pub_availability") == [(2,)]


async def test_a_second_source_fills_what_the_first_leaves_open_and_changes_no_vector(world: World) -> None:
    await world.hand(PLAYED)
    await world.worker.fold_stale()
    before: dict[str, int] = dict(await world.query(REVISIONS))
    beside = [
        replace(row, source="fbref", document_key="fbref/schedule", document=document("fbref"), home_goals=9)
        for row in PLAYED
    ]
    await world.hand([replace(row, home_expected_goals=1.5, away_expected_goals=0.5) for row in beside])
    await world.worker.fold_stale()
    assert dict(await world.query(REVISIONS)) == before
    assert await world.query("SELECT DISTINCT home_expected_goals, source FROM pub_matches") == [(1.5, "football-data")]
    assert await world.query("SELECT COUNT(*) FROM pub_assertions") == [(2 * len(PLAYED),)]
    assert await world.differences() == 0


async def test_views_have_the_columns_of_the_contract(world: World) -> None:
    for view, columns in VIEWS.items():
        rows = await world.query(
            "SELECT column_name FROM information_schema.columns"
            f" WHERE table_schema = DATABASE() AND table_name = '{view}' ORDER BY ordinal_position"
        )
        assert tuple(row[0] for row in rows) == columns


async def test_corrected_result_does_not_show_its_match_what_became_known_between_kick_off_and_final_whistle(
    world: World,
) -> None:
    """The replay began after the kick-off, as only the result had changed; the vector was made from its first state."""
    noon = datetime(2019, 8, 10, 12, tzinfo=UTC)
    other = assertion("E0:2019-20:ash:birch", kick_off=noon, goals=(2, 0))
    kick_off = noon + timedelta(hours=2)
    match = assertion("E0:2019-20:cedar:ash", kick_off=kick_off, goals=(1, 0), revision=2)
    await world.hand([other, assertion(match.match_id, kick_off=kick_off)])
    await world.hand([match], at=match.available_at)
    await world.worker.fold_stale()
    before = await world.contents()
    await world.hand([replace(match, home_goals=4, revision=3)], at=noon + timedelta(days=2))
    await world.worker.fold_stale()
    assert await world.contents() != before
    assert await world.differences() == 0


def _named(name: str, document: str, available_at: datetime) -> Team:
    times = {"event_time": available_at, "available_at": available_at, "recorded_at": available_at}
    return Team("ash", name, "ENG", "ENG", "football-data", document, revision=1, **times)
