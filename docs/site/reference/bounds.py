"""What a JSON schema lets in, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

WORDS = (
    ("exclusiveMinimum", "> {}"),
    ("minimum", "≥ {}"),
    ("exclusiveMaximum", "< {}"),
    ("maximum", "≤ {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("pattern", "`{}`"),
)


def bounds(schema: Mapping[str, Any]) -> Iterator[str]:
    """Each bound that is stated.

    >>> list(bounds({"minimum": 1, "maximum": 9}))
    ['≥ 1', '≤ 9']
    """
    return (words.format(schema[key]) for key, words in WORDS if key in schema)
