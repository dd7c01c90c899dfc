"""Tables of entities as they come in and of answers as they go out: CSV, Parquet or Arrow."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq

from touchline.feature_store.history.errors import Unanswerable
from touchline.feature_store.history.subjects import Subject

STANDARD = "-"  # instead of a file: standard input
_TEXT = {subject.column: pa.string() for subject in Subject}  # also where every id of a CSV looks like a number


def read_entities(where: str) -> pa.Table:
    """A table of entities from a file, or from standard input when `where` is `-`; its first bytes say what it is.

    Raises:
        Unanswerable: there is no such file, or it is neither Arrow, Parquet nor CSV.
    """
    try:
        content = sys.stdin.buffer.read() if where == STANDARD else Path(where).read_bytes()
    except OSError as error:
        raise Unanswerable(f"{where} cannot be read ({error.strerror}): name a file, or - for standard input") from None
    source = pa.py_buffer(content)
    try:
        if content.startswith(b"PAR1"):
            return pq.read_table(pa.BufferReader(source))
        if content.startswith(b"ARROW1"):
            return pa.ipc.open_file(source).read_all()
        if content.startswith(b"\xff\xff\xff\xff"):
            return pa.ipc.open_stream(source).read_all()
        return csv.read_csv(pa.BufferReader(source), convert_options=csv.ConvertOptions(column_types=_TEXT))
    except (pa.ArrowInvalid, OSError) as error:
        name = "standard input" if where == STANDARD else where
        raise Unanswerable(f"{name} is no table ({error}): give CSV with a header, Parquet or Arrow") from None


def write_answer(table: pa.Table, out: Path | None) -> None:
    """An answer as the file's ending says; without a file as an Arrow stream on standard output.

    Raises:
        Unanswerable: an ending that says nothing, or a place where nothing can be written.
    """
    if out is None:
        _stream(table, sys.stdout.buffer)
        return
    write = writer_of(out)
    try:
        with out.open("wb") as sink:
            write(table, sink)
    except OSError as error:
        raise Unanswerable(f"{out} cannot be written ({error.strerror}): name another file") from None


def writer_of(out: Path) -> Callable[[pa.Table, BinaryIO], None]:
    """How a file with this ending is written; asked before anything is computed.

    Raises:
        Unanswerable: the ending is not one of those known.
    """
    if out.suffix not in _WRITERS:
        raise Unanswerable(f"{out} ends in none of {', '.join(_WRITERS)}: name the file so that its form is known")
    return _WRITERS[out.suffix]


def _stream(table: pa.Table, sink: BinaryIO) -> None:
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


def _file(table: pa.Table, sink: BinaryIO) -> None:
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


_WRITERS: dict[str, Callable[[pa.Table, BinaryIO], None]] = {
    ".arrow": _file,
    ".arrows": _stream,
    ".parquet": pq.write_table,
    ".csv": csv.write_csv,
}
