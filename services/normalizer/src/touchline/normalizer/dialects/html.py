"""Tables of web pages from foreign hands: cut out of the page before anything is parsed, wherever they stand.

A table inside a comment is found like any other, and the rest of a page costs nothing. Lexbor's time grows with the
square of the nesting, and open formatting elements are made anew in every paragraph (HTML Standard, 13.2.4.3), so a
table that is nested like no honest one is refused.
"""

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from touchline.normalizer.dialects.dialect import UnreadableDocument

MOST_TABLE = 2 * 1024 * 1024  # bytes
DEEPEST, MOST_FORMATTING = 200, 8  # elements open at once
END = b"</table>"

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_FLAT = frozenset(b"br col hr img input link meta wbr p li tr td th thead tbody tfoot colgroup".split())
_FORMATTING = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())


def tables(content: bytes, attribute: str, value: str) -> Iterator[LexborNode]:
    """The tables that have an attribute with a value, a regular expression, in it; in the order of the page.

    >>> page = b'<div><!-- <table id="a"><tr><td>1</td></tr></table> --></div>'
    >>> [table.css_first("td").text() for table in tables(page, "id", "a")]
    ['1']

    Raises:
        UnreadableDocument: one is too large, or nested to break its reader.
    """
    opening = re.compile(
        rb"<table\b[^<>]{0,1000}?\b%s=[\"'][^\"'<>]{0,200}?%s" % (attribute.encode(), value.encode()), re.IGNORECASE
    )
    for found in opening.finditer(content):
        end = content.find(END, found.start())
        piece = content[found.start() : end + len(END) if end >= 0 else len(content)]
        _check(piece)
        table = LexborHTMLParser(_decoded(piece)).css_first("table")
        if table is not None:
            yield table


def shown(node: LexborNode) -> str:
    """A node's own markup, for a parked row."""
    return node.html or ""


def words(node: LexborNode | None) -> str:
    """What a person reads there, blanks collapsed.

    >>> words(LexborHTMLParser("<p>3  - <strong>1</strong></p>").css_first("p"))
    '3 - 1'
    """
    return " ".join(node.text().split()) if node is not None else ""


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _check(piece: bytes) -> None:
    if len(piece) > MOST_TABLE:
        raise UnreadableDocument(f"a table of {len(piece)} bytes is too large")
    if _is_too_deep(piece):
        raise UnreadableDocument("a table is nested deeper than any honest one")


def _is_too_deep(piece: bytes) -> bool:
    """Counting tags: a closing one counts only where one of its name is open, for a lenient reader ignores others."""
    open_now: Counter[bytes] = Counter()
    for closing, name in ((found[1], found[2].lower()) for found in _TAG.finditer(piece)):
        if name in _FLAT or (closing and not open_now[name]):
            continue
        open_now[name] += -1 if closing else 1
        if not closing and (sum(open_now[one] for one in _FORMATTING) > MOST_FORMATTING or open_now.total() > DEEPEST):
            return True
    return False
