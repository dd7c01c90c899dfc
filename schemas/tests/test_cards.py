import json
import re
from pathlib import Path

import pytest

from touchline.schemas.cards import Card, breaking_changes, cards, check, publish
from touchline.schemas.row_keys import ROW_KEYS
from touchline.schemas.topics import DAY_MS, TOPICS

SNAPSHOTS = Path(__file__).parent.parent / "snapshots"
PUBLISHED = Card(key="pool", partitions=4, retention_ms=90 * DAY_MS, row_key=["match_id"])


def test_every_card_is_published_as_it_stands() -> None:
    assert check(SNAPSHOTS) == []


def test_every_record_names_the_columns_that_its_rows_are_known_by() -> None:
    assert {topic.record for topic in TOPICS} == {*ROW_KEYS}
    for topic in TOPICS:
        row_key = ROW_KEYS[topic.record]
        assert {*row_key} <= {*topic.record.__dataclass_fields__}, topic.name
        # what compaction drops, another row of the same key replaces
        assert topic.retention_ms is not None or row_key == (topic.key,), topic.name


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ({}, "was removed"),
        ({"a": PUBLISHED | {"key": "match_id"}}, "key changed from pool to match_id"),
        ({"a": PUBLISHED | {"partitions": 8}}, "partitions changed from 4 to 8"),
        ({"a": PUBLISHED | {"partitions": 2}}, "partitions changed from 4 to 2"),
        ({"a": PUBLISHED | {"row_key": ["match_id", "source"]}}, "told apart by match_id and are by match_id, source"),
        ({"a": PUBLISHED | {"retention_ms": 7 * DAY_MS}}, "kept 7 days and no longer 90"),
        ({"a": PUBLISHED | {"retention_ms": None}}, "was kept for a time and is compacted"),
    ],
)
def test_what_consumers_rest_on_cannot_change(now: dict[str, Card], reason: str) -> None:
    (problem,) = breaking_changes({"a": PUBLISHED}, now)
    assert problem.startswith("a: ")
    assert re.search(reason, problem)


@pytest.mark.parametrize(
    "now",
    [
        {"a": PUBLISHED},
        {"a": PUBLISHED | {"retention_ms": 365 * DAY_MS}},
        {"a": PUBLISHED, "b": PUBLISHED | {"partitions": 1, "retention_ms": None}},
    ],
)
def test_topics_are_added_and_messages_kept_longer(now: dict[str, Card]) -> None:
    assert breaking_changes({"a": PUBLISHED}, now) == []


def test_publishing_refuses_to_break_what_is_published(tmp_path: Path) -> None:
    publish(tmp_path)
    other = cards() | {"raw.documents.v1": cards()["raw.documents.v1"] | {"key": "pool"}}
    (tmp_path / "topics.json").write_text(json.dumps(other))
    with pytest.raises(ValueError, match="key changed from pool to document_key"):
        publish(tmp_path)
