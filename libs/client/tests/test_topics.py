"""What of reading topics needs none: that repeats add nothing, and that who reads none installs nothing for it."""

import subprocess
import sys
from types import SimpleNamespace

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.client.topics import Unreadable
from touchline.client.topics.reading import message_of
from touchline.client.topics.repeats import Known
from touchline.schemas import encode
from touchline.schemas.topics import TEAM_FEATURES

ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.just(2.5)), st.integers(0, 5)), max_size=30)


@given(ROWS, st.integers(1, 7))
def test_of_each_key_ever_greater_revisions_come_through_and_its_greatest_always_does(
    stated: list[tuple[str, float | None, int]], size: int
) -> None:
    sent = stated + stated[:size]  # the first messages come again
    known, seen = Known(["match", "line"]), []
    for start in range(0, len(sent), size):
        part = sent[start : start + size]
        columns = zip(*part, strict=True)
        rows = pa.RecordBatch.from_pydict(dict(zip(("match", "line", "revision"), map(list, columns), strict=True)))
        seen += [(row["match"], row["line"], row["revision"]) for row in known.news(rows).to_pylist()]
    for key in {row[:2] for row in stated}:
        revisions = [row[2] for row in seen if row[:2] == key]
        assert revisions == sorted({*revisions})
        assert revisions[-1] == max(row[2] for row in stated if row[:2] == key)


def test_a_message_that_breaks_its_contract_is_named() -> None:
    rows = pa.RecordBatch.from_pydict({"team_id": [7]})
    sent = SimpleNamespace(
        topic=TEAM_FEATURES.name, partition=3, offset=41, value=encode(rows), headers=[], timestamp=1_582_977_600_000
    )
    with pytest.raises(Unreadable, match=r"features\.teams\.v1, partition 3, offset 41: TeamFeatures"):
        message_of(TEAM_FEATURES, sent, None, Known([]), {3: 42})


def test_who_asks_by_rest_needs_nothing_of_the_extra() -> None:
    program = (
        "import touchline.client, sys; print({'kafka', 'polars', 'pyarrow', 'touchline.schemas'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout == "set()\n"
