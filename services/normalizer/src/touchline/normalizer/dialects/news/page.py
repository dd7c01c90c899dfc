"""From the bytes of a page to an article: title and text by trafilatura, the rest as the page declares it.

A. Barbaresi, Trafilatura: a web scraping library and command-line tool for text discovery and extraction, ACL 2021.
Nothing is fetched, and nothing depends on today. What trafilatura is given is a tree of bounded size and depth, since
it walks trees by recursion and copies them.
"""

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from touchline.normalizer.dialects.dialect import UnreadableDocument
from touchline.normalizer.dialects.news import specification
from touchline.normalizer.dialects.news.addresses import belongs_to, cleaned
from touchline.normalizer.dialects.news.dates import Published, in_words, moment
from touchline.normalizer.dialects.news.specification import Outlet

MOST_AUTHOR = 60  # characters; a longer one is a sentence about him
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself; `address` is None where it claims none of its own outlet's."""

    title: str
    text: str
    address: str | None
    author: str | None
    published: Published | None


def read_page(content: bytes, outlet_name: str, fetched_at: datetime) -> Page:
    """The article on a page.

    Raises:
        UnreadableDocument: no page of an article, or one that is made to break its reader.
    """
    tree = tree_of(content)
    outlet = specification.OUTLETS.get(outlet_name, specification.ANY_OUTLET)
    data = _linked_data(tree)  # before the extraction, which takes scripts away
    address, published, author = _address(tree, outlet_name), _published(tree, data, outlet), _author(tree, data)
    extracted = extract(tree, fetched_at)
    if published is None and extracted.date:
        published = moment(extracted.date, outlet.zone)
    return Page(extracted.title, extracted.text, address, author, published)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What trafilatura finds."""

    title: str
    text: str
    date: str | None


def extract(tree: HtmlElement, fetched_at: datetime) -> Extracted:
    """Title, text and day.

    Raises:
        UnreadableDocument: no article is there.
    """
    dates = {"original_date": True, "extensive_search": False, "max_date": fetched_at.strftime("%Y-%m-%d")}
    try:
        found = trafilatura.bare_extraction(
            tree, include_comments=False, with_metadata=True, date_extraction_params=dates
        )
    except (RecursionError, etree.LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise UnreadableDocument(f"the page cannot be taken apart: {type(error).__name__}: {error}") from None
    if found is None or isinstance(found, dict):
        raise UnreadableDocument("the page holds no article")
    title = " ".join((found.title or "").split())
    text = plain(found.text or "").removeprefix(f"{title}\n")  # of a short article it takes the headline too
    if not title:
        raise UnreadableDocument("the page's article has no title")
    if len(text) < specification.LEAST_TEXT:
        raise UnreadableDocument(
            f"the page's text has {len(text)} characters, an article has {specification.LEAST_TEXT}"
        )
    return Extracted(title, text[: specification.MOST_TEXT], found.date)


def plain(text: str) -> str:
    """Paragraphs as lines, blanks collapsed.

    >>> plain("One  two.\\n\\n Three. ")
    'One two.\\nThree.'
    """
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def tree_of(content: bytes) -> HtmlElement:
    """A page as a tree of bounded size and depth.

    Raises:
        UnreadableDocument: it is none.
    """
    if len(content) > specification.MOST_PAGE:
        raise UnreadableDocument(f"a page of {len(content)} bytes is none of an article")
    parser = HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        tree = document_fromstring(text_of(content).encode(), parser=parser)
    except etree.LxmlError as error:
        raise UnreadableDocument(f"not a page: {error}") from None
    _refuse_traps(tree)
    return tree


def text_of(content: bytes) -> str:
    """A page's characters, in the charset it declares where that is one and fits, else UTF-8."""
    if content.startswith(codecs.BOM_UTF8):
        content = content.removeprefix(codecs.BOM_UTF8)
    declared = _CHARSET.search(content[:4096])
    name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    if name.startswith("utf"):  # what says so in ASCII is not UTF-16 (HTML Standard, 13.2.3.3)
        name = "utf-8"
    try:
        text = content.decode(name)
    except (LookupError, ValueError):  # no such charset, none of text, or not in it
        text = content.decode("utf-8", "replace")
    return _CONTROLS.sub("", text)


def _refuse_traps(tree: HtmlElement) -> None:
    elements = depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            elements, depth = elements + 1, depth + 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    if deepest > specification.MOST_DEPTH:
        raise UnreadableDocument(f"the page is nested more than {specification.MOST_DEPTH} levels deep")
    if elements > specification.MOST_ELEMENTS:
        raise UnreadableDocument(f"the page has {elements} elements, of {specification.MOST_ELEMENTS} allowed")


def _found(tree: HtmlElement, paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        yield from (str(found) for found in tree.xpath(path))


def _address(tree: HtmlElement, outlet_name: str) -> str | None:
    said = (cleaned(address) for address in _found(tree, specification.ADDRESSES))
    return next((address for address in said if address and belongs_to(address, outlet_name)), None)


def _published(tree: HtmlElement, data: Sequence[dict[str, object]], outlet: Outlet) -> Published | None:
    linked = (value for one in data if isinstance(value := one.get("datePublished"), str))
    said = [moment(text, outlet.zone) for text in (*linked, *_found(tree, specification.PUBLISHED))]
    if outlet.written_day:
        said += [in_words(text, outlet.zone) for text in _found(tree, (outlet.written_day,))]
    return next((published for published in said if published), None)


def _author(tree: HtmlElement, data: Sequence[dict[str, object]]) -> str | None:
    names = (name for one in data for name in _names_in(one.get("author")))
    said = (" ".join(name.split()) for name in (*names, *_found(tree, specification.AUTHORS)))
    return next((name for name in said if 0 < len(name) <= MOST_AUTHOR and "://" not in name), None)


def _names_in(author: object) -> Iterator[str]:
    """The names in an author of schema.org: a text, a person, or a list of them."""
    for one in author if isinstance(author, list) else [author]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str):
            yield name


def _linked_data(tree: HtmlElement) -> list[dict[str, object]]:
    """The articles that the page describes in JSON-LD."""
    described: list[object] = []
    for text in _found(tree, (specification.LINKED_DATA,)):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        graph = found.get("@graph") if isinstance(found, dict) else None
        for part in (found, graph):
            described += part if isinstance(part, list) else [part]
    return [one for one in described if isinstance(one, dict) and _is_article(one.get("@type"))]


def _is_article(kind: object) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and one in specification.ARTICLE_TYPES for one in kinds)
