"""Between records and rows: columns are a dataclass's fields, times lose and regain their zone at this edge."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

import orjson

from touchline.football.resolution import ResolvedMatch
from touchline.schemas.records import Match, MatchStatus, Provenance

T = TypeVar("T", Match, ResolvedMatch)


_READERS: dict[type, list[tuple[int, Callable[[Any], object]]]] = {}
_COLUMNS: dict[type, tuple[str, ...]] = {}  # found once a type: looking at a dataclass costs more than a row


def columns(record: type) -> tuple[str, ...]:
    """The columns of a record's table, in order."""
    if record not in _COLUMNS:
        _COLUMNS[record] = tuple(field.name for field in dataclasses.fields(record))
    return _COLUMNS[record]


def to_row(record: Any) -> tuple[object, ...]:
    """A record as parameters of a statement.

    >>> from touchline.feature_store.documents import DocumentSet
    >>> to_row(DocumentSet("a", None, ("b",)))
    ('a', None, ('b',))
    """
    return tuple(to_sql(getattr(record, name)) for name in columns(type(record)))


def to_sql(value: object) -> object:
    """One value as MariaDB keeps it: UTC without a zone, enums as their text, lists as JSON."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, list):
        return orjson.dumps(value).decode()
    return value.value if isinstance(value, StrEnum) else value


def aware(value: datetime) -> datetime:
    """A time as MariaDB gives it back, in UTC again."""
    return value.replace(tzinfo=UTC)


_READ: dict[str, Callable[[Any], object]] = {
    "kick_off_known": bool,
    "status": MatchStatus,
    "provenance": Provenance,
    "event_time": aware,
    "available_at": aware,
    "recorded_at": aware,
}


def from_row(record: type[T], row: Sequence[Any]) -> T:
    """A stored match or assertion, its columns in the record's order."""
    values = list(row)
    for place, read in _readers(record):
        values[place] = read(values[place])
    return record(*values)


def _readers(record: type) -> list[tuple[int, Callable[[Any], object]]]:
    """The columns that MariaDB gives back as something else, by their places."""
    if record not in _READERS:
        named = ((place, _READ.get(name)) for place, name in enumerate(columns(record)))
        _READERS[record] = [(place, read) for place, read in named if read]
    return _READERS[record]


def upsert(table: str, names: Sequence[str], key: Sequence[str]) -> str:
    """Insert, or replace what stands under the same key."""
    kept = ", ".join(f"{name} = VALUES({name})" for name in names if name not in key)
    return f"{_insert(table, names)} ON DUPLICATE KEY UPDATE {kept}"


def upsert_greater(table: str, names: Sequence[str], key: Sequence[str]) -> str:
    """Insert, or replace only what has a smaller revision.

    MariaDB assigns from left to right, so the revision that all others are compared with comes last.
    """
    guarded = [name for name in names if name not in key and name != "revision"]
    kept = ", ".join(f"{name} = IF(VALUES(revision) > revision, VALUES({name}), {name})" for name in guarded)
    return f"{_insert(table, names)} ON DUPLICATE KEY UPDATE {kept}, revision = GREATEST(revision, VALUES(revision))"


def in_list(values: Iterable[object]) -> str:
    """As many placeholders as values."""
    return ", ".join("%s" for _ in values)


def _insert(table: str, names: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({in_list(names)})"
