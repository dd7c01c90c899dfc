"""Between records and rows: columns are a dataclass's fields, times lose and regain their zone at this edge."""

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

import orjson

T = TypeVar("T")


_READERS: dict[type, list[tuple[int, Callable[[Any], object]]]] = {}
_AS_THEY_ARE = frozenset({str, int, float, bool, bytes, type(None)})
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
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, list):
        return orjson.dumps(value).decode()
    return value.value if isinstance(value, StrEnum) else value


def aware(value: datetime | str) -> datetime:
    """A time as MariaDB gives it back, by itself or within JSON, in UTC again."""
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).replace(tzinfo=UTC)


def packed(names: Iterable[str]) -> str:
    """Columns as one value: to be told what sixty columns are costs the driver more than to read what is in them.

    >>> packed(["home_team", "away_team"])
    'JSON_ARRAY(home_team, away_team)'
    """
    return f"JSON_ARRAY({', '.join(names)})"


def unpacked(row: Sequence[Any]) -> list[Any]:
    """The values of columns that were selected as one; those of times are text, a float may have become an integer."""
    values: list[Any] = orjson.loads(row[0])
    return values


def from_row(record: type[T], row: Sequence[Any]) -> T:
    """A stored record, its columns in the order of its fields."""
    values = list(row)
    for place, read in _readers(record):
        if values[place] is not None:
            values[place] = read(values[place])
    return record(*values)


def _readers(record: type) -> list[tuple[int, Callable[[Any], object]]]:
    """The columns that MariaDB may give back as something else than their types, by their places."""
    if record not in _READERS:
        hints = typing.get_type_hints(record)
        found = ((place, _reader(hints[name])) for place, name in enumerate(columns(record)))
        _READERS[record] = [(place, read) for place, read in found if read is not None]
    return _READERS[record]


def _reader(hint: Any) -> Callable[[Any], object] | None:
    """What is null stays so, whatever the type beside None."""
    if isinstance(hint, types.UnionType):
        (hint,) = (one for one in typing.get_args(hint) if one is not types.NoneType)
    if typing.get_origin(hint) is list:
        return orjson.loads
    if hint is datetime:
        return aware
    return hint if hint in (bool, float) or issubclass(hint, StrEnum) else None


def upsert(table: str, names: Sequence[str], key: Sequence[str]) -> str:
    """Insert, or replace what stands under the same key."""
    kept = ", ".join(f"{name} = VALUES({name})" for name in names if name not in key)
    return f"{_insert(table, names)} ON DUPLICATE KEY UPDATE {kept}"


def upsert_greater(table: str, names: Sequence[str], key: Sequence[str], by: Sequence[str] = ("revision",)) -> str:
    """Insert, or replace only what is smaller by these columns, the first of which counts most.

    MariaDB assigns from left to right, so the columns that are compared come last, and of them the one that counts
    most at the very end: those before it are equal by then wherever it alone decides.
    """
    others = [name for name in names if name not in key and name not in by]
    new, old = (f"({', '.join(form.format(name) for name in by)})" for form in ("VALUES({})", "{}"))
    kept = ", ".join(f"{name} = IF({new} > {old}, VALUES({name}), {name})" for name in [*others, *reversed(by)])
    return f"{_insert(table, names)} ON DUPLICATE KEY UPDATE {kept}"


def in_list(values: Iterable[object]) -> str:
    """As many placeholders as values."""
    return ", ".join("%s" for _ in values)


def among(first: str, second: str, pairs: Sequence[tuple[object, object]]) -> tuple[str, list[object]]:
    """A condition that holds for these pairs of columns, and its arguments; an index on the first alone finds them.

    >>> among("a", "b", [(1, 2)])
    ('a IN (%s) AND (a, b) IN ((%s, %s))', [1, 1, 2])
    """
    places = ", ".join("(%s, %s)" for _ in pairs)
    condition = f"{first} IN ({in_list(pairs)}) AND ({first}, {second}) IN ({places})"
    return condition, [*(one for one, _ in pairs), *(value for pair in pairs for value in pair)]


def _insert(table: str, names: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({in_list(names)})"
