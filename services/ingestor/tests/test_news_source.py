"""The news card: from feeds to the pages that they lead to, in the sandbox and at the outlets themselves."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.fakes import World, provider_of
from touchline.ingestor.ingest import Outcome, Summary
from touchline.ingestor.significance import significant
from touchline.ingestor.sources.card import PlannedDocument
from touchline.ingestor.sources.news import CARD, OUTLETS, feed_key, links, slug
from touchline.sandbox.app import build
from touchline.sandbox.library import Library
from touchline.sandbox.providers.news import made

SAMPLES = Path(__file__).parents[3] / "tests" / "samples"
MOMENT = datetime(2020, 7, 1, tzinfo=UTC)
KYIV = "https://football.ua/germany/311510-podolski-zavershil-kareru-v-sbornojj.html"


def feed(*addresses: str) -> bytes:
    entries = "".join(f"<item><title>T</title><link>{address}</link></item>" for address in addresses)
    return f'<rss version="2.0"><channel>{entries}</channel></rss>'.encode()


def planned(pages: Mapping[str, bytes]) -> list[PlannedDocument]:
    return CARD.plan(MOMENT, pages)


def test_every_outlet_has_a_feed_and_feeds_are_landed_and_rolling() -> None:
    found = CARD.index(MOMENT)
    assert [one.key for one in found] == [feed_key(outlet) for outlet in OUTLETS]
    assert all(one.landed and not one.complete and not one.settled for one in found)


def test_the_sample_feeds_lead_to_exactly_the_sample_pages() -> None:
    pages = {feed_key(outlet): (SAMPLES / feed_key(outlet)) for outlet in OUTLETS}
    found = planned({key: file.read_bytes() for key, file in pages.items() if file.is_file()})
    there = {file.relative_to(SAMPLES).as_posix() for file in (SAMPLES / "news" / "articles").rglob("*.html")}
    assert {one.key for one in found} == there
    assert len(found) == 8
    assert all(one.settled and not one.complete and one.key == f"news/{one.path}" for one in found)


def test_a_page_of_a_real_outlet_knows_its_own_address_and_one_of_an_invented_outlet_none() -> None:
    (real,) = planned({feed_key("football.ua"): feed(f"{KYIV}?utm_source=rss#comments")})
    assert (real.key, real.elsewhere) == (
        "news/articles/football.ua/germany-311510-podolski-zavershil-kareru-v-sbornojj.html",
        KYIV,
    )
    (invented,) = planned({feed_key("capital-football.example"): feed("https://capital-football.example/a")})
    assert invented.elsewhere == ""


@pytest.mark.parametrize(
    "link",
    ["https://elsewhere.example/a", "/a", "javascript:alert(1)", "https://football.ua@evil.example/", "http://[", ""],
)
def test_a_link_to_anything_but_the_outlets_own_pages_is_not_followed(link: str) -> None:
    assert planned({feed_key("football.ua"): feed(link)}) == []


def test_a_full_text_feed_leads_nowhere() -> None:
    assert planned({feed_key("pitchside.example"): feed("https://pitchside.example/1")}) == []


def test_keys_stay_short_and_apart() -> None:
    long = ["https://football.ua/" + "a-very-long-headline-" * 30 + end for end in ("x", "y")]
    odd = [
        *long,
        KYIV,
        "https://football.ua/?p=1",
        "https://football.ua/?p=2",
        "https://football.ua/Ä",
        "https://football.ua/%C3%96",
    ]
    keys = {one.key for one in planned({feed_key("football.ua"): feed(*odd)})}
    assert len(keys) == len(odd)
    assert all(len(key) <= 190 and re.fullmatch(r"[\w./-]+", key) for key in keys)


def test_one_page_linked_to_twice_is_asked_for_once() -> None:
    assert len(planned({feed_key("football.ua"): feed(KYIV, f"{KYIV}?utm_medium=feed")})) == 1
    assert slug(KYIV) == slug(f"{KYIV}?utm_medium=feed")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no feed",
        b"http://127.0.0.1:1/",
        b"<rss>" + b"<a>" * 1000,
        b"<rss><channel><item>&#99999999999999999999;</itm>",
        b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel><item><link>&a;</link></item></channel></rss>',
        b"<rss>" + b" " * 2_000_000,
    ],
)
def test_what_is_no_feed_leads_nowhere(content: bytes) -> None:
    assert links(content) == []


def test_a_feed_built_at_another_minute_and_a_page_rendered_at_one_are_no_news() -> None:
    for path, said, other in (
        ("feeds/mersey-courier.example.xml", b"Mon, 01 Jun 2020 06:00:00 GMT", b"Tue, 02 Jun 2020 06:00:00 GMT"),
        (
            "full-text/pitchside.example.xml",
            b"<updated>2020-06-15T08:00:00Z</updated>\n  <entry>",
            b"<updated>2020-06-16T08:00:00Z</updated>\n  <entry>",
        ),
        ("articles/mersey-courier.example/football-quill-banned.html", b"by press-3", b"by press-4"),
    ):
        content = (SAMPLES / "news" / path).read_bytes()
        again = content.replace(said, other)
        assert again != content
        assert significant(again, CARD.timestamps) == significant(content, CARD.timestamps)


def test_an_entry_that_changed_is_news() -> None:
    content = (SAMPLES / "news/full-text/pitchside.example.xml").read_bytes()
    changed = content.replace(b"<updated>2020-02-11T07:00:00Z", b"<updated>2020-02-12T07:00:00Z")
    assert significant(changed, CARD.timestamps) != significant(content, CARD.timestamps)


def test_only_the_hosts_of_real_outlets_may_be_asked() -> None:
    assert CARD.hosts == {"football.ua", "www.hertha-blog.de"}


async def once(world: World) -> Summary:
    async with world.client() as client:
        base = "http://127.0.0.1:8390/news"
        return await replace(world.ingest(client), card=CARD, base=base, may_be_empty=True).once()


async def test_a_run_lands_feeds_and_pages_once_and_later_only_what_is_new(world: World) -> None:
    world.provider = build(Library({"news": made()}), world.clock)
    first = await once(world)
    assert not first.failures
    assert first.count(Outcome.CHANGED) == 3 + 7  # feeds of invented outlets, pages published by the end of February
    world.clock.move(world.clock.now() + timedelta(hours=1))
    assert (await once(world)).count(Outcome.CHANGED) == 0  # the feeds were built at another hour, which is no news
    world.clock.move(datetime(2020, 3, 6, tzinfo=UTC))
    third = await once(world)
    changed = {key for key, outcome in third.outcomes.items() if outcome is Outcome.CHANGED}
    assert changed == {
        "news/feeds/capital-football.example.xml",
        "news/articles/capital-football.example/2020-03-shaw-back.html",
    }


async def test_live_each_outlet_is_asked_at_its_own_address_and_an_invented_one_nowhere(world: World) -> None:
    asked: list[str] = []

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        return (200, {"content-type": "application/xml"}, feed(KYIV)) if path == "/rss2.ashx" else (404, {}, b"")

    world.provider = provider_of(answer)
    async with world.client() as client:
        ingest = replace(world.ingest(client), card=CARD, base=CARD.address)
        ingest.fetcher.policy = AddressPolicy(CARD.hosts, resolve=_somewhere_public)
        summary = await ingest.once()
    assert set(asked) - {"/robots.txt"} == {
        "/rss2.ashx",
        "/feed",
        "/germany/311510-podolski-zavershil-kareru-v-sbornojj.html",
    }
    assert summary.outcomes[feed_key("football.ua")] is Outcome.CHANGED
    assert summary.outcomes[feed_key("mersey-courier.example")] is Outcome.ABSENT


async def _somewhere_public(host: str) -> list[str]:
    return ["93.184.215.14"]
