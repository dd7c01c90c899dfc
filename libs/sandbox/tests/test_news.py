"""News appears when it is published: pages, and the feeds that list them."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from touchline.sandbox.providers.news import MADE, News, made, recorded

SAMPLES = Path(__file__).parents[3] / "tests" / "samples" / "news"
OKAFOR = "articles/mersey-courier.example/football-okafor-out-for-six-weeks.html"
FEED = "feeds/mersey-courier.example.xml"
START = datetime(2020, 2, 28, 18, tzinfo=UTC)
LATE = datetime(2021, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def news() -> News:
    return made()


def content(news: News, path: str, moment: datetime) -> bytes | None:
    served = news.answer(path, moment, {})
    return served.content if served else None


def test_the_samples_are_what_the_sandbox_serves(news: News) -> None:
    own = {file.relative_to(str(MADE)).as_posix(): file.read_bytes() for file in Path(str(MADE)).rglob("*.*ml")}
    assert own == {path: (SAMPLES / path).read_bytes() for path in own}
    assert own.keys() == news.pages.keys() | news.feeds.keys()
    assert len(news.pages) == 8


def test_a_page_appears_when_it_is_published(news: News) -> None:
    published = datetime(2020, 2, 27, 10, 42, tzinfo=UTC)
    assert content(news, OKAFOR, published - timedelta(seconds=1)) is None
    served = news.answer(OKAFOR, published, {})
    assert served is not None
    assert (served.content, served.provenance) == ((SAMPLES / OKAFOR).read_bytes(), "simulated")


def test_a_time_without_a_zone_is_british_summer_time_where_it_is_summer(news: News) -> None:
    page = news.pages["articles/capital-football.example/2020-03-shaw-back.html"]
    assert page.published == datetime(2020, 3, 5, 9, tzinfo=UTC)
    assert news.pages["articles/mersey-courier.example/football-a-morning-at-the-library.html"].published.hour == 6


def test_a_feed_lists_what_has_been_published_newest_first_and_nothing_else(news: News) -> None:
    shown = content(news, FEED, START) or b""
    assert shown.count(b"<item>") == 4
    assert shown.index(b"Okafor") < shown.index(b"Quill") < shown.index(b"library") < shown.index(b"Lindqvist")
    before = content(news, FEED, datetime(2019, 12, 1, tzinfo=UTC)) or b""
    assert before.count(b"<item>") == 2
    assert b"Okafor" not in before


def test_no_feed_ever_lists_an_entry_before_its_time(news: News) -> None:
    for feed in news.feeds.values():
        for published, entry in feed.entries:
            assert entry not in (feed.as_of(published - timedelta(seconds=1)) or b"")
            assert entry in (feed.as_of(published) or b"")


def test_a_feed_says_when_it_was_built(news: News) -> None:
    assert b"<lastBuildDate>Fri, 28 Feb 2020 18:00:00 GMT</lastBuildDate>" in (content(news, FEED, START) or b"")


def test_an_outlet_that_has_published_nothing_has_no_feed_yet(news: News) -> None:
    assert content(news, FEED, datetime(2019, 9, 1, tzinfo=UTC)) is None


def test_every_page_that_a_feed_lists_is_served_within_a_day(news: News) -> None:
    published = {page.published.date() for page in news.pages.values()}
    entries = [at for path, feed in news.feeds.items() if path.startswith("feeds/") for at, _ in feed.entries]
    assert len(entries) == len(news.pages)
    assert all({at.date(), at.date() + timedelta(days=1)} & published for at in entries)


def test_what_is_not_there_is_not_found(news: News) -> None:
    for path in ("feeds/nobody.example.xml", "articles/x.html", "../news.py", ""):
        assert news.answer(path, LATE, {}) is None


def test_without_recorded_pages_the_invented_ones_are_served(tmp_path: Path, news: News) -> None:
    assert recorded(tmp_path) == news


@pytest.mark.recorded
@pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set")
def test_recorded_pages_are_served_byte_for_byte_from_their_own_dates() -> None:
    found = recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    path = "articles/football.ua/germany-311510-podolski-zavershil-kareru-v-sbornojj.html"
    assert found.answer(path, datetime(2016, 8, 15, 10, 42, tzinfo=UTC), {}) is None
    served = found.answer(path, START, {})
    assert served is not None
    file = Path(os.environ["TOUCHLINE_RECORDED"]) / "html" / "news_football.ua_podolski.html"
    assert (served.content, served.provenance) == (file.read_bytes(), "real")
    feed = found.answer("feeds/hertha-blog.de.xml", START, {})
    assert feed is not None
    assert (b"der-lange-und-die-alte-dame.html" in feed.content, feed.provenance) == (True, "simulated")
    assert found.answer("feeds/hertha-blog.de.xml", datetime(2017, 7, 23, tzinfo=UTC), {}) is None
