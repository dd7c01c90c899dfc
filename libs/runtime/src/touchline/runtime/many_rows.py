"""One INSERT of many rows, its values written by their types.

The driver asks of every value a chain of questions and copies every text and blob four times; a history of matches has
millions of values, and that was most of the time that it took to store one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from pymysql.converters import escape_float, escape_item, escape_string

LONGEST = 1_000_000  # bytes of a statement; the server takes 16 MB
ENCODING, ERRORS = "utf8", "surrogateescape"
_INSERT = re.compile(
    r"\s*(?P<head>(?:INSERT|REPLACE)\b[^%]+\bVALUES\s*)\(\s*%s\s*(?:,\s*%s\s*)*\)(?P<tail>[^%]*)\Z", re.IGNORECASE
)
_is_special = re.compile("[\\0\n\r\x1a\"'\\\\]").search


def inserts(sql: str, rows: Iterable[Sequence[object]]) -> Iterator[bytes] | None:
    """Statements that insert these rows; None where the statement is no INSERT of placeholders alone.

    >>> list(inserts("INSERT INTO clubs (name, points) VALUES (%s, %s)", [("Ajax", 3), (None, 0)]))
    [b"INSERT INTO clubs (name, points) VALUES ('Ajax',3),(NULL,0)"]
    >>> inserts("DELETE FROM clubs WHERE name = %s", [("a",)])
    """
    found = _INSERT.match(sql)
    return _inserts(found["head"].encode(), found["tail"].encode(), rows) if found else None


def literal(value: object) -> bytes:
    """A value as SQL reads it; the server must not be told that backslashes escape nothing (NO_BACKSLASH_ESCAPES)."""
    write = _WRITERS.get(type(value))
    return write(value) if write else str(escape_item(value, ENCODING)).encode(ENCODING, ERRORS)


def _inserts(head: bytes, tail: bytes, rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    parts: list[bytes] = []
    size = 0
    for row in rows:
        part = b"(" + b",".join([literal(value) for value in row]) + b")"
        if parts and size + len(part) > LONGEST:
            yield head + b",".join(parts) + tail
            parts, size = [], 0
        parts.append(part)
        size += len(part) + 1
    if parts:
        yield head + b",".join(parts) + tail


def _text(value: str) -> bytes:
    written = escape_string(value) if _is_special(value) else value
    return f"'{written}'".encode(ENCODING, ERRORS)


def _binary(value: bytes) -> bytes:
    return b"_binary'" + value.replace(b"\\", b"\\\\").replace(b"'", b"\\'") + b"'"


def _moment(value: datetime) -> bytes:
    return f"'{value if value.tzinfo is None else value.replace(tzinfo=None)}'".encode()


_WRITERS: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda _: b"NULL",
    bool: lambda value: b"%d" % value,
    int: lambda value: b"%d" % value,
    float: lambda value: str(escape_float(value)).encode(),
    str: _text,
    bytes: _binary,
    datetime: _moment,
}
