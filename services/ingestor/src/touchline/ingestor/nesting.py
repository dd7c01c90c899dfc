"""Markup that is nested to break its reader, found by counting tags instead of parsing. Pure."""

import re

DEEPEST_XML = 256  # what libxml2 allows unless told otherwise; the feeds we know stay below 10
DEEPEST_HTML = 5_000  # pages leave tags open; browsers cut at 512 real levels, pages we know stay below 100

_NAME = re.compile(rb"[^\s/>]{0,64}")  # of a very long one the beginning
# Never nested by themselves: void, or closed by the next one of their kind (HTML Standard, 13.1.2 and 13.1.2.4).
_FLAT = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li dt dd option optgroup tr td th thead tbody tfoot colgroup".split()
)


def too_deep(content: bytes, html: bool) -> bool:
    """Whether more elements are open at once than any honest document has.

    A closing tag counts only where one of its name is open, since a lenient reader ignores the others. Linear in time;
    at most as many names are kept as elements may be open.

    >>> too_deep(b"<a>" * 300, html=False), too_deep(b"<a></a>" * 300, html=False), too_deep(b"<br>" * 9000, html=True)
    (True, False, False)
    """
    deepest = DEEPEST_HTML if html else DEEPEST_XML
    open_now: dict[bytes, int] = {}
    depth = at = 0
    while depth <= deepest:
        at = _next_tag(content, at, html)
        end = content.find(b">", at) if at >= 0 else -1
        if end < 0:
            return False
        closing = content[at + 1 : at + 2] == b"/"
        found = _NAME.match(content, at + 1 + closing)
        name = (found[0].lower() if html else found[0]) if found else b""
        if closing and open_now.get(name):
            depth -= 1
            open_now[name] -= 1
            if not open_now[name]:
                del open_now[name]
        elif not closing and not (html and name in _FLAT) and (html or content[end - 1 : end] != b"/"):
            depth += 1
            open_now[name] = open_now.get(name, 0) + 1
        at = end + 1
    return True


def _next_tag(content: bytes, at: int, html: bool) -> int:
    """Where the next tag begins; declarations are skipped, in XML also comments and CDATA. -1 where none follows."""
    while (at := content.find(b"<", at)) >= 0:
        following = content[at + 1 : at + 2]
        if following == b"/" or following.isalpha() or following in (b"_", b":") or following > b"\x7f":
            return at
        if not html and content.startswith((b"<!--", b"<![CDATA["), at):
            at = content.find(b"-->" if content.startswith(b"<!--", at) else b"]]>", at)
            if at < 0:
                return -1
        else:
            at += 1
    return -1
