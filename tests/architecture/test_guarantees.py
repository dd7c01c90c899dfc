"""Every sentence of docs/guarantees.md names a test that is there."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "guarantees.md"
NAMED = re.findall(r"\[`(test_\w+)`\]\(([^)]+)\)", PAGE.read_text("utf-8"))


@pytest.mark.parametrize(("name", "file"), NAMED, ids=[name for name, _ in NAMED])
def test_the_test_behind_a_guarantee_is_there(name: str, file: str) -> None:
    text = (PAGE.parent / file).read_text("utf-8")
    assert re.search(rf"^(?:async )?def {name}\(", text, re.MULTILINE)


def test_every_sentence_has_a_test() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ") and "what holds" not in line]
    assert len(rows) > 20
    assert [row for row in rows if "[`test_" not in row] == []
