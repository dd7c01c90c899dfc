"""The grid with odds is a younger column of predictions: old messages and old readers go on."""

import json
from pathlib import Path

import pyarrow as pa

from tests.contract.examples import example_rows
from touchline.schemas import batch_of, decode, encode, rows_of
from touchline.schemas.records import MatchPrediction

YOUNGER = "grid_with_odds"


def stream_of(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue().to_pybytes()


def test_a_message_from_before_the_column_reads_as_one_without_a_grid_with_odds() -> None:
    rows = example_rows(MatchPrediction)
    assert any(row.grid_with_odds is not None for row in rows)
    batch = batch_of(MatchPrediction, rows)
    older = batch.select([name for name in batch.schema.names if name != YOUNGER])
    back = rows_of(MatchPrediction, decode(MatchPrediction, stream_of(older)))
    assert [row.grid_with_odds for row in back] == [None] * len(rows)
    assert [row.grid for row in back] == [row.grid for row in rows]


def test_who_reads_by_the_older_names_finds_them_in_a_message_with_the_column() -> None:
    message = encode(batch_of(MatchPrediction, example_rows(MatchPrediction)))
    (batch,) = pa.ipc.open_stream(message)
    published = json.loads(Path("schemas/snapshots/predictions.matches.v1.json").read_text())
    assert set(batch.schema.names) == set(published)
    assert batch.schema.field(YOUNGER).nullable
