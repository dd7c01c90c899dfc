"""A table of entities and moments, checked: what is asked, of what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from touchline.feature_store.history.errors import Unanswerable
from touchline.feature_store.history.subjects import Subject

AT = "at"
MOMENT = pl.Datetime("us", "UTC")
NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Question:
    """Entities and moments in the order asked; `table` is what was handed in, `asked` its two columns that count."""

    subject: Subject
    table: pa.Table
    asked: pl.DataFrame  # entity: String, at: UTC in microseconds
    ids: tuple[str, ...]  # each once, sorted

    @property
    def latest(self) -> datetime | None:
        """The latest moment asked for."""
        found = self.asked[AT].max()
        assert found is None or isinstance(found, datetime)
        return found


def question(entities: Any) -> Question:
    """Read a table of entities.

    Args:
        entities: an Arrow table or polars frame with exactly one of `match_id`, `team_id`, `player_id` (text) and `at`
            (timestamps with a time zone); further columns are handed through.

    Raises:
        Unanswerable: a column is missing, there is one too many, or it has the wrong type.
    """
    table = _table(entities)
    subject = _subject(table.column_names)
    names = _text(table, subject.column)
    moments = _moments(table)
    ids = tuple(sorted(pc.unique(names).to_pylist()))
    asked = pl.DataFrame({"entity": pl.Series(pl.from_arrow(names)), AT: pl.Series(pl.from_arrow(moments))})
    return Question(subject, table, asked, ids)


def first_few(names: Sequence[str]) -> str:
    """Names for a sentence, at most five of them.

    >>> first_few(["a", "b"]), first_few(list("abcdefg"))
    ("'a', 'b'", "'a', 'b', 'c', 'd', 'e' and 2 more")
    """
    shown = ", ".join(map(repr, names[:NAMED_AT_MOST]))
    more = len(names) - NAMED_AT_MOST
    return f"{shown} and {more} more" if more > 0 else shown


def _table(entities: Any) -> pa.Table:
    if isinstance(entities, pl.LazyFrame):
        entities = entities.collect()
    if isinstance(entities, pl.DataFrame):
        return entities.to_arrow()
    if isinstance(entities, pa.RecordBatch):
        return pa.Table.from_batches([entities])
    if isinstance(entities, pa.Table):
        return entities
    raise Unanswerable(f"entities is an Arrow table or a polars frame, not a {type(entities).__name__}")


def _subject(names: Sequence[str]) -> Subject:
    present = [one for one in Subject if one.column in names]
    wanted = "exactly one of match_id, team_id, player_id"
    if len(present) > 1:
        has = " and ".join(one.column for one in present)
        raise Unanswerable(f"entities has {has}: keep {wanted}, and ask twice for two kinds of features")
    if not present:
        raise Unanswerable(f"entities has the columns {', '.join(names) or '(none)'}: it needs {wanted}, and {AT}")
    if AT not in names:
        raise Unanswerable(f"entities has no column {AT!r}: give each row the moment to look at, as a UTC timestamp")
    if twice := next((name for name in names if list(names).count(name) > 1), None):
        raise Unanswerable(f"entities has two columns {twice!r}: drop one")
    return present[0]


def _text(table: pa.Table, name: str) -> pa.ChunkedArray:
    column = table.column(name)
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not any(test(kind) for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)):
        raise Unanswerable(f"column {name!r} holds {column.type}: cast it to text")
    _refuse_nulls(name, column)
    return column.cast(pa.large_string())


def _moments(table: pa.Table) -> pa.ChunkedArray:
    column = table.column(AT)
    if not pa.types.is_timestamp(column.type):
        raise Unanswerable(f"column {AT!r} holds {column.type}: make it timestamps with a time zone")
    if column.type.tz is None:
        raise Unanswerable(f"column {AT!r} has no time zone, so its moments are not known: state one, such as UTC")
    _refuse_nulls(AT, column)
    # Rows are stamped in microseconds: what is finer is cut off, which changes no comparison with them.
    return column.cast(pa.timestamp("us", "UTC"), safe=False)


def _refuse_nulls(name: str, column: pa.ChunkedArray) -> None:
    if column.null_count:
        where = pc.index(pc.is_null(column), True).as_py()
        raise Unanswerable(f"column {name!r} is empty in row {where}: fill it or drop the row")
