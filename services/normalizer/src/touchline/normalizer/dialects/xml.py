"""XML feeds from foreign hands, element by element: no document types, no entities, no network, no memory to burst.

libxml2 itself refuses more than 256 levels of nesting and text nodes beyond 10 MB.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from lxml import etree

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dialect import MOST_TEXT, UnreadableDocument
from touchline.normalizer.dialects.reading import Reading

Element: TypeAlias = etree._Element

PIECE = 64 * 1024
MOST_BETWEEN = 1024 * 1024  # characters without a wanted element: what is not wanted is kept until the next one
CHARSETS = frozenset({"utf-8", "us-ascii", "iso-8859-1", "windows-1252"})

_DECLARATION = re.compile(rb"\s*<\?xml\s[^>]{0,200}\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']{1,40})[\"']")
_STRAY_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_DOCUMENT_TYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class BrokenXml(UnreadableCell):
    """The document is no XML from a line on; what stood before it was read."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(None, reason)
        self.line = line


def each_element(content: bytes, root: str, tags: Sequence[str], reading: Reading) -> Iterator[Element]:
    """The elements of these tags, each good until the next is asked for; what follows a break is one parked row.

    Raises:
        UnreadableDocument: not such a document, or broken before its first element.
    """
    try:
        yield from _elements(_text(content), root, tags)
    except BrokenXml as broken:
        with reading.row(broken.line, ""):
            raise


def text_of(element: Element) -> str:
    """An element as it stands, for a parked row."""
    return str(etree.tostring(element, encoding="unicode", with_tail=False))[:MOST_TEXT]


def _elements(text: str, root: str, tags: Sequence[str]) -> Iterator[Element]:
    parser = etree.XMLPullParser(
        ("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    last, found = 0, False  # where the latest element was found
    for at in range(0, len(text), PIECE):
        broken = _fed(parser, text[at : at + PIECE])
        for _, element in parser.read_events():
            _check_root(element.getroottree().getroot(), root)
            last, found = at, True
            yield element
            _forget(element)
        if broken:
            raise broken if found else UnreadableDocument(broken.reason)
        if at - last > MOST_BETWEEN:
            raise UnreadableDocument(f"no {' or '.join(tags)} within {MOST_BETWEEN} characters")
    _check_end(parser, root, found)


def _fed(parser: etree.XMLPullParser, piece: str) -> BrokenXml | None:
    try:
        parser.feed(piece.encode())
    except etree.XMLSyntaxError as error:
        return _broken(error)
    return None


def _check_end(parser: etree.XMLPullParser, root: str, found: bool) -> None:
    try:
        _check_root(parser.close(), root)
    except etree.XMLSyntaxError as error:
        broken = _broken(error)
        raise broken if found else UnreadableDocument(broken.reason) from None


def _broken(error: etree.XMLSyntaxError) -> BrokenXml:
    line, column = error.position
    return BrokenXml(max(line, 1), f"the rest is no XML from line {line}, column {column}: {error.msg}")


def _check_root(found: Element, root: str) -> None:
    if found.tag != root:
        raise UnreadableDocument(f"expected a document of <{root}>, got <{found.tag}>")


def _forget(element: Element) -> None:
    """Keep no element longer than it is needed, nor those beside it that nobody wants."""
    parent = element.getparent()
    element.clear()
    while parent is not None and parent[0] is not element:
        del parent[0]


def _text(content: bytes) -> str:
    """Decoded, so that libxml2 need not believe a declaration, and with bare ampersands as they were meant.

    Raises:
        UnreadableDocument: empty, in a charset that no feed needs, or with a document type or entities of its own.
    """
    declaration = _DECLARATION.match(content.removeprefix(b"\xef\xbb\xbf"))
    encoding = _ENCODING.search(declaration[0]) if declaration else None
    charset = encoding[1].decode("latin-1").lower() if encoding else "utf-8"
    if charset not in CHARSETS:
        raise UnreadableDocument(f"the charset {charset!r} is none that a feed needs")
    text = _decoded(content.removeprefix(b"\xef\xbb\xbf")[declaration.end() if declaration else 0 :], charset)
    if not text.strip():
        raise UnreadableDocument("the document is empty")
    if _DOCUMENT_TYPE.search(text):
        raise UnreadableDocument("the document declares a type or entities of its own, which no feed needs")
    return "\n" * (declaration[0].count(b"\n") if declaration else 0) + _STRAY_AMPERSAND.sub("&amp;", text)


def _decoded(content: bytes, charset: str) -> str:
    """As declared where that holds, else latin-1, in which every byte means something."""
    try:
        return content.decode(charset)
    except UnicodeDecodeError:
        return content.decode("latin-1")
