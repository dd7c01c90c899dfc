"""A look at what came back: is it the kind of document that its card promised? Pure, and never a parser.

A login page with status 200, HTML in the place of JSON or a message in the place of a table would otherwise be landed,
announced, and found out by whoever reads it.
"""

import codecs
import re
from dataclasses import dataclass

from touchline.ingestor.errors import Reason
from touchline.ingestor.nesting import too_deep
from touchline.ingestor.sources.card import Kind

BEGINNING = 64 * 1024  # bytes in which a document shows what it is
PIECE = 64 * 1024

_BOM = codecs.BOM_UTF8
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]{1,60})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([^\"'>]{1,60})[\"']")
_PASSWORD = re.compile(rb"type\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)
_LOGIN_TITLE = re.compile(
    rb"<title[^>]{0,200}>[^<]{0,200}(?:log ?-?in|sign ?-?in|anmelden|einloggen|connexion|"
    + "(?:войти|вход)".encode()
    + rb")\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a card says of a document: its kind, and byte strings that each version of it holds."""

    kind: Kind
    marks: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a document is not what was promised; the sentence goes on after its address."""

    reason: Reason
    sentence: str


def flaw(content: bytes, content_type: str | None, promise: Promise | None) -> Flaw | None:
    """What is wrong with a document that came with status 200; None where it looks as it should.

    >>> flaw(b"<html><title>Sign in</title><input type=password>", "text/html", Promise(Kind.CSV)).reason.value
    'login'
    >>> flaw(b"Div,Date,HomeTeam\\r\\n", "text/csv", Promise(Kind.CSV))
    """
    begun = content[: BEGINNING + 3].removeprefix(_BOM).lstrip()
    if not begun:
        return Flaw(Reason.EMPTY, "is empty" if len(content) <= BEGINNING else f"begins with {BEGINNING} empty bytes")
    if promise is None:
        return None
    return (
        _charset_flaw(content, content_type, begun)
        or _shape_flaw(content, begun, promise.kind)
        or _mark_flaw(content, promise)
        or _markup_flaw(content, promise.kind)
    )


def _charset_flaw(content: bytes, content_type: str | None, begun: bytes) -> Flaw | None:
    """Text in a charset that exists; whether every byte fits it is for the dialect, which knows its provider."""
    declared = _CHARSET.search(content_type or "")
    in_xml = _XML_ENCODING.match(begun)
    for name in (declared[1] if declared else None, in_xml[1].decode("latin-1") if in_xml else None):
        if name is not None and not _is_charset(name):
            return Flaw(Reason.CHARSET, f"names a charset that does not exist: {name!r}")
    return Flaw(Reason.CHARSET, "is no text: it holds zero bytes") if b"\0" in content else None


def _is_charset(name: str) -> bool:
    """Whether Python knows it as a charset of text.

    >>> [_is_charset(name) for name in ("windows-1251", "utf-9000", "zip", "../x")]
    [True, False, False, False]
    """
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _shape_flaw(content: bytes, begun: bytes, promised: Kind) -> Flaw | None:
    seen = _kind_of(content, begun)
    if promised is Kind.CSV:
        fits = seen is None and _is_table(begun)
    elif promised is Kind.HTML:
        fits = seen is Kind.HTML or (seen is Kind.XML and not begun.startswith(b"<?xml"))  # a part of a page
    else:
        fits = seen is promised
    if not fits:
        return _not_promised(content, seen, promised)
    if promised is Kind.JSON and not _is_utf8(content):
        return Flaw(Reason.CHARSET, "is JSON but not UTF-8, as JSON must be (RFC 8259, 8.1)")
    return None


def _is_table(begun: bytes) -> bool:
    """Columns in the first line; one that is not even ended and has a comma or two is a sentence.

    >>> _is_table(b"id,name\\n1,Ann\\n"), _is_table(b"Too many requests, come back later")
    (True, False)
    """
    lines = begun.splitlines()
    columns = 1 + max(lines[0].count(sign) for sign in (b",", b";", b"\t"))
    return columns >= (2 if len(lines) > 1 or begun.endswith((b"\r", b"\n")) else 4)


def _kind_of(content: bytes, begun: bytes) -> Kind | None:
    """By its first sign and, for markup, its root; None for anything else."""
    if begun.startswith((b"{", b"[")):
        last = content[-BEGINNING:].rstrip()[-1:]
        return Kind.JSON if last == (b"}" if begun.startswith(b"{") else b"]") else None
    if not begun.startswith(b"<"):
        return None
    return Kind.HTML if _root(begun) in (b"html", b"!doctype html") else Kind.XML


def _root(begun: bytes) -> bytes:
    """The first tag or document type, in lower case; declarations and comments before it are skipped."""
    while begun.startswith((b"<?", b"<!--")):
        _, _, begun = begun.partition(b"-->" if begun.startswith(b"<!--") else b"?>")
        begun = begun.lstrip()
    tag = begun[1:64].split(b">", 1)[0].lower().split()
    return b" ".join(tag[:2] if tag[:1] == [b"!doctype"] else tag[:1])


def _not_promised(content: bytes, seen: Kind | None, promised: Kind) -> Flaw:
    if seen is Kind.HTML and _PASSWORD.search(content):
        return Flaw(Reason.LOGIN, f"is a page that wants a password instead of {promised.name}")
    return Flaw(Reason.KIND, f"is {seen.name if seen else 'something else'} instead of {promised.name}")


def _mark_flaw(content: bytes, promise: Promise) -> Flaw | None:
    """Real pages may hold a login form too, so a password field alone proves nothing where HTML was promised."""
    password = promise.kind is Kind.HTML and _PASSWORD.search(content)
    for mark in promise.marks:
        if mark not in content:
            reason = Reason.LOGIN if password else Reason.KIND
            return Flaw(reason, f"lacks {mark.decode('utf-8', 'replace')!r}, which each version of it holds")
    if password and _LOGIN_TITLE.search(content[:BEGINNING]):
        return Flaw(Reason.LOGIN, "is a page that wants a password")
    return None


def _markup_flaw(content: bytes, kind: Kind) -> Flaw | None:
    if kind is Kind.XML and b"<!ENTITY" in content:
        return Flaw(Reason.ENTITIES, "declares XML entities, which no feed needs and which can unpack without end")
    if kind in (Kind.XML, Kind.HTML) and too_deep(content, html=kind is Kind.HTML):
        return Flaw(Reason.NESTING, "is nested deeper than any honest document")
    return None


def _is_utf8(content: bytes) -> bool:
    """In pieces: decoding the whole could take four times its size."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        for begin in range(0, len(content), PIECE):
            decoder.decode(content[begin : begin + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
