"""A source is stale when its last good look is older, in football time, than its schedule allows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from touchline.ingestor.fakes import MemoryBucket, World, provider_of
from touchline.ingestor.freshness import ALLOWED, ages, freshness
from touchline.ingestor.ingest import EVERYTHING, Choice, Summary
from touchline.ingestor.looking import Look, look_of, looks, note
from touchline.ingestor.sources.card import Schedule, SourceCard
from touchline.ingestor.sources.football_data import CARD as FOOTBALL_DATA

NOON = datetime(2020, 2, 28, 12, tzinfo=UTC)
OUR_CLOCK = datetime(2026, 11, 24, tzinfo=UTC)


def card(name: str, schedule: Schedule) -> SourceCard:
    return SourceCard(name, lambda moment, pages: [], schedule=schedule)


def looked(name: str, moment: datetime) -> dict[str, Look]:
    return {name: Look(name, moment, OUR_CLOCK)}


async def once(world: World) -> Summary:
    async with world.client() as client:
        return await world.ingest(client).once()


@pytest.mark.parametrize("schedule", list(ALLOWED))
def test_a_source_may_be_as_old_as_its_schedule_allows_and_no_older(schedule: Schedule) -> None:
    source = card("a", schedule)
    for late, stale in ((timedelta(0), False), (timedelta(seconds=1), True)):
        (age,) = ages([source], looked("a", NOON), NOON + ALLOWED[schedule] + late)
        assert age.stale is stale


def test_football_time_is_the_newest_look_of_any_source() -> None:
    found = looked("a", NOON) | looked("b", NOON + timedelta(days=3))
    old, new = ages([card("a", Schedule.DAILY), card("b", Schedule.DAILY)], found, None)
    assert (old.stale, new.stale) == (True, False)
    assert old.sentence() == "a: last looked at 2020-02-28 12:00, too long before 2020-03-02 12:00"


def test_an_archive_is_never_stale_and_does_not_say_what_time_it_is() -> None:
    found = looked("archive", OUR_CLOCK) | looked("a", NOON)
    archive, source = ages([card("archive", Schedule.ONCE), card("a", Schedule.MATCH_DAY)], found, None)
    assert not archive.stale
    assert not source.stale
    (lost,) = ages([card("archive", Schedule.ONCE)], {}, NOON)
    assert not lost.stale


async def test_a_source_with_documents_and_no_good_look_is_stale_and_one_with_nothing_is_not_asked_about() -> None:
    bucket = MemoryBucket({"fetches/a/x.csv/00000001.json": b""})
    (age,) = await freshness(bucket, [card("a", Schedule.DAILY), card("b", Schedule.DAILY)], None)
    assert age.stale
    assert age.sentence() == "a: no run over it has succeeded"
    assert age.told()["days"] is None


async def test_a_run_without_failures_leaves_a_look_at_the_providers_time(world: World) -> None:
    summary = await once(world)
    await note(world.bucket, look_of(summary, EVERYTHING, OUR_CLOCK))
    assert await looks(world.bucket) == looked(FOOTBALL_DATA.id, world.clock.now())
    assert [age.stale for age in await freshness(world.bucket, [FOOTBALL_DATA], None)] == [False]


async def test_a_task_of_a_schedule_is_a_look_and_a_backfill_is_none(world: World) -> None:
    summary = await once(world)
    assert look_of(summary, Choice(parts=("E0/1920",)), OUR_CLOCK)
    days = (date(2019, 8, 1), date(2019, 8, 31))
    assert look_of(summary, Choice(between=days, revisit=True), OUR_CLOCK) is None
    assert look_of(summary, Choice(only=("*/fixtures.csv",)), OUR_CLOCK) is None


async def test_a_run_that_failed_leaves_the_last_good_look(world: World) -> None:
    await note(world.bucket, look_of(await once(world), EVERYTHING, OUR_CLOCK))
    before = await looks(world.bucket)
    world.clock.move(world.clock.now() + timedelta(days=2))
    for status in (500, 404):
        world.provider = provider_of(lambda path, status=status: (status, {}, b""))
        await note(world.bucket, look_of(await once(world), EVERYTHING, OUR_CLOCK))
        assert await looks(world.bucket) == before
