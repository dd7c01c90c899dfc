"""Arrow record batches on the wire: the content of every Kafka message."""

import dataclasses
from collections.abc import Iterator, Sequence
from functools import cache
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


@dataclasses.dataclass(frozen=True, slots=True)
class _Field:
    """A field of a schema, read once: Arrow makes an object of it whenever it is asked."""

    name: str
    type: pa.DataType
    nullable: bool
    is_number: bool  # or a list of numbers, which may not be finite


@cache
def _fields(record: type) -> tuple[_Field, ...]:
    return tuple(
        _Field(field.name, field.type, field.nullable, pa.types.is_floating(_items(field.type)))
        for field in arrow_schema(record)
    )


def _items(data_type: pa.DataType) -> pa.DataType:
    return data_type.value_type if pa.types.is_list(data_type) else data_type


def batch_of(record: type[Record], rows: Sequence[Record]) -> pa.RecordBatch:
    """Rows as one record batch, column by column; the rows' types are checked by Arrow."""
    columns = []
    for field in _fields(record):  # type: ignore[arg-type]
        column = pa.array([getattr(row, field.name) for row in rows], type=field.type)
        if not field.nullable and column.null_count:
            raise InvalidRecord(f"{record.__name__}.{field.name} must not be null")
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, schema=arrow_schema(record))  # type: ignore[arg-type]


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
        batch = _whole(pa.ipc.open_stream(value or b""))
        batch.validate(full=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InvalidRecord(f"{record.__name__}: the message is not a readable Arrow stream: {error}") from error
    schema = arrow_schema(record)
    # from a producer of our version, as nearly all are, nothing needs to be found
    columns = batch.columns if batch.schema.equals(schema) else _projected(record, batch)
    for field, column in zip(_fields(record), columns, strict=True):
        if not field.nullable and column.null_count:
            raise InvalidRecord(f"{record.__name__}.{field.name}: null in a required column")
        if field.is_number and not _is_finite(column):
            raise InvalidRecord(f"{record.__name__}.{field.name}: a number is not finite")
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _whole(reader: pa.RecordBatchReader) -> pa.RecordBatch:
    """The batches of a stream as one; our own streams have one."""
    batches = list(reader)
    return batches[0] if len(batches) == 1 else pa.concat_batches(batches) if batches else _empty(reader.schema)


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)


def _projected(record: type, batch: pa.RecordBatch) -> list[pa.Array]:
    found = dict(zip(batch.schema.names, batch.columns, strict=True))
    if len(found) != batch.num_columns:
        raise InvalidRecord(f"{record.__name__}: a column is there twice")
    return [_column(record, found.get(field.name), field, batch.num_rows) for field in _fields(record)]


def _column(record: type, column: pa.Array | None, field: _Field, rows: int) -> pa.Array:
    if column is None:
        if not field.nullable:
            raise InvalidRecord(f"{record.__name__}: required column {field.name!r} is missing")
        return pa.nulls(rows, field.type)
    if column.type != field.type:
        raise InvalidRecord(f"{record.__name__}.{field.name}: expected {field.type}, got {column.type}")
    return column


def _is_finite(column: pa.Array) -> bool:
    if column.null_count == len(column):
        return True
    numbers = pc.list_flatten(column) if pa.types.is_list(column.type) else column
    return pc.all(pc.is_finite(numbers)).as_py() is not False


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
