"""Football news: each outlet's feed, and the pages that its entries lead to.

An outlet is a line in `OUTLETS`. A page is asked for once; that a feed was built at another minute is no news.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import feedparser

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard

ID = "news"
MOST_FEED = 1024 * 1024  # bytes; feeds that we know have 2 to 200 KiB
MOST_LINKS = 100  # of one feed at a time, newest first; the usual feed has 20 to 50
MOST_SLUG = 120  # characters; with source and outlet a key stays below 190
NOWHERE = ""  # an outlet that we made lives in the sandbox only


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher: where its feed is, and whether that holds whole articles, so that no page is asked for."""

    feed: str = NOWHERE
    host: str = NOWHERE  # where its pages are
    full_text: bool = False


OUTLETS: Mapping[str, Outlet] = MappingProxyType(
    {
        "football.ua": Outlet("https://football.ua/rss2.ashx", "football.ua"),
        "hertha-blog.de": Outlet("https://www.hertha-blog.de/feed", "www.hertha-blog.de"),
        "mersey-courier.example": Outlet(host="www.mersey-courier.example"),
        "capital-football.example": Outlet(host="capital-football.example"),
        "pitchside.example": Outlet(full_text=True),
    }
)
# Times at which a feed was built and a page was rendered, in the markup that RSS, Atom and our outlets have.
TIMESTAMPS = (
    rb"<lastBuildDate>[^<]{0,80}</lastBuildDate>",
    rb"(?<=</id>)\s{0,40}<updated>[^<]{0,80}</updated>(?=\s{0,40}<entry>)",
    rb"<!-- (?:rendered|generated|cached)[^>]{0,200}-->",
)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|at_\w+|ref|source")
_UNFIT = re.compile(r"[^a-z0-9]+")
_PAGE_ENDINGS = (".html", ".htm", ".php", ".aspx")


def index(moment: datetime) -> list[PlannedDocument]:
    """The feeds."""
    return [
        PlannedDocument(feed_key(name), feed_key(name).removeprefix(f"{ID}/"), False, Kind.XML, elsewhere=outlet.feed)
        for name, outlet in OUTLETS.items()
    ]


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """The page of every entry of every feed whose entries are not articles themselves."""
    planned = {
        one.key: one
        for name, outlet in OUTLETS.items()
        if not outlet.full_text and feed_key(name) in pages
        for one in _articles(name, outlet, pages[feed_key(name)])
    }
    return list(planned.values())


def feed_key(outlet: str) -> str:
    """The key of an outlet's feed.

    >>> feed_key("football.ua"), feed_key("pitchside.example")
    ('news/feeds/football.ua.xml', 'news/full-text/pitchside.example.xml')
    """
    return f"{ID}/{'full-text' if OUTLETS[outlet].full_text else 'feeds'}/{outlet}.xml"


def links(feed: bytes) -> list[str]:
    """Where a feed's entries lead to, in its order; nowhere for what is no feed, which its dialect will say.

    >>> links(b'<rss version="2.0"><channel><item><link>https://a.example/1</link></item></channel></rss>')
    ['https://a.example/1']
    """
    if len(feed) > MOST_FEED or b"<!ENTITY" in feed.upper():
        return []
    try:
        # A stream, since feedparser would open a file or an address that bytes happen to spell.
        found = feedparser.parse(io.BytesIO(feed), resolve_relative_uris=False, sanitize_html=False)
    except (ValueError, LookupError, OverflowError, RecursionError, AssertionError, TypeError, AttributeError):
        return []
    entries = (entry.get("link") for entry in found.entries[:MOST_LINKS])
    return [link.strip() for link in entries if isinstance(link, str) and link.strip()]


def slug(address: str) -> str:
    """A page's name in its key: its path, and a hash of what a key cannot hold.

    >>> slug("https://football.ua/germany/311510-podolski.html"), slug("https://a.example/?p=7&utm_source=rss")
    ('germany-311510-podolski', 'index-1bdb3b9e')
    """
    parts = urlsplit(address)
    query = _query(parts)
    path = parts.path
    for ending in _PAGE_ENDINGS:
        path = path.removesuffix(ending)
    name = _UNFIT.sub("-", path.lower()).strip("-") or "index"
    if query or len(name) > MOST_SLUG or not re.fullmatch(r"[a-z0-9/_.-]*", path):
        name = f"{name[:MOST_SLUG].strip('-')}-{sha256(f'{path}?{query}'.encode()).hexdigest()[:8]}"
    return name


def _articles(name: str, outlet: Outlet, feed: bytes) -> list[PlannedDocument]:
    found = []
    for link in links(feed):
        address = _of_outlet(link, outlet)
        if address:
            path = f"articles/{name}/{slug(address)}.html"
            elsewhere = address if outlet.feed else NOWHERE
            found.append(PlannedDocument(f"{ID}/{path}", path, False, Kind.HTML, settled=True, elsewhere=elsewhere))
    return found


def _of_outlet(link: str, outlet: Outlet) -> str | None:
    """The address without tracking and fragment, by TLS, if it is one of the outlet's own pages."""
    try:
        parts = urlsplit(link)
        if parts.scheme not in ("http", "https") or parts.netloc.lower() != outlet.host:
            return None
        return parts._replace(scheme="https", query=_query(parts), fragment="").geturl()
    except ValueError:
        return None


def _query(parts: SplitResult) -> str:
    return urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)])


CARD = SourceCard(
    ID,
    plan,
    index,
    Schedule.MATCH_DAY,
    timestamps=TIMESTAMPS,
    hosts=frozenset(outlet.host for outlet in OUTLETS.values() if outlet.feed),
)
