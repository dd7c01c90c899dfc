"""Shapes that the schema of the chart's values is put together from."""

import json
from collections.abc import Mapping
from typing import Any

Shape = Mapping[str, Any]

TEXT: Shape = {"type": "string"}
YES_OR_NO: Shape = {"type": "boolean"}
OPEN: Shape = {"type": "object"}
NAME = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"


def only(properties: Mapping[str, Shape], *required: str) -> Shape:
    """An object with these properties and no other.

    >>> only({"enabled": YES_OR_NO})["additionalProperties"]
    False
    """
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "additionalProperties": False, "properties": dict(properties), **needed}


def ref(name: str) -> Shape:
    """A definition by its name."""
    return {"$ref": f"#/$defs/{name}"}


def whole(low: int, high: int) -> Shape:
    """A whole number between bounds, both included."""
    return {"type": "integer", "minimum": low, "maximum": high}


def one_of(*words: str) -> Shape:
    """One of these words."""
    return {"enum": list(words)}


def text(pattern: str) -> Shape:
    """A text of this form, from its begin to its end."""
    return {"type": "string", "pattern": f"^{pattern}$"}


def list_of(items: Shape, *, least: int = 0, unique: bool = False) -> Shape:
    """A list of such."""
    return {
        "type": "array",
        "items": items,
        **({"minItems": least} if least else {}),
        **({"uniqueItems": True} if unique else {}),
    }


def written(value: Any, indent: int = 0, width: int = 118) -> str:
    """JSON that people can read: what fits stands on one line.

    >>> print(written({"type": "string"}))
    {"type": "string"}
    """
    line = json.dumps(value)
    if len(line) + indent <= width or not isinstance(value, dict):
        return line
    inner = " " * (indent + 2)
    parts = (f"{inner}{json.dumps(key)}: {written(each, indent + 2, width)}" for key, each in value.items())
    return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
