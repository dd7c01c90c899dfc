"""The fuzzer's own parts: a planted fault is found, and changed documents keep their shape."""

import json
import random
from pathlib import Path

import pytest

from tests.fuzz.corpus import seeds_of
from tests.fuzz.findings import UNACCOUNTED, Findings, target
from tests.fuzz.mutations import changed
from touchline.normalizer.dialects.dialect import Dialect, Document
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.dialects.rows import Parsed

SOURCE = "openfootball"


def forgetful(content: bytes, document: Document, names: Names) -> Parsed:
    """Loses a row, and cannot read what holds an X."""
    if b"X" in content:
        raise KeyError("X")
    return Parsed((), inputs=1, read=0)


def test_a_planted_fault_is_found_counted_and_kept(tmp_path: Path) -> None:
    seeds, names = seeds_of(SOURCE)
    findings = Findings(tmp_path)
    one_input = target({SOURCE: Dialect(SOURCE, forgetful)}, seeds, names, findings)
    for data in (b"", b"\x00fine", b"\x00X", b"\x01X"):
        one_input(data)
    (raised,) = (what for what in findings.counts if what.startswith("KeyError"))
    assert findings.counts == {UNACCOUNTED: 1, raised: 2}
    assert (tmp_path / "finding-2").read_bytes() == b"\x00X"


@pytest.mark.parametrize("source", DIALECTS)
def test_most_changed_documents_still_have_rows_to_read(source: str) -> None:
    seeds, names = seeds_of(source)
    seed = next(one for one in seeds if DIALECTS[source].read(one.content, one.document, names).read)
    read = [
        DIALECTS[source].read(changed(seed.content, random.Random(number)), seed.document, names).read
        for number in range(20)
    ]
    assert sum(rows > 0 for rows in read) >= 10


def test_changed_json_is_json_and_is_changed() -> None:
    seeds, _ = seeds_of(SOURCE)
    documents = [changed(seeds[0].content, random.Random(number)) for number in range(50)]
    assert all(json.loads(one) for one in documents)
    assert len({json.dumps(json.loads(one)) for one in documents}) > 40
