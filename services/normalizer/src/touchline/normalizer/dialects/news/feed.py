"""RSS and Atom by feedparser, which forgives much: its loose parser takes over where a feed is not well-formed."""

import io
import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

import feedparser

from touchline.normalizer.dialects.dialect import UnreadableDocument
from touchline.normalizer.dialects.news import specification
from touchline.normalizer.dialects.news.dates import Published, exactly

# A DTD is of no use to a feed, and its entities can unpack without end.
_DECLARES = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>\[]{0,500}\[)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry, as the feed has it; `content` is HTML, empty where the feed only leads to a page."""

    number: int  # from 1
    title: str
    link: str
    author: str | None
    content: str
    published: Published | None


def read_feed(content: bytes) -> list[Item]:
    """The entries of a feed, in its order.

    Raises:
        UnreadableDocument: no feed, or one that is made to break its reader.
    """
    if len(content) > specification.MOST_FEED:
        raise UnreadableDocument(f"a feed of {len(content)} bytes is no feed of news")
    if _DECLARES.search(content):
        raise UnreadableDocument("the feed declares entities, which no feed needs and which can unpack without end")
    try:
        # A stream, since feedparser would open a file or an address that bytes happen to spell.
        found = feedparser.parse(io.BytesIO(content), resolve_relative_uris=False, sanitize_html=False)
    except (ValueError, LookupError, OverflowError, RecursionError, AssertionError, TypeError, AttributeError) as error:
        raise UnreadableDocument(f"the feed cannot be read: {type(error).__name__}: {error}") from None
    if not found.get("version") and not found.entries:
        raise UnreadableDocument("neither RSS nor Atom")
    return [_item(number, entry) for number, entry in enumerate(found.entries, start=1)]


def page_of(item: Item) -> bytes:
    """An entry's content as the page that it would be.

    >>> page_of(Item(1, "A & B", "https://a.example/1", None, "<p>Text</p>", None))[:33]
    b'<html><head><title>A &amp; B</tit'
    """
    title = escape(item.title)
    body = f"<article><h1>{title}</h1>{item.content}</article>"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode("utf-8", "replace")


def _item(number: int, entry: feedparser.FeedParserDict) -> Item:
    contents = [part.get("value") or "" for part in entry.get("content") or () if isinstance(part, dict)]
    return Item(
        number,
        " ".join(_text(entry.get("title")).split()),
        _text(entry.get("link")).strip(),
        " ".join(_text(entry.get("author")).split()) or None,
        max(contents, key=len, default=""),
        _published(entry),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _published(entry: feedparser.FeedParserDict) -> Published | None:
    # `in` first, since feedparser gives one for the other where it is missing.
    said = next((entry[name] for name in ("published_parsed", "updated_parsed") if name in entry), None)
    try:
        return exactly(datetime.fromtimestamp(timegm(said), UTC)) if said else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
