"""Football news: recorded pages of real outlets and pages of invented ones, each from the moment it was published on.

The invented ones travel with this package, in `made/news`. Every outlet has a feed of what it has published so far; the
feeds of real outlets are made too, since none was recorded.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from zoneinfo import ZoneInfo

from touchline.sandbox.providers.provider import HTML, REAL, SIMULATED, XML, Served

SOURCE = "news"
MADE = files("touchline.sandbox") / "made" / "news"
FOLDER = "html"
LONDON = ZoneInfo("Europe/London")
MOST_ENTRIES = 20  # of a feed, as feeds usually have

_ENTRY = re.compile(rb"[ \t]*<(item|entry)>.*?</\1>\n?", re.DOTALL)
_ENTRY_TIME = re.compile(rb"<(?:pubDate|published)>([^<]+)</")
_BUILT = re.compile(rb"<lastBuildDate>[^<]*</lastBuildDate>")
_PAGE_TIMES = (
    re.compile(rb'article:published_time" content="([^"]+)"'),
    re.compile(rb'"datePublished":"([^"]+)"'),
    re.compile(rb'<time pubdate datetime="([^"]+)"'),
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded page: where its outlet had it, and when it came out, as the page itself says."""

    file: str
    path: str
    address: str
    title: str
    published: datetime

    @property
    def outlet(self) -> str:
        """Its outlet's domain."""
        return self.path.split("/")[1]


PAGES = (
    Recorded(
        "news_football.ua_podolski.html",
        "articles/football.ua/germany-311510-podolski-zavershil-kareru-v-sbornojj.html",
        "https://football.ua/germany/311510-podolski-zavershil-kareru-v-sbornojj.html",
        "Подольски завершил карьеру в сборной",
        datetime(2016, 8, 15, 10, 43, tzinfo=UTC),  # 13:43 in Kyiv
    ),
    Recorded(
        "news_hertha-blog.de.dame.html",
        "articles/hertha-blog.de/der-lange-und-die-alte-dame.html",
        "http://www.hertha-blog.de/der-lange-und-die-alte-dame.html",
        "Der Lange und die alte Dame",
        datetime(2017, 7, 23, 17, 6, 45, tzinfo=UTC),
    ),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page and when it came out."""

    content: bytes
    published: datetime
    provenance: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, cut into its entries, the newest first."""

    head: bytes
    entries: tuple[tuple[datetime, bytes], ...]
    tail: bytes

    def as_of(self, moment: datetime) -> bytes | None:
        """What it held at a moment; None before its first entry. It says when it was built, as feeds do."""
        shown = [entry for published, entry in self.entries if published <= moment][:MOST_ENTRIES]
        built = f"<lastBuildDate>{format_datetime(moment.astimezone(UTC), usegmt=True)}</lastBuildDate>".encode()
        return b"".join((_BUILT.sub(built, self.head), *shown, self.tail)) if shown else None


@dataclass(frozen=True)
class News:
    """Pages and feeds by path."""

    pages: Mapping[str, Page]
    feeds: Mapping[str, Feed]

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """A page that has come out, or a feed of those that have."""
        page = self.pages.get(path)
        if page:
            return Served(page.content, HTML_OF_ANY_CHARSET, page.provenance) if page.published <= moment else None
        content = self.feeds[path].as_of(moment) if path in self.feeds else None
        return Served(content, XML, SIMULATED) if content else None


HTML_OF_ANY_CHARSET = HTML.split(";")[0]  # each page names its own


def recorded(folder: Path) -> News:
    """What we made, and the recorded pages that are in the folder."""
    found = [page for page in PAGES if (folder / FOLDER / page.file).is_file()]
    pages = {page.path: Page((folder / FOLDER / page.file).read_bytes(), page.published, REAL) for page in found}
    feeds = {f"feeds/{page.outlet}.xml": feed_of(_listing(page)) for page in found}
    own = made()
    return News({**own.pages, **pages}, {**own.feeds, **feeds})


def made() -> News:
    """The invented outlets."""
    documents = dict(_documents(MADE))
    pages = {path: content for path, content in documents.items() if path.startswith("articles/")}
    return News(
        {path: Page(content, page_published(content), SIMULATED) for path, content in pages.items()},
        {path: feed_of(content) for path, content in documents.items() if path not in pages},
    )


def feed_of(content: bytes) -> Feed:
    """A feed from its bytes."""
    found = list(_ENTRY.finditer(content))
    entries = sorted(((_entry_published(one[0]), one[0]) for one in found), key=lambda entry: entry[0], reverse=True)
    return Feed(content[: found[0].start()], tuple(entries), content[found[-1].end() :])


def page_published(content: bytes) -> datetime:
    """When a page says that it came out: UK time where it names no zone, the end of the day where it names no time.

    >>> page_published(b'<time pubdate datetime="2020-01-17">').isoformat()
    '2020-01-18T00:00:00+00:00'
    """
    text = next(found[1] for pattern in _PAGE_TIMES if (found := pattern.search(content))).decode()
    if len(text) == len("2020-01-17"):
        return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(tzinfo=UTC))
    return _in_utc(datetime.fromisoformat(text))


def _entry_published(entry: bytes) -> datetime:
    found = _ENTRY_TIME.search(entry)
    text = found[1].decode() if found else ""
    return _in_utc(parsedate_to_datetime(text) if "," in text else datetime.fromisoformat(text))


def _in_utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


def _documents(folder: Traversable, path: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _documents(entry, f"{path}{entry.name}/")
        else:
            yield f"{path}{entry.name}", entry.read_bytes()


def _listing(page: Recorded) -> bytes:
    """The feed of an outlet of which one page was recorded."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
  <channel>
    <title>{page.outlet}</title>
    <link>https://{page.outlet}/</link>
    <description>Made for the recorded page.</description>
    <lastBuildDate></lastBuildDate>
    <item>
      <title>{escape(page.title)}</title>
      <link>{escape(page.address)}</link>
      <pubDate>{format_datetime(page.published)}</pubDate>
    </item>
  </channel>
</rss>
""".encode()
