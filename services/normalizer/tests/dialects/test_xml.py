"""Foreign XML cannot do more than be read, and what stands before a break is read."""

import subprocess
import sys

import pytest

from touchline.normalizer.dialects.dialect import UnreadableDocument
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.xml import MOST_BETWEEN, each_element, text_of

BOMB = b"".join(
    [
        b'<?xml version="1.0"?>\n<!DOCTYPE feed [<!ENTITY a0 "aaaaaaaaaa">',
        *(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)),
        b"]>\n<feed><event>&a11;</event></feed>",
    ]
)
FOREIGN = b'<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed><event>&x;</event></feed>'


def texts(content: bytes, reading: Reading | None = None) -> list[str]:
    return [element.text or "" for element in each_element(content, "feed", ("event",), reading or Reading())]


@pytest.mark.parametrize(
    "content", [BOMB, FOREIGN, b"<!doctype feed><feed><event/></feed>"], ids=["bomb", "file", "type"]
)
def test_a_document_with_types_or_entities_of_its_own_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="declares a type or entities"):
        texts(content)


def test_a_million_nested_tags_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="depth"):
        texts(b"<feed>" + b"<a>" * 1_000_000)


def test_what_nobody_wants_is_not_kept_without_end() -> None:
    with pytest.raises(UnreadableDocument, match=f"no event within {MOST_BETWEEN}"):
        texts(b"<feed>" + b"<a/>" * MOST_BETWEEN + b"</feed>")


def test_the_events_before_a_cut_are_read_and_the_rest_is_one_parked_row() -> None:
    reading = Reading()
    assert texts(b"<feed>\n<event>1</event>\n<event>2</event>\n<event>3", reading) == ["1", "2"]
    parsed = reading.parsed()
    assert (parsed.inputs, parsed.read, parsed.unaccounted) == (1, 0, 0)
    assert [(row.line, row.reason[:26]) for row in parsed.parked] == [(4, "the rest is no XML from li")]


def test_the_events_before_damage_in_the_middle_are_read() -> None:
    reading = Reading()
    assert texts(b"<feed><event>1</event><event>\x00</event><event>3</event></feed>", reading) == ["1"]
    assert len(reading.parsed().parked) == 1


def test_a_document_that_breaks_before_its_first_event_is_unreadable() -> None:
    with pytest.raises(UnreadableDocument, match="no XML from line 1"):
        texts(b"<feed><event>")


def test_a_document_of_something_else_is_unreadable() -> None:
    with pytest.raises(UnreadableDocument, match="expected a document of <feed>, got <html>"):
        texts(b"<html><event>1</event></html>")
    with pytest.raises(UnreadableDocument, match="expected a document of <feed>, got <html>"):
        texts(b"<html></html>")
    with pytest.raises(UnreadableDocument, match="empty"):
        texts(b" \n ")


def test_bare_ampersands_and_names_of_html_are_meant_as_they_stand() -> None:
    assert texts(b"<feed><event>Brighton & Hove</event><event>A&amp;B&nbsp;&#233;</event></feed>") == [
        "Brighton & Hove",
        "A&B&nbsp;é",
    ]


def test_bytes_that_are_no_utf_8_are_latin_1_whatever_is_declared() -> None:
    assert texts(b'<?xml version="1.0" encoding="UTF-8"?><feed><event>K\xf6ln</event></feed>') == ["Köln"]
    assert texts(b"\xef\xbb\xbf<feed><event>K\xc3\xb6ln</event></feed>") == ["Köln"]


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "zip", "nonsense"])
def test_a_charset_that_no_feed_needs_is_refused(charset: str) -> None:
    with pytest.raises(UnreadableDocument, match="charset"):
        texts(b'<?xml version="1.0" encoding="%s"?><feed><event>1</event></feed>' % charset.encode())


MEASURED = """
import resource, sys
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.xml import each_element
content = b"<feed>" + b"<event><name>x</name><a/><b/></event>" * int(sys.argv[1]) + b"</feed>"
list(map(len, each_element(content, "feed", ("event",), Reading())))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - 3 * len(content))
"""


def test_memory_stays_flat_over_many_events() -> None:
    def peak(events: int) -> int:
        """Bytes of a process of its own, since libxml2's are counted by nobody else; without the content itself."""
        run = subprocess.run([sys.executable, "-c", MEASURED, str(events)], capture_output=True, check=True, text=True)
        return int(run.stdout)

    assert peak(200_000) < peak(2_000) + 16 * 1024 * 1024


def test_an_element_shows_itself_for_a_parked_row() -> None:
    (shown,) = (
        text_of(one) for one in each_element(b"<feed><event a='1'>x</event>tail</feed>", "feed", ("event",), Reading())
    )
    assert shown == '<event a="1">x</event>'
