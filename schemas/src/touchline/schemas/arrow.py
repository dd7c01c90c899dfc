"""One declaration per record: a frozen dataclass, from which its Arrow schema is derived."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache

import pyarrow as pa

_PRIMITIVES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
}


@cache
def arrow_schema(record: type) -> pa.Schema:
    """The Arrow schema of a record; `| None` means nullable, times are UTC microseconds, enums travel as strings.

    >>> @dataclasses.dataclass(frozen=True)
    ... class Point:
    ...     name: str
    ...     height: float | None
    >>> arrow_schema(Point).field("height").nullable
    True
    """
    hints = typing.get_type_hints(record)
    fields = [_field(name.name, hints[name.name]) for name in dataclasses.fields(record)]
    return pa.schema(fields, metadata={"record": record.__name__})


def _field(name: str, hint: object) -> pa.Field:
    inner, nullable = _without_none(hint)
    return pa.field(name, _data_type(inner), nullable=nullable)


def _without_none(hint: object) -> tuple[object, bool]:
    if isinstance(hint, types.UnionType):
        (inner,) = (part for part in typing.get_args(hint) if part is not types.NoneType)
        return inner, True
    return hint, False


def _data_type(hint: object) -> pa.DataType:
    if typing.get_origin(hint) is list:
        (item,) = typing.get_args(hint)
        return pa.list_(pa.field("item", _data_type(item), nullable=False))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return pa.string()
    if isinstance(hint, type) and hint in _PRIMITIVES:
        return _PRIMITIVES[hint]
    raise TypeError(f"a record field cannot have the type {hint!r}; use str, int, float, bool, datetime, StrEnum, list")


@cache
def record_enums(record: type) -> Mapping[str, type[StrEnum]]:
    """The enum-typed fields of a record, by name."""
    hints = {name: _without_none(hint)[0] for name, hint in typing.get_type_hints(record).items()}
    return {name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, StrEnum)}
