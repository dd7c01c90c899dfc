"""Arrow record batches on the wire: the content of every Kafka message."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from touchline.schemas.arrow import arrow_schema, record_enums

Record = TypeVar("Record")

CONTENT_TYPE = "application/vnd.apache.arrow.stream"
MAX_ROWS = 1_000
MAX_BYTES = 512 * 1024


class InvalidRecord(ValueError):
    """This message or row can never succeed; it is parked and the stream goes on."""


def batch_of(record: type[Record], rows: Sequence[Record]) -> pa.RecordBatch:
    """Rows as one record batch, column by column; the rows' types are checked by Arrow."""
    schema = arrow_schema(record)  # type: ignore[arg-type]
    columns = [pa.array([getattr(row, field.name) for row in rows], type=field.type) for field in schema]
    for field, column in zip(schema, columns, strict=True):
        if not field.nullable and column.null_count:
            raise InvalidRecord(f"{record.__name__}.{field.name} must not be null")
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def encode(batch: pa.RecordBatch) -> bytes:
    """One batch as a complete Arrow IPC stream, readable by any Arrow implementation."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    value: bytes = sink.getvalue().to_pybytes()
    return value


def decode(record: type, value: bytes | None) -> pa.RecordBatch:
    """The batch in a message, projected by name onto our version of the record.

    A column we do not know is dropped and a nullable one that is absent becomes null: a producer may be older or newer.

    Raises:
        InvalidRecord: not an Arrow stream, a required column is missing, a column has another type, or a
            number is not finite.
    """
    try:
        table = pa.ipc.open_stream(value or b"").read_all().combine_chunks()
        table.validate(full=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InvalidRecord(f"{record.__name__}: the message is not a readable Arrow stream: {error}") from error
    found = dict(zip(table.column_names, table.columns, strict=True))
    if len(found) != table.num_columns:
        raise InvalidRecord(f"{record.__name__}: a column is there twice")
    schema = arrow_schema(record)
    columns = [_column(record, found.get(field.name), field, table.num_rows) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _column(record: type, column: pa.ChunkedArray | None, field: pa.Field, rows: int) -> pa.Array:
    if column is None:
        if not field.nullable:
            raise InvalidRecord(f"{record.__name__}: required column {field.name!r} is missing")
        return pa.nulls(rows, field.type)
    if column.type != field.type:
        raise InvalidRecord(f"{record.__name__}.{field.name}: expected {field.type}, got {column.type}")
    if column.null_count and not field.nullable:
        raise InvalidRecord(f"{record.__name__}.{field.name}: null in a required column")
    if not _is_finite(column):
        raise InvalidRecord(f"{record.__name__}.{field.name}: a number is not finite")
    chunks = column.chunks
    return chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks) if chunks else pa.array([], field.type)


def _is_finite(column: pa.ChunkedArray) -> bool:
    numbers = pc.list_flatten(column) if pa.types.is_list(column.type) else column
    return not pa.types.is_floating(numbers.type) or pc.all(pc.is_finite(numbers)).as_py() is not False


def rows_of(record: type[Record], batch: pa.RecordBatch) -> list[Record]:
    """The rows of a batch as records; an enum value we do not know becomes `unknown`."""
    try:
        columns: dict[str, list[Any]] = {name: batch.column(name).to_pylist() for name in batch.schema.names}
    except (ValueError, OverflowError) as error:  # Arrow's times reach further than Python's
        raise InvalidRecord(f"{record.__name__}: a value cannot be read: {error}") from error
    for name, enum in record_enums(record).items():  # type: ignore[arg-type]
        known = {member.value: member for member in enum}
        columns[name] = [None if value is None else known.get(value, known["unknown"]) for value in columns[name]]
    names = [field.name for field in dataclasses.fields(record)]  # type: ignore[arg-type]
    return [record(*values) for values in zip(*(columns[name] for name in names), strict=True)]


def split(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Parts of at most 1,000 rows and about 512 KiB, cut at the same places every time.

    >>> rows = pa.RecordBatch.from_pydict({"n": list(range(2500))})
    >>> [part.num_rows for part in split(rows)]
    [1000, 1000, 500]
    """
    bytes_per_row = max(1, batch.nbytes // max(1, batch.num_rows))
    size = max(1, min(MAX_ROWS, MAX_BYTES // bytes_per_row))
    for start in range(0, batch.num_rows, size):
        yield batch.slice(start, size)
