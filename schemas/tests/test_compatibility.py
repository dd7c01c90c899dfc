import re
from pathlib import Path

import pytest

from touchline.schemas.compatibility import breaking_changes, check, publish

SNAPSHOTS = Path(__file__).parent.parent / "snapshots"


def test_every_schema_is_published_as_it_stands() -> None:
    assert check(SNAPSHOTS) == []


@pytest.mark.parametrize(
    ("published", "now", "reason"),
    [
        ({"a": "int64"}, {}, "'a' was removed"),
        ({"a": "int64"}, {"a": "int32"}, "changed from int64 to int32"),
        ({"a": "int64?"}, {"a": "int64"}, "changed from int64[?] to int64"),
        ({"a": "timestamp[us, tz=UTC]"}, {"a": "timestamp[ms, tz=UTC]"}, "changed from"),
        ({}, {"a": "int64"}, "added as required"),
        ({"a": "int64"}, {"b": "int64?"}, "'a' was removed"),
    ],
)
def test_a_breaking_change_is_refused_with_its_reason(
    published: dict[str, str], now: dict[str, str], reason: str
) -> None:
    assert any(re.search(reason, problem) for problem in breaking_changes(published, now))


@pytest.mark.parametrize(
    "now",
    [
        {"a": "int64", "b": "string?"},
        {"a": "int64", "b": "string?", "c": "double?"},
        {"a": "int64", "b": "string?", "c": "list<item: string not null>?"},
        {"c": "timestamp[us, tz=UTC]?", "b": "string?", "a": "int64"},
        {"b": "string?", "a": "int64"},
    ],
)
def test_fields_that_may_be_null_are_added_and_all_may_change_places(now: dict[str, str]) -> None:
    assert breaking_changes({"a": "int64", "b": "string?"}, now) == []


def test_publishing_refuses_to_break_what_is_published(tmp_path: Path) -> None:
    publish(tmp_path)
    path = tmp_path / "raw.documents.v1.json"
    path.write_text(path.read_text().replace('"size": "int64"', '"size": "int32"'))
    with pytest.raises(ValueError, match="changed from int32 to int64"):
        publish(tmp_path)
