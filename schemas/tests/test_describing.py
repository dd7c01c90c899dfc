"""What is told of the topics to those who read them: complete, of the right types, and as committed."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from touchline.schemas.arrow import arrow_schema
from touchline.schemas.describing import asyncapi, pages
from touchline.schemas.describing.meanings import MEANINGS
from touchline.schemas.describing.topic import example, fields_of
from touchline.schemas.topics import TOPICS, Topic

ROOT = Path(__file__).parents[2]
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)


@each_topic
def test_every_field_has_a_meaning_and_an_example_that_arrow_takes(topic: Topic) -> None:
    row = {name: _moment(value) for name, value in example(topic).items()}
    schema = arrow_schema(topic.record)
    table = pa.Table.from_pylist([row], schema=schema)
    table.validate(full=True)
    missing = [field.name for field in schema if not field.nullable and row[field.name] is None]
    assert missing == []
    assert all(field.words for field in fields_of(topic))


def _moment(value: object) -> object:
    return datetime.fromisoformat(value) if isinstance(value, str) and value[:2] == "20" and "T" in value else value


@each_topic
def test_where_only_some_values_are_possible_the_example_is_one_of_them(topic: Topic) -> None:
    for field in fields_of(topic):
        assert not field.values or field.example in field.values or (field.nullable and field.example is None)


def test_no_meaning_is_left_of_a_field_that_is_gone() -> None:
    used = [(topic.record.__name__, field.name) for topic in TOPICS for field in fields_of(topic)]
    known = {name for _, name in used} | {f"{record}.{name}" for record, name in used}
    assert sorted(MEANINGS.keys() - known) == []


def test_the_committed_pages_and_document_are_what_the_declarations_say() -> None:
    folder = ROOT / "docs" / "topics"
    assert {path.name: path.read_text("utf-8") for path in folder.glob("*.md")} == pages.pages(), RUN
    assert (ROOT / "schemas" / "asyncapi.json").read_text("utf-8") == asyncapi.text(), RUN


RUN = "run `python -m touchline.schemas describe`"


def test_every_reference_of_the_document_leads_to_something() -> None:
    document = asyncapi.document()
    assert json.loads(asyncapi.text()) == document
    references = list(_references(document))
    assert len(references) > 3 * len(TOPICS)
    for reference in references:
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def _references(value: Any) -> Any:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
