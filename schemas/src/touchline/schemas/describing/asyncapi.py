"""The topics as an AsyncAPI 3.0 document (https://www.asyncapi.com/docs/reference/specification/v3.0.0)."""

import json
import re
from functools import cache
from typing import Any

from touchline.schemas.codec import CONTENT_TYPE, MAX_ROWS
from touchline.schemas.describing.topic import Field, fields_of, kept, meaning
from touchline.schemas.row_keys import ROW_KEYS
from touchline.schemas.topics import TOPICS, Topic

LINE = 120
_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "int64": {"type": "integer", "format": "int64"},
    "double": {"type": "number", "format": "double"},
    "bool": {"type": "boolean"},
    "timestamp[us, tz=UTC]": {"type": "string", "format": "date-time", "description": "microseconds, UTC"},
}
_HEADERS = {
    "content-type": {"type": "string", "const": CONTENT_TYPE},
    "ce_specversion": {"type": "string", "const": "1.0"},
    "ce_id": {"type": "string", "description": "the same whenever the same work is done again"},
    "ce_source": {"type": "string", "description": "service that wrote it"},
    "ce_type": {"type": "string"},
    "ce_time": {"type": "string", "format": "date-time", "description": "football time of what caused it"},
    "ce_dataschema": {"type": "string"},
    "traceparent": {"type": "string", "description": "W3C trace context"},
}


def document() -> dict[str, Any]:
    """The whole document, as JSON's types."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Touchline",
            "version": "1.0.0",
            "description": "A payload is one Arrow IPC stream; here the rows of its one record batch. See docs/topics.",
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {_name(one): _channel(one) for one in TOPICS},
        "operations": {f"send-{_name(one)}": _operation(one) for one in TOPICS},
        "components": {
            "messages": {_name(one): _message(one) for one in TOPICS},
            "schemas": {
                "headers": {"type": "object", "required": sorted(_HEADERS), "properties": _HEADERS},
                **_shared(),
            },
        },
    }


def text() -> str:
    """The document as it is committed."""
    return _told(document(), 0) + "\n"


def _told(value: Any, depth: int) -> str:
    """JSON with what fits into a line in one line, so that a person can read it."""
    line = json.dumps(value, ensure_ascii=False)
    if depth + len(line) <= LINE or not any(isinstance(one, dict | list) for one in _inner(value)):
        return line
    inner, outer = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, list):
        return f"[{inner}{f',{inner}'.join(_told(one, depth + 1) for one in value)}{outer}]"
    pairs = (f"{json.dumps(name)}: {_told(one, depth + 1)}" for name, one in value.items())
    return f"{{{inner}{f',{inner}'.join(pairs)}{outer}}}"


def _name(topic: Topic) -> str:
    """AsyncAPI's names of components have no dots to be told apart from paths.

    >>> from touchline.schemas.topics import PLAYER_MATCHES
    >>> _name(PLAYER_MATCHES)
    'football-player-matches-v1'
    """
    return re.sub(r"[^a-zA-Z0-9]+", "-", topic.name)


def _channel(topic: Topic) -> dict[str, Any]:
    policy = {"cleanup.policy": ["compact"]} if topic.retention_ms is None else {"retention.ms": topic.retention_ms}
    return {
        "address": topic.name,
        "description": f"{meaning(topic)} Kept: {kept(topic)}. A row is known by {', '.join(ROW_KEYS[topic.record])}.",
        "messages": {_name(topic): {"$ref": f"#/components/messages/{_name(topic)}"}},
        "bindings": {"kafka": {"partitions": topic.partitions, "topicConfiguration": policy}},
    }


def _operation(topic: Topic) -> dict[str, Any]:
    name = _name(topic)
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{name}"},
        "summary": f"{topic.producer} writes it",
        "messages": [{"$ref": f"#/channels/{name}/messages/{name}"}],
    }


def _message(topic: Topic) -> dict[str, Any]:
    fields = fields_of(topic)
    return {
        "name": topic.record.__name__,
        "contentType": CONTENT_TYPE,
        "headers": {"$ref": "#/components/schemas/headers"},
        "bindings": {"kafka": {"key": {"type": "string", "description": topic.key}}},
        "payload": {
            "type": "array",
            "maxItems": MAX_ROWS,
            "items": {
                "type": "object",
                "required": [field.name for field in fields if not field.nullable],
                "properties": {field.name: _reference(field) for field in fields},
            },
        },
    }


def _inner(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


@cache
def _shared() -> dict[str, dict[str, Any]]:
    """Fields that are the same in every topic that has them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for topic in TOPICS:
        for field in fields_of(topic):
            found.setdefault(field.name, []).append(_property(field))
    return {name: every[0] for name, every in found.items() if len(every) > 1 and all(one == every[0] for one in every)}


def _reference(field: Field) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{field.name}"} if field.name in _shared() else _property(field)


def _property(field: Field) -> dict[str, Any]:
    item = re.fullmatch(r"list<item: (.+) not null>", field.type)
    kind: dict[str, Any] = {"type": "array", "items": _TYPES[item[1]]} if item else dict(_TYPES[field.type])
    if field.nullable:
        kind["type"] = [kind["type"], "null"]
    words = {"description": field.words}
    return {**kind, **words, **({"enum": [*field.values, *([None] if field.nullable else [])]} if field.values else {})}
