"""JSON from foreign hands: bytes to values, and values that are looked at before they are believed."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dialect import MOST_TEXT, UnreadableDocument
from touchline.normalizer.dialects.reading import Reading
from touchline.schemas.records import ParkedKind

Object: TypeAlias = Mapping[str, object]

LONGEST_NAME = 60  # characters of a field's name, as a note shows it
MOST_NOTES = 50  # unknown fields that are named one by one

_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which JSON can hold and UTF-8 cannot


def read_json(content: bytes) -> Object:
    """The object that a document is.

    Raises:
        UnreadableDocument: no JSON, nested too deeply, or something else than an object.
    """
    value = read_value(content)
    if not isinstance(value, dict):
        raise UnreadableDocument(f"expected a JSON object, got {type(value).__name__}")
    return value


def read_value(content: bytes) -> object:
    """Whatever a document is.

    Raises:
        UnreadableDocument: no JSON, or nested too deeply.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument(f"the document is not JSON: {str(error)[:200]}") from None


def list_in(document: Object, name: str) -> list[object]:
    """The list that a document is about.

    Raises:
        UnreadableDocument: there is none.
    """
    value = document.get(name)
    if not isinstance(value, list):
        raise UnreadableDocument(f"the document has no list {name!r}")
    return value


def shown(value: object) -> str:
    """A value as a parked row keeps it, in ASCII, cut to what is kept."""
    try:
        return json.dumps(value)[:MOST_TEXT]
    except RecursionError:
        return f"({type(value).__name__}, nested too deeply to show)"


def an_object(value: object, name: str | None = None) -> Object:
    """An object.

    Raises:
        UnreadableCell: something else.
    """
    if not isinstance(value, dict):
        raise UnreadableCell(name, f"expected an object, got {_told(value)}")
    return value


def text(value: object, name: str) -> str | None:
    """A text without blanks around it; null, absent and blank are no statement.

    >>> text(" Arsenal ", "team1"), text(None, "team1")
    ('Arsenal', None)

    Raises:
        UnreadableCell: something else than a text that can be written.
    """
    if value is None:
        return None
    if not isinstance(value, str) or _SURROGATE.search(value):
        raise UnreadableCell(name, f"expected a text, got {_told(value)}")
    return value.strip() or None


def needed_text(value: object, name: str) -> str:
    """A text that must be there.

    Raises:
        UnreadableCell: it is not.
    """
    found = text(value, name)
    if found is None:
        raise UnreadableCell(name, "it is missing")
    return found


def count(value: object, name: str, most: int) -> int | None:
    """A count; null and absent are no statement, and true is no 1.

    >>> count(2, "home", 30), count(None, "home", 30)
    (2, None)

    Raises:
        UnreadableCell: no whole number in 0..most.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most or value % 1:
        raise UnreadableCell(name, f"expected a whole number from 0 to {most}, got {_told(value)}")
    return int(value)


def note_unknown(reading: Reading, found: Iterable[str], known: frozenset[str]) -> None:
    """Say which fields the provider has added; the known ones go on."""
    for name in sorted(set(found) - known)[:MOST_NOTES]:
        readable = name.encode("ascii", "backslashreplace").decode()[:LONGEST_NAME]
        reading.note(ParkedKind.SCHEMA_DRIFT, readable, f"the field {readable!r} is new and not read")


def _told(value: object) -> str:
    return shown(value)[:100]


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")
