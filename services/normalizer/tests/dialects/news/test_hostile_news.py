"""Pages and feeds that are made to break their reader are one parked row, soon and without touching the network."""

import socket
import time
from datetime import UTC, datetime

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.news.parser import DIALECT
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.identities.reviewed import reviewed

PAGE, FEED = "news/articles/mersey-courier.example/x.html", "news/feeds/mersey-courier.example.xml"
TEXT = b"<p>" + b"Everton have a long text about nothing much at all. " * 10 + b"</p>"
BOMB = (
    b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<rss><channel><title>&b;</title></channel></rss>"
)
LD_JSON = b'<script type="application/ld+json">'


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a dialect asked the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def read(content: bytes, key: str) -> Parsed:
    parsed = DIALECT.read(content, Document(key, False, datetime(2020, 7, 1, tzinfo=UTC)), reviewed())
    assert parsed.unaccounted == 0
    return parsed


@pytest.mark.parametrize(
    ("content", "key", "reason"),
    [
        (b"<html><body>" + b"<div>" * 1_000_000, PAGE, "bytes is none of an article"),
        (b"<html><body>" + b"<div>" * 300 + TEXT, PAGE, "levels deep"),
        (b"<html><body>" + b"<b>" * 100_000 + TEXT, PAGE, "levels deep"),
        (b"<html><body><article>" + b"<p>One.</p>" * 40_000, PAGE, "elements"),
        (b"<html>" + b" " * (50 * 1024 * 1024), PAGE, "bytes is none of an article"),
        (b"", PAGE, "not a page"),
        (b"\x00" * 1000, PAGE, "page"),
        (BOMB, FEED, "entities"),
        (b"<rss>" + b" " * (50 * 1024 * 1024), FEED, "no feed of news"),
        (b"", FEED, "neither RSS nor Atom"),
        (b"http://127.0.0.1:1/feed", FEED, "neither RSS nor Atom"),
        (b"/etc/passwd", FEED, "neither RSS nor Atom"),
        (b'<rss version="2.0"><channel><item>&#99999999999999999999;</itm>', FEED, "cannot be read"),
        (b'<?xml version="1.0" encoding="zip"?><rss version="2.0"><channel/></rss>', FEED, ""),
    ],
)
def test_what_is_made_to_break_its_reader_is_one_parked_row(content: bytes, key: str, reason: str) -> None:
    begun = time.perf_counter()
    parsed = read(content, key)
    assert time.perf_counter() - begun < 30
    if reason:
        assert (parsed.inputs, len(parsed.parked)) == (1, 1)
        assert reason in parsed.parked[0].reason


def test_a_trap_beside_an_article_leaves_the_article() -> None:
    head = b"<html><head><title>A title</title>" + LD_JSON + b"[" * 100_000 + b"</script></head><body><article>"
    assert read(head + TEXT + b"</article></body></html>", PAGE).read == 1


@pytest.mark.parametrize("charset", ["utf-9000", "zip", "utf-16", "rot13", "../x"])
def test_a_charset_that_is_none_or_does_not_fit_gives_way_to_utf_8(charset: str) -> None:
    head = f"<html><head><meta charset='{charset}'><title>A title</title></head><body><article>".encode()
    assert read(head + TEXT + "<p>Müller</p></article>".encode(), PAGE).rows[0].text.endswith("Müller")  # type: ignore[union-attr]  # an article


def test_a_sentence_without_end_takes_time_in_proportion() -> None:
    text = b"<p>" + b"Danny Okafor and knieknieknieknie injury but while, and " * 30_000 + b"</p>"
    begun = time.perf_counter()
    read(b"<html><head><title>A title</title></head><body><article>" + text + b"</article></body></html>", PAGE)
    assert time.perf_counter() - begun < 30
