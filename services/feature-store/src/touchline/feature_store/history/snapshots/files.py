"""Rows as Parquet: the same rows are the same bytes, whatever order they came in."""

import dataclasses
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from touchline.feature_store.history.errors import Unanswerable
from touchline.feature_store.history.snapshots.manifest import FIXTURE, File
from touchline.feature_store.history.subjects import Kind
from touchline.feature_store.history.timelines import FLOAT64
from touchline.feature_store.stores.rows import aware
from touchline.football.catalogue import LATEST, MARKET, PAIR, SQUAD, catalogue
from touchline.football.resolution import ResolvedMatch
from touchline.runtime.transaction import Row
from touchline.schemas.arrow import arrow_schema

_MOMENT = pa.timestamp("us", "UTC")
VALUES = "values"
TIMELINE = pa.schema(
    [
        pa.field("entity", pa.string(), nullable=False),
        pa.field("as_of", _MOMENT, nullable=False),
        pa.field("known_at", _MOMENT, nullable=False),
        pa.field("superseded_at", _MOMENT),
        pa.field("pool", pa.string(), nullable=False),
        pa.field("season", pa.string(), nullable=False),
        pa.field("served", pa.bool_(), nullable=False),
        pa.field("document_set", pa.string(), nullable=False),
    ]
)
FIXTURES = pa.schema(
    [
        *arrow_schema(ResolvedMatch),
        pa.field("known_at", _MOMENT, nullable=False),
        pa.field("superseded_at", _MOMENT),
        pa.field("touches", _MOMENT, nullable=False),
    ]
)
WIDTHS = {  # numbers in a row
    Kind.TEAM: len(catalogue(LATEST).teams),
    Kind.PAIR: len(PAIR),
    Kind.MARKET: len(MARKET),
    Kind.SQUAD: len(SQUAD),
    Kind.PLAYER: len(catalogue(LATEST).players),
}
ROWS_IN_A_GROUP = 4_096  # sorted by entity, so that a reader of few entities skips most groups


def timeline_files(kind: str, pool: str, rows: Iterable[Row]) -> Iterator[tuple[File, bytes]]:
    """A file a season; rows are TIMELINE's columns and a blob of values, empty where a row tells of nothing."""
    season, key = (
        TIMELINE.get_field_index("season"),
        [TIMELINE.get_field_index(n) for n in ("entity", "as_of", "known_at")],
    )
    ordered = sorted(rows, key=lambda row: (row[season], *(row[place] for place in key)))
    for name, group in groupby(ordered, key=lambda row: row[season]):
        together = list(group)
        table = _table(TIMELINE, [row[:-1] for row in together])
        values = _values([row[-1] for row in together], WIDTHS[Kind(kind)])
        yield _file(kind, pool, name, table.append_column(VALUES, values))


def fixture_files(pool: str, rows: Iterable[Row]) -> Iterator[tuple[File, bytes]]:
    """A file a season of versions of matches; rows are FIXTURES' columns."""
    season, match, known = (FIXTURES.get_field_index(name) for name in ("season", "match_id", "known_at"))
    ordered = sorted(rows, key=lambda row: (row[season], row[match], row[known]))
    for name, group in groupby(ordered, key=lambda row: row[season]):
        yield _file(FIXTURE, pool, name, _table(FIXTURES, list(group)))


def fixture_columns() -> tuple[str, ...]:
    """The columns of `match_versions` in a snapshot."""
    return (*(field.name for field in dataclasses.fields(ResolvedMatch)), "known_at", "superseded_at", "touches")


def _table(schema: pa.Schema, rows: Sequence[Row]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table([_column(field, values) for field, values in zip(schema, columns, strict=True)], schema=schema)


def _column(field: pa.Field, values: Sequence[object]) -> pa.Array:
    """A column; MariaDB's times are UTC without saying so, its truths are numbers."""
    if pa.types.is_timestamp(field.type):
        return pa.array([None if one is None else aware(one) for one in values], field.type)  # type: ignore[arg-type]
    if pa.types.is_boolean(field.type):
        return pa.array([bool(one) for one in values], field.type)
    return pa.array(values, field.type)


def _values(blobs: Sequence[bytes], width: int) -> pa.Array:
    """One list of so many numbers a row; null where there are none."""
    if other := {len(blob) for blob in blobs} - {0, width * FLOAT64}:
        raise Unanswerable(
            f"rows have {min(other)} bytes of values instead of {width * FLOAT64}, so another version made them: let"
            " `consume` fold the pools again, then take the snapshot"
        )
    numbers = np.frombuffer(b"".join(blob or bytes(width * FLOAT64) for blob in blobs), dtype="<f8")
    missing = pa.array([not blob for blob in blobs], pa.bool_())
    return pa.FixedSizeListArray.from_arrays(pa.array(numbers), width, mask=missing)


def _file(kind: str, pool: str, season: str, table: pa.Table) -> tuple[File, bytes]:
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", row_group_size=ROWS_IN_A_GROUP)
    content = sink.getvalue()
    folder = season.replace("/", "-") or "none"
    path = f"kind={kind}/pool={pool}/season={folder}/rows.parquet"
    return File(path, kind, pool, season, len(table), len(content), hashlib.sha256(content).hexdigest()), content
