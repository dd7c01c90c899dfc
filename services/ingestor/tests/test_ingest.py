"""Documents are landed once a version, announced at least once, and never lost."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from touchline.ingestor.fakes import Crash, MemoryBucket, MemoryTopic, Sent, World, provider_of
from touchline.ingestor.ingest import Outcome, Summary
from touchline.ingestor.record import FetchRecord
from touchline.schemas.records import Provenance

SAMPLES = Path(__file__).parents[3] / "tests" / "samples" / "football-data"
SEASON = "football-data/mmz4281/1920/E0.csv"
FIXTURES = "football-data/fixtures.csv"


async def once(world: World) -> Summary:
    async with world.client() as client:
        return await world.ingest(client).once()


def versions(world: World, document_key: str) -> list[FetchRecord]:
    return [record for _, record in world.topic.sent if record.document_key == document_key]


async def test_every_document_the_provider_has_is_landed_and_announced(world: World) -> None:
    summary = await once(world)
    assert summary.count(Outcome.CHANGED) == 3  # two seasons and the fixtures
    assert summary.count(Outcome.ABSENT) == 0  # only what the provider's pages link to is asked for
    assert not summary.failures
    for _, record in world.topic.sent:
        assert sha256(world.bucket.objects[record.object_key]).hexdigest() == record.sha256
        assert record.object_key.startswith("raw/football-data/2020-02-28/")


async def test_a_finished_season_arrives_byte_for_byte_as_real_and_complete(world: World) -> None:
    await once(world)
    (record,) = versions(world, "football-data/mmz4281/1819/E0.csv")
    assert world.bucket.objects[record.object_key] == (SAMPLES / "mmz4281/1819/E0.csv").read_bytes()
    assert (record.provenance, record.complete) == (Provenance.REAL, True)
    (fixtures,) = versions(world, FIXTURES)
    assert (fixtures.provenance, fixtures.complete) == (Provenance.DERIVED, False)


async def test_a_second_run_changes_nothing(world: World) -> None:
    await once(world)
    before = dict(world.bucket.objects)
    summary = await once(world)
    assert (summary.count(Outcome.CHANGED), summary.count(Outcome.UNCHANGED)) == (0, 3)
    assert world.bucket.objects == before
    assert len(world.topic.sent) == 3


async def test_a_new_match_day_is_a_new_version_that_names_the_one_before(world: World) -> None:
    await once(world)
    world.clock.move(world.clock.now().replace(month=3, day=2))
    summary = await once(world)
    assert summary.count(Outcome.CHANGED) == 2
    first, second = versions(world, SEASON)
    assert (first.version, second.version) == (1, 2)
    assert second.previous == first.sha256
    assert second.revision > first.revision
    assert second.fetched_at == world.clock.now()


async def test_a_reverted_correction_is_news(world: World) -> None:
    body = b"Div,Date\r\nE0,1\r\n"
    world.provider = provider_of(lambda path: only_fixtures(path, body))
    await once(world)
    world.provider = provider_of(lambda path: only_fixtures(path, body + b"E0,2\r\n"))
    await once(world)
    world.provider = provider_of(lambda path: only_fixtures(path, body))
    await once(world)
    first, _, third = versions(world, FIXTURES)
    assert first.sha256 == third.sha256
    assert third.version == 3


def only_fixtures(path: str, body: bytes) -> Sent:
    date = {"Date": "Fri, 28 Feb 2020 18:00:00 GMT", "Content-Type": "text/csv"}
    return (200, date, body) if path == "/football-data/fixtures.csv" else (404, date, b"")


PAGE = b'<a href="mmz4281/1819/E0.csv">2018/19</a> <a href="mmz4281/1920/E0.csv">2019/20</a>'


CRASHES = {
    "after the bytes": (MemoryBucket(dies_after=".csv"), MemoryTopic()),
    "after the record": (MemoryBucket(dies_after=".json"), MemoryTopic()),
    "before the message": (MemoryBucket(), MemoryTopic(dies="before")),
    "after the message": (MemoryBucket(), MemoryTopic(dies="after")),
    "after the marker": (MemoryBucket(dies_after=".announced"), MemoryTopic()),
}


@pytest.mark.parametrize("point", CRASHES)
async def test_a_crash_loses_nothing_and_a_repeat_has_the_same_event_id(world: World, point: str) -> None:
    undisturbed = World(world.provider, world.clock)
    await once(undisturbed)
    bucket, topic = CRASHES[point]
    world.bucket, world.topic = bucket, topic
    with pytest.raises(Crash):
        await once(world)
    bucket.dies_after = topic.dies = ""
    assert not (await once(world)).failures
    assert {identity for identity, _ in topic.sent} == {identity for identity, _ in undisturbed.topic.sent}
    assert bucket.objects == undisturbed.bucket.objects
    assert len({record.revision for record in versions(world, SEASON)}) == 1


async def test_versions_that_wait_are_announced_in_order(world: World) -> None:
    await once(world)
    world.clock.move(world.clock.now().replace(month=3, day=2))
    await once(world)
    world.bucket.objects = {key: value for key, value in world.bucket.objects.items() if ".announced" not in key}
    world.topic = MemoryTopic()
    assert (await once(world)).announced_late == 5
    assert [record.version for record in versions(world, SEASON)] == [1, 2]


async def test_an_html_page_served_as_csv_is_refused_and_named(world: World) -> None:
    page = b"<!doctype html><title>Maintenance</title>"
    world.provider = provider_of(lambda path: only_fixtures(path, page))
    summary = await once(world)
    assert FIXTURES in summary.failures
    assert versions(world, FIXTURES) == []


async def test_a_page_that_differs_only_in_a_timestamp_is_no_news(world: World) -> None:
    body = b"Div,Date\r\nE0,1\r\n"
    for made, expected in ((b"10:00", Outcome.CHANGED), (b"10:05", Outcome.UNCHANGED)):
        world.provider = provider_of(lambda path, made=made: only_fixtures(path, body + b"#made," + made))
        async with world.client() as client:
            ingest = world.ingest(client)
            ingest.card = replace(ingest.card, timestamps=(rb"#made,.*",))
            assert (await ingest.once()).outcomes[FIXTURES] is expected
    assert len(versions(world, FIXTURES)) == 1


async def test_one_failing_document_is_named_and_stops_no_other(world: World) -> None:
    def answer(path: str) -> Sent:
        if "mmz4281/1819/" in path:
            return 500, {}, b"oops"
        if path.endswith("m.php"):
            return 200, {}, PAGE
        return (
            (200, {}, b"Div,Date\r\n") if path.endswith(("/mmz4281/1920/E0.csv", "/fixtures.csv")) else (404, {}, b"")
        )

    world.provider = provider_of(answer)
    summary = await once(world)
    assert summary.count(Outcome.CHANGED) == 2
    assert list(summary.failures) == ["football-data/mmz4281/1819/E0.csv"]
    assert "status 500" in summary.failures["football-data/mmz4281/1819/E0.csv"]


async def test_a_document_that_vanished_is_a_failure_and_its_latest_version_stays(world: World) -> None:
    await once(world)
    kept = dict(world.bucket.objects)
    world.provider = provider_of(lambda path: (404, {}, b""))
    summary = await once(world)
    assert FIXTURES in summary.failures
    assert "football-data/englandm.php" in summary.failures
    assert world.bucket.objects == kept


async def test_a_provider_that_has_nothing_is_a_failure(world: World) -> None:
    world.provider = provider_of(lambda path: (404, {}, b""))
    assert "has none of the 1 documents" in (await once(world)).failures["football-data"]


async def test_the_fetch_record_reads_back_as_written(world: World) -> None:
    await once(world)
    record = versions(world, SEASON)[0]
    stored = world.bucket.objects[f"fetches/{SEASON}/00000001.json"]
    assert FetchRecord.decode(stored) == record
    assert json.loads(stored)["provenance"] == "derived"
