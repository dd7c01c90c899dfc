from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.schemas import Envelope, InvalidRecord, batch_of, decode, encode, rows_of, split
from touchline.schemas.arrow import arrow_schema
from touchline.schemas.records import Decision, Odds, OddsMoment, Promotion, Provenance

NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)
ODDS = Odds(
    "E0:2019-20:arsenal:chelsea", "ENG", "average", "1x2", None, OddsMoment.BEFORE, ["home", "draw", "away"],
    [2.1, 3.4, 3.6], "football-data", "key", "sha", Provenance.REAL, NOON, NOON, NOON, 1,
)  # fmt: skip


def test_a_record_survives_the_wire() -> None:
    assert rows_of(Odds, decode(Odds, encode(batch_of(Odds, [ODDS])))) == [ODDS]


def test_any_arrow_reader_reads_a_message_without_us() -> None:
    table = pa.ipc.open_stream(encode(batch_of(Odds, [ODDS]))).read_all()
    assert table.to_pylist()[0]["prices"] == [2.1, 3.4, 3.6]


def test_an_unknown_enum_value_reads_as_unknown() -> None:
    batch = batch_of(Odds, [ODDS])
    newer = batch.set_column(batch.schema.get_field_index("moment"), batch.schema.field("moment"), pa.array(["live"]))
    assert rows_of(Odds, decode(Odds, encode(newer)))[0].moment is OddsMoment.UNKNOWN


def test_a_column_we_do_not_know_is_dropped() -> None:
    batch = batch_of(Odds, [ODDS]).append_column("stadium", pa.array(["Highbury"]))
    assert rows_of(Odds, decode(Odds, encode(batch))) == [ODDS]


def test_an_absent_nullable_column_becomes_null() -> None:
    older = batch_of(Odds, [replace(ODDS, line=2.5)]).drop_columns(["line"])
    assert rows_of(Odds, decode(Odds, encode(older))) == [ODDS]


@pytest.mark.parametrize("value", [b"", b"garbage", b"<html>", encode(batch_of(Odds, [ODDS]))[:200], None])
def test_bytes_that_are_no_arrow_stream_are_an_invalid_record(value: bytes | None) -> None:
    with pytest.raises(InvalidRecord):
        decode(Odds, value)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_decoder_fail_otherwise(value: bytes) -> None:
    with pytest.raises(InvalidRecord):
        decode(Odds, value)


def test_a_truncated_stream_never_yields_rows() -> None:
    whole = encode(batch_of(Odds, [ODDS]))
    for length in range(0, len(whole) - 8, 7):
        try:
            assert rows_of(Odds, decode(Odds, whole[:length])) in ([], [ODDS])
        except InvalidRecord:
            continue


def test_another_schema_is_refused_with_the_column_named() -> None:
    @dataclass(frozen=True)
    class Other:
        match_id: int

    with pytest.raises(InvalidRecord, match=r"match_id: expected string, got int64"):
        decode(Odds, encode(batch_of(Other, [Other(1)])))


def test_a_null_in_a_required_field_is_refused_when_written() -> None:
    with pytest.raises(InvalidRecord, match=r"Odds.match_id must not be null"):
        batch_of(Odds, [replace(ODDS, match_id=None)])  # type: ignore[arg-type]


def test_every_enum_has_an_unknown() -> None:
    assert "unknown" in {member.value for member in Decision}
    assert arrow_schema(Promotion).field("decision").type == pa.string()


def test_splitting_is_the_same_every_time_and_loses_no_row() -> None:
    batch = batch_of(Odds, [replace(ODDS, revision=number) for number in range(2345)])
    parts = list(split(batch))
    assert [part.num_rows for part in parts] == [part.num_rows for part in split(batch)]
    assert pa.Table.from_batches(parts).to_pydict() == batch.to_pydict()
    assert max(part.num_rows for part in parts) <= 1000


def test_an_envelope_survives_its_headers_and_a_missing_one_is_named() -> None:
    envelope = Envelope("id", "/touchline/x", "type", NOON, "schema", "00-" + "a" * 32 + "-" + "b" * 16 + "-01")
    assert Envelope.from_headers(envelope.headers()) == envelope
    with pytest.raises(InvalidRecord, match="ce_id"):
        Envelope.from_headers([header for header in envelope.headers() if header[0] != "ce_id"])


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_refused(number: float) -> None:
    with pytest.raises(InvalidRecord, match=r"Odds.prices: a number is not finite"):
        decode(Odds, encode(batch_of(Odds, [replace(ODDS, prices=[number, 3.4, 3.6])])))
