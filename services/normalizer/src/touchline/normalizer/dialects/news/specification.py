"""What publishers call things: where their documents stand, where a page keeps its author and its time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from touchline.normalizer.dialects.rows import Scope
from touchline.schemas.records import IdentityKind

SOURCE = "news"
NOWHERE = "WORLD"  # the pool of what names no club
PLAYERS_POOL = "ENG"
PLAYERS = Scope(IdentityKind.PLAYER, f"name:{PLAYERS_POOL}")  # "first last", as the Premier League's own game has them

# An outlet is named by its domain; `full-text` feeds hold whole articles, `feeds` only lead to pages.
_OUTLET = r"(?P<outlet>[a-z0-9-]+(?:\.[a-z0-9-]+)+)"
FEED_DOCUMENT = re.compile(rf"feeds/{_OUTLET}\.xml")
FULL_TEXT_DOCUMENT = re.compile(rf"full-text/{_OUTLET}\.xml")
ARTICLE_DOCUMENT = re.compile(rf"articles/{_OUTLET}/(?P<slug>[\w.-]+)\.html")

MOST_PAGE = 4 * 1024 * 1024  # bytes; pages that we know have 20 to 200 KiB
MOST_FEED = 1024 * 1024
MOST_DEPTH = 250  # levels; libxml2 ends an HTML document silently at 256, pages that we know have 15
MOST_ELEMENTS = 30_000  # pages that we know have 500 to 1,200
MOST_TEXT = 100_000  # characters of an article; the rest is cut off
LEAST_TEXT = 120  # characters; less is a picture's caption or a notice about cookies
LEAST_FOR_LANGUAGE = 60  # characters; below that a guess of the language is worth little
MOST_SENTENCE = 600  # characters; a longer one is a list that lost its marks
FIRST_YEAR = 1990  # the web's first; anything earlier is a default of a program


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is particular to a publisher: the zone of times that name none, and where it writes a day in words."""

    zone: ZoneInfo
    written_day: str | None = None  # XPath


OUTLETS: Mapping[str, Outlet] = MappingProxyType(
    {
        "football.ua": Outlet(ZoneInfo("Europe/Kyiv"), "//article/p[@class='date']/text()"),
        "hertha-blog.de": Outlet(ZoneInfo("Europe/Berlin")),
        "mersey-courier.example": Outlet(ZoneInfo("Europe/London")),
        "capital-football.example": Outlet(ZoneInfo("Europe/London")),
        "pitchside.example": Outlet(ZoneInfo("Europe/London")),
    }
)
ANY_OUTLET = Outlet(ZoneInfo("UTC"))

# Where pages say who they are, best first (Open Graph, schema.org microdata, hCard, hAtom, HTML).
ADDRESSES = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//abbr[contains(concat(' ', @class, ' '), ' published ')]/@title",
    "//article//time/@datetime",
    "//time[@pubdate]/@datetime",
)
AUTHORS = (
    "//meta[@name='author']/@content",
    "//meta[@property='article:author']/@content",
    "//*[@itemprop='author']//*[@itemprop='name']//text()",
    "//*[contains(concat(' ', @class, ' '), ' vcard ')]//*[contains(concat(' ', @class, ' '), ' fn ')]//text()",
    "//a[@rel='author']//text()",
)
LINKED_DATA = "//script[@type='application/ld+json']/text()"
ARTICLE_TYPES = frozenset({"Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting"})

RUSSIAN_MONTHS: Mapping[str, int] = MappingProxyType(
    {
        "января": 1,
        "февраля": 2,
        "марта": 3,
        "апреля": 4,
        "мая": 5,
        "июня": 6,
        "июля": 7,
        "августа": 8,
        "сентября": 9,
        "октября": 10,
        "ноября": 11,
        "декабря": 12,
    }
)
WRITTEN_DAY = re.compile(r"(?P<day>\d{1,2}) (?P<month>[а-я]+) (?P<year>\d{4}), (?P<hour>\d{1,2}):(?P<minute>\d{2})")
TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|at_\w+|ref|source)$")  # parameters that name the reader, not the page
