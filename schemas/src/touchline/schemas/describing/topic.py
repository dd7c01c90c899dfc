"""What there is to tell of a topic: from its card, its record's declaration and the meanings of the fields."""

import inspect
import re
from dataclasses import dataclass
from typing import Any

from touchline.schemas.arrow import arrow_schema, record_enums
from touchline.schemas.compatibility import published_form
from touchline.schemas.describing.meanings import MEANINGS
from touchline.schemas.topics import DAY_MS, Topic

VARIED = frozenset({"event_time", "available_at", "revision", "pool", "team_id"})
"""Fields of many records of which each may say more."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a topic's rows."""

    name: str
    type: str  # Arrow's name of it
    nullable: bool
    words: str
    values: tuple[str, ...]  # where only some are possible
    example: object


def fields_of(topic: Topic) -> list[Field]:
    """The columns in their order.

    What differs from record to record is said beside the field in its record's declaration, and here after its meaning.

    >>> from touchline.schemas.topics import MATCHES
    >>> fields_of(MATCHES)[0].words
    'competition, season, home and away'

    Raises:
        KeyError: a field has no meaning yet; add it to `meanings`.
    """
    enums, remarks = record_enums(topic.record), _remarks(topic.record)
    found = []
    for name, type_ in published_form(arrow_schema(topic.record)).items():
        meaning = MEANINGS.get(f"{topic.record.__name__}.{name}") or MEANINGS[name]
        values = tuple(enums[name]) if name in enums else ()
        words = f"{meaning.words}; here {remarks[name]}" if name in VARIED and name in remarks else meaning.words
        example = values[0].value if values and meaning.example not in values else meaning.example
        found.append(Field(name, type_.removesuffix("?"), type_.endswith("?"), words, values, example))
    return found


def example(topic: Topic) -> dict[str, Any]:
    """A row as it may be."""
    return {field.name: field.example for field in fields_of(topic)}


def meaning(topic: Topic) -> str:
    """What a row says, as its record's first line tells."""
    return (inspect.getdoc(topic.record) or "").split("\n", 1)[0]


def kept(topic: Topic) -> str:
    """How long messages stay.

    >>> from touchline.schemas.topics import PROMOTIONS, RAW_DOCUMENTS
    >>> kept(RAW_DOCUMENTS), kept(PROMOTIONS)
    ('30 days', 'the latest of each key, for ever')
    """
    return "the latest of each key, for ever" if topic.retention_ms is None else f"{topic.retention_ms // DAY_MS} days"


def _remarks(record: type) -> dict[str, str]:
    source = inspect.getsource(record)
    return dict(re.findall(r"^    (\w+): [^#\n]*#\s*(.+)$", source, re.MULTILINE))
