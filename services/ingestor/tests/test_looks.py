"""A document is landed only if it looks like what its card promised; real documents always do."""

import os
from pathlib import Path

import pytest

from touchline.ingestor.errors import Reason
from touchline.ingestor.looks import Flaw, Promise, flaw
from touchline.ingestor.nesting import DEEPEST_HTML, DEEPEST_XML, too_deep
from touchline.ingestor.significance import significant
from touchline.ingestor.sources.card import Kind

RECORDED = os.environ.get("TOUCHLINE_RECORDED")
TABLE = b"Div,Date,HomeTeam,AwayTeam\r\nE0,29/02/2020,Northtown,Southport\r\n"
PAGE = b"<!DOCTYPE html>\n<html lang='en'><head><title>Odds</title></head><body><table></table></body></html>"
LOGIN = b"<html><head><title>Log in to Odds</title></head><body><input name=p type=password></body></html>"


def reason(content: bytes, kind: Kind, content_type: str | None = None, *marks: bytes) -> Reason | None:
    found = flaw(content, content_type, Promise(kind, marks))
    return found.reason if found else None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (TABLE, Kind.CSV),
        (b"\xef\xbb\xbf" + TABLE, Kind.CSV),
        (TABLE + "E0,01/03/2020,Málaga,Southport\r\n".encode("latin-1"), Kind.CSV),
        (b"id;name\n", Kind.CSV),
        (b' {"matches": []}\n', Kind.JSON),
        (b"\xef\xbb\xbf[]", Kind.JSON),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<!-- feed -->\n<odds><bet/></odds>', Kind.XML),
        (b"<rss><channel><item><![CDATA[" + b"<p><br>" * 1_000 + b"]]></item></channel></rss>", Kind.XML),
        (PAGE, Kind.HTML),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html></html>', Kind.HTML),
        (b"<table><tr><td>a part of a page</table>", Kind.HTML),
        (b"<html><body>" + b"<p>A<li>B<br>" * 3_000 + b"</html>", Kind.HTML),
    ],
)
def test_what_was_promised_is_taken(content: bytes, kind: Kind) -> None:
    assert flaw(content, None, Promise(kind)) is None


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        (b"", Kind.CSV, Reason.EMPTY),
        (b"\xef\xbb\xbf \r\n", Kind.JSON, Reason.EMPTY),
        (b" " * 100_000 + TABLE, Kind.CSV, Reason.EMPTY),
        (PAGE, Kind.CSV, Reason.KIND),
        (PAGE, Kind.JSON, Reason.KIND),
        (PAGE, Kind.XML, Reason.KIND),
        (LOGIN, Kind.CSV, Reason.LOGIN),
        (LOGIN, Kind.HTML, Reason.LOGIN),
        (b'{"error": "no such key"}', Kind.CSV, Reason.KIND),
        (b"Service unavailable", Kind.CSV, Reason.KIND),
        (b'"The game is being updated."', Kind.JSON, Reason.KIND),
        (b'{"matches": [{"round": 1', Kind.JSON, Reason.KIND),
        (b'<?xml version="1.0"?><rss></rss>', Kind.HTML, Reason.KIND),
        (TABLE.decode().encode("utf-16"), Kind.CSV, Reason.CHARSET),
        (b'<?xml version="1.0" encoding="klingon"?><odds/>', Kind.XML, Reason.CHARSET),
        (b'<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "b">]><odds>&a;</odds>', Kind.XML, Reason.ENTITIES),
        (b"<!doctype html><html>" + b"<b>" * (DEEPEST_HTML + 1), Kind.HTML, Reason.NESTING),
        (b"<odds>" + b"<a>" * DEEPEST_XML, Kind.XML, Reason.NESTING),
    ],
)
def test_what_was_not_promised_is_named(content: bytes, kind: Kind, expected: Reason) -> None:
    assert reason(content, kind) is expected


def test_a_page_that_lacks_what_each_version_holds_is_refused() -> None:
    assert reason(PAGE, Kind.HTML, None, b"<table") is None
    assert reason(PAGE, Kind.HTML, None, b"id='schedule'") is Reason.KIND
    member_area = PAGE.replace(b"<table></table>", b"<input type='password'>")
    assert reason(member_area, Kind.HTML) is None  # real pages hold login forms too
    assert reason(member_area, Kind.HTML, None, b"<table") is Reason.LOGIN


def test_a_charset_in_the_header_must_exist_and_a_wrong_one_is_left_to_the_dialect() -> None:
    latin = TABLE + "Málaga,".encode("latin-1")
    assert reason(latin, Kind.CSV, "text/csv; charset=utf-8") is None
    assert reason(latin, Kind.CSV, 'text/csv; charset="x-none"') is Reason.CHARSET
    assert reason(latin, Kind.CSV, "text/csv; charset=") is None


def test_without_a_promise_only_an_empty_document_is_refused() -> None:
    assert flaw(b"\0", None, None) is None
    assert flaw(b"\n", None, None) == Flaw(Reason.EMPTY, "is empty")


def test_closing_tags_that_match_nothing_do_not_hide_depth() -> None:
    assert too_deep(b"<a></b>" * (DEEPEST_HTML + 1), html=True)
    assert not too_deep(b"<a></a>" * (DEEPEST_HTML + 1), html=True)
    assert too_deep(b"<!-- <x> -->" + b"<a>" * (DEEPEST_XML + 1), html=False)
    assert not too_deep(b"<!-- " + b"<a>" * (DEEPEST_XML + 1), html=False)


def test_a_page_that_differs_only_in_a_timestamp_is_no_news() -> None:
    patterns = (rb"<PinnacleFeedTime>\d+</PinnacleFeedTime>",)
    first, second = (b"<feed><PinnacleFeedTime>%d</PinnacleFeedTime><bet/></feed>" % moment for moment in (1, 22))
    assert significant(first, patterns) == significant(second, patterns) == b"<feed><bet/></feed>"
    assert significant(first, patterns) != significant(second.replace(b"<bet/>", b""), patterns)


@pytest.mark.recorded
@pytest.mark.skipif(not RECORDED, reason="TOUCHLINE_RECORDED names no folder")
@pytest.mark.parametrize("kind", Kind)
def test_every_recorded_document_looks_as_promised(kind: Kind) -> None:
    documents = sorted(Path(str(RECORDED)).rglob(f"*.{kind.value}"))
    assert documents
    found = {path: flaw(path.read_bytes(), None, Promise(kind)) for path in documents}
    assert {str(path): one for path, one in found.items() if one} == {}
