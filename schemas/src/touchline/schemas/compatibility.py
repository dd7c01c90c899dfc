"""Published schemas and what may still change about them: within a major version, only nullable fields are added."""

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from touchline.schemas.arrow import arrow_schema
from touchline.schemas.topics import TOPICS, Topic

Fields = Mapping[str, str]


def published_form(schema: pa.Schema) -> dict[str, str]:
    """Field name → type, with a question mark where null is allowed, in order.

    >>> published_form(pa.schema([pa.field("goals", pa.int64()), pa.field("name", pa.string(), nullable=False)]))
    {'goals': 'int64?', 'name': 'string'}
    """
    return {field.name: f"{field.type}{'?' if field.nullable else ''}" for field in schema}


def breaking_changes(published: Fields, now: Fields) -> list[str]:
    """Why readers or writers of the published schema would break, a sentence each; empty when they would not.

    >>> breaking_changes({"goals": "int64"}, {"goals": "int64", "shots": "int64?"})
    []
    >>> breaking_changes({"goals": "int64"}, {"goals": "int32"})
    ["'goals' changed from int64 to int32: readers of the old type cannot read it"]
    """
    gone = [f"{name!r} was removed: readers that project it find nothing" for name in published if name not in now]
    changed = [
        f"{name!r} changed from {kind} to {now[name]}: readers of the old type cannot read it"
        for name, kind in published.items()
        if name in now and now[name] != kind
    ]
    required = [
        f"{name!r} was added as required: records written before do not have it; add it as nullable"
        for name, kind in now.items()
        if name not in published and not kind.endswith("?")
    ]
    return gone + changed + required


def snapshot_path(folder: Path, topic: Topic) -> Path:
    """Where a topic's published schema is kept."""
    return folder / f"{topic.name}.json"


def check(folder: Path) -> list[str]:
    """Every breaking change, and every schema that is not published as it stands."""
    return [f"{topic.name}: {problem}" for topic in TOPICS for problem in _problems(folder, topic)]


def _problems(folder: Path, topic: Topic) -> list[str]:
    path, now = snapshot_path(folder, topic), published_form(arrow_schema(topic.record))
    if not path.exists():
        return ["no published schema; run `python -m touchline.schemas publish`"]
    published = json.loads(path.read_text())
    broken = breaking_changes(published, now)
    return broken or ([] if published == now else ["fields were added; run `python -m touchline.schemas publish`"])


def publish(folder: Path) -> None:
    """Write every schema as it stands.

    Raises:
        ValueError: a published schema would break; a new major version is a new topic.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for topic in TOPICS:
        path, now = snapshot_path(folder, topic), published_form(arrow_schema(topic.record))
        broken = breaking_changes(json.loads(path.read_text()), now) if path.exists() else []
        if broken:
            raise ValueError(f"{topic.name}: {'; '.join(broken)}")
        path.write_text(json.dumps(now, indent=1) + "\n")
