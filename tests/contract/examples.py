"""An example row for any record, made from its declaration."""

import dataclasses
import types
import typing
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)
VALUES: dict[object, object] = {str: "example", int: 1, float: 0.5, bool: True, datetime: NOON}


def example_rows(record: type) -> list[Any]:
    """One row with every field filled and one with every nullable field null."""
    hints = typing.get_type_hints(record)
    names = [field.name for field in dataclasses.fields(record)]
    filled = record(**{name: _value(hints[name], filled=True) for name in names})
    sparse = record(**{name: _value(hints[name], filled=False) for name in names})
    return [filled, sparse]


def _value(hint: Any, *, filled: bool) -> object:
    if isinstance(hint, types.UnionType):
        inner = next(part for part in typing.get_args(hint) if part is not types.NoneType)
        return _value(inner, filled=True) if filled else None
    if typing.get_origin(hint) is list:
        return [_value(typing.get_args(hint)[0], filled=True)] * 3
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint))
    return VALUES[hint]
