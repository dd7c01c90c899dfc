"""A page for each topic, and one of what holds of all: Markdown, made from the cards."""

import json
from collections.abc import Iterator

from touchline.schemas.describing.topic import example, fields_of, kept, meaning
from touchline.schemas.row_keys import ROW_KEYS
from touchline.schemas.topics import TOPICS, Topic

INDEX = "README.md"
_BEFORE = """\
# Topics

What happens on the platform, for other teams to subscribe to. These pages are made from the declarations by
`python -m touchline.schemas describe`; `schemas/asyncapi.json` says the same in AsyncAPI 3.
[Subscribing](../subscribing.md) has a reader in Java, JavaScript and Python.
"""
_GUARANTEES = """
## What holds of every topic

* **A message** is one Arrow IPC stream with one record batch of at most 1,000 rows; its headers are CloudEvents 1.0 in
  Kafka's binary binding (`ce_id`, `ce_type`, `ce_time` in football time, `ce_dataschema`, `traceparent`).
* **Order** holds within a partition, so within a key. Across keys there is none.
* **Repeats.** After a crash a message may come again, with the same `ce_id` and the same bytes. Each page names the
  columns that a row is known by. Whoever keeps the greatest `revision` of each, and passes over the rest, has every
  fact once: a repeat changes nothing.
* **Corrections** come as a greater `revision`; what is taken back as `withdrawn`, a status, or a prediction that
  another supersedes. Nothing is edited in place.
* **To start**: read the topic from its beginning. Where history is longer than the topic keeps, take what stands from
  the `pub_*` views of MariaDB first and read the topic from the earliest offset after: what both tell, the revisions
  sort out.
* **Evolution.** Within a version fields are only added, and may be null: read by name. A change that breaks readers is
  a new topic (`.v2`) beside the old one, which is filled for at least 90 days more and whose page says when it ends.
* **Unreadable messages** are put, byte for byte, into `TOPIC.CONSUMER.dlq` of the consumer concerned.
"""


def pages() -> dict[str, str]:
    """File names and their text."""
    return {INDEX: "\n".join(_index()) + "\n"} | {f"{one.name}.md": "\n".join(_page(one)) + "\n" for one in TOPICS}


def _index() -> Iterator[str]:
    yield _BEFORE
    yield "| topic | a row | key | kept |"
    yield "|---|---|---|---|"
    for one in TOPICS:
        yield f"| [`{one.name}`]({one.name}.md) | {meaning(one)} | `{one.key}` | {kept(one)} |"
    yield _GUARANTEES.rstrip()


def _page(topic: Topic) -> Iterator[str]:
    yield f"# {topic.name}\n"
    yield f"{meaning(topic)}\n"
    partitions = "1 partition" if topic.partitions == 1 else f"{topic.partitions} partitions"
    yield f"* Key: `{topic.key}`; {partitions}; kept: {kept(topic)}."
    known = ", ".join(f"`{name}`" for name in ROW_KEYS[topic.record])
    yield f"* A row is known by {known}; the greatest `revision` of each stands."
    readers = " and ".join(topic.consumers) or "nobody of the platform itself"
    yield f"* Written by {topic.producer}, read by {readers}. [What holds of every topic]({INDEX})."
    yield "\n| field | type | meaning |"
    yield "|---|---|---|"
    for field in fields_of(topic):
        values = f": {', '.join(f'`{value}`' for value in field.values)}" if field.values else ""
        null = ", or null" if field.nullable else ""
        yield f"| `{field.name}` | {field.type}{null} | {_cell(field.words + values)} |"
    yield "\nA row, as it may be:\n"
    yield f"```json\n{json.dumps(example(topic), indent=1, ensure_ascii=False)}\n```"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")
