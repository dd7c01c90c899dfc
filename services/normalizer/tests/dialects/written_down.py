"""Rows as text, one a line, in an order that does not depend on the parser's."""

import dataclasses
from datetime import datetime
from enum import StrEnum

from touchline.normalizer.dialects.rows import Parsed, row_key


def written_down(parsed: Parsed) -> str:
    """First the account of the input rows, then every row with what it states."""
    rows = sorted(f"{row_key(row)} {_text(row)}" for row in parsed.rows)
    return "\n".join([f"inputs={parsed.inputs} read={parsed.read} parked={len(parsed.parked)}", *rows, ""])


def _text(value: object) -> str:
    if dataclasses.is_dataclass(value):
        fields = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        stated = " ".join(f"{name}={_text(found)}" for name, found in fields if found is not None)
        return f"{type(value).__name__}({stated})"
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else repr(value)
