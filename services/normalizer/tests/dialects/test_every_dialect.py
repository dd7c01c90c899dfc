"""What holds for every dialect: its samples give the rows that were written down, and no damage makes it fail.

After a wanted change: `python services/normalizer/tests/dialects/write_golden.py [source…]`, and read
the difference.
"""

import random
from collections import Counter

import pytest
from every_document import Sample, every_sample, names_of, samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from normalizer_fakes import raw_document
from written_down import written_down

from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.records import Reading, record_of
from touchline.schemas.row_keys import ROW_KEYS

EXAMPLES = 300


def of_key(sample: Sample) -> str:
    return sample.document.key


@pytest.mark.parametrize("source", DIALECTS)
def test_every_dialect_has_samples(source: str) -> None:
    assert list(samples(source))


@pytest.mark.parametrize("sample", every_sample(), ids=of_key)
def test_a_sample_gives_the_rows_that_were_written_down(sample: Sample) -> None:
    parsed = sample.dialect.read(sample.content, sample.document, names_of(sample.document.source))
    assert parsed.unaccounted == 0
    assert written_down(parsed) == sample.golden.read_text()


@pytest.mark.parametrize("sample", every_sample(), ids=of_key)
def test_no_two_rows_of_a_sample_are_known_by_the_same_columns(sample: Sample) -> None:
    raw = raw_document(sample.content, 1, sample.document.key)
    parsed = sample.dialect.read(sample.content, sample.document, names_of(sample.document.source))
    stated = [record_of(row, Reading(raw, raw.recorded_at)) for row in parsed.by_key().values()]
    keys = Counter(
        (topic.name, *(str(getattr(record, name)) for name in ROW_KEYS[topic.record]))
        for topic, record in filter(None, stated)
    )
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("source", DIALECTS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), damages=st.integers(1, 12))
def test_no_damage_makes_a_dialect_fail_and_every_row_is_accounted_for(source: str, seed: int, damages: int) -> None:
    dice = random.Random(seed)
    sample = dice.choice(list(samples(source)))
    content = damaged(sample.content, dice, damages)
    parsed = sample.dialect.read(content, sample.document, names_of(source))
    assert parsed.unaccounted == 0


def damaged(content: bytes, dice: random.Random, times: int) -> bytes:
    """The bytes with some changed, cut out, doubled, cut off, or replaced by what parsers dislike."""
    result = bytearray(content[: dice.randrange(200, 6_000)])
    nasty = (
        b"\x00",
        b"\xff\xfe",
        b'"',
        b"<!--",
        b"NaN",
        b"1e999",
        b"-1",
        b"\n\n",
        b"&#x0;",
        b"[[[[",
        b"9" * 400,
        b",,,,",
    )
    for _ in range(times):
        at = dice.randrange(len(result) + 1)
        match dice.randrange(5):
            case 0:
                result[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del result[at : at + dice.randrange(1, 60)]
            case 2:
                result[at:at] = result[at : at + dice.randrange(1, 200)]
            case 3:
                result[at:at] = dice.choice(nasty)
            case _:
                del result[max(at, 1) :]
    return bytes(result)
