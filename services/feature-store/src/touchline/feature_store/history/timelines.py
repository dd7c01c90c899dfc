"""Rows of timelines and versions of fixtures, held so that any moment is one join and one gather."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
import polars as pl

from touchline.feature_store.history.errors import Unanswerable
from touchline.feature_store.history.questions import MOMENT
from touchline.feature_store.history.subjects import Kind, Mode

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
T = TypeVar("T")

NOWHERE = -1  # instead of a row number: nothing was known
FLOAT64 = 8  # bytes

ROWS: Mapping[str, pl.DataType] = {
    "entity": pl.String(),
    "as_of": MOMENT,
    "known_at": MOMENT,
    "superseded_at": MOMENT,
    "pool": pl.String(),
    "season": pl.String(),
    "served": pl.Boolean(),
    "known": pl.Boolean(),  # false: from then on nothing was known any more, and the values mean nothing
}
FIXTURES: Mapping[str, pl.DataType] = {
    "match_id": pl.String(),
    "known_at": MOMENT,
    "competition": pl.String(),
    "season": pl.String(),
    "home_team": pl.String(),
    "away_team": pl.String(),
    "status": pl.String(),
    "event_time": MOMENT,  # kick-off
}
SEASONS: Mapping[str, pl.DataType] = {
    "competition": pl.String(),
    "season": pl.String(),
    "since": MOMENT,  # the first row of it was known
    "until": MOMENT,  # null: to this day
    "stands_since": MOMENT,  # `as_of` of the first row that stands today; null: none does
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows of one kind: what they are of and when (ROWS), and beside them the numbers.

    `values` has a line a feature and a column a row, so that one feature of a million questions is one `take` from
    memory that lies together.
    """

    rows: pl.DataFrame
    values: Matrix
    _made: dict[tuple[str, Mode], Any] = field(default_factory=dict, compare=False, repr=False)

    def known(self, mode: Mode) -> pl.DataFrame:
        """`entity`, `moment`, `row`: the row that counts from a moment on, sorted by moment."""
        return self.once("known", mode, lambda: _since(self.rows, mode))

    def once(self, name: str, mode: Mode, make: Callable[[], T]) -> T:
        """What follows from the rows alone, made when it is first asked for."""
        if (name, mode) not in self._made:
            self._made[name, mode] = make()
        made: T = self._made[name, mode]
        return made


NO_ROWS = Timeline(pl.DataFrame(schema=ROWS), np.zeros((0, 0)))


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a source knows of the entities asked for: a superset does no harm.

    `football_time` is the newest moment that the source tells of; None when it holds nothing.
    """

    football_time: datetime | None
    timelines: Mapping[Kind, Timeline]
    fixtures: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FIXTURES))
    seasons: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SEASONS))

    def of(self, kind: Kind) -> Timeline:
        """The timelines of a kind."""
        return self.timelines.get(kind, NO_ROWS)


def from_blobs(rows: pl.DataFrame, blobs: Sequence[bytes]) -> Timeline:
    """Rows with their values as MariaDB keeps them: float64, little-endian; none in a row that tells of nothing.

    >>> stamps = {name: [None] for name in ROWS if name not in ("served", "known")}
    >>> from_blobs(pl.DataFrame({**stamps, "served": [True]}), [np.array([1.5, 2.0]).tobytes()]).values.tolist()
    [[1.5], [2.0]]
    """
    width = _width(blobs)
    known = [bool(blob) for blob in blobs]
    joined = b"".join(blob or bytes(width * FLOAT64) for blob in blobs)
    by_row = np.frombuffer(joined, dtype="<f8").reshape(len(blobs), width)
    schema = {name: ROWS[name] for name in ROWS}
    frame = rows.with_columns(known=pl.Series(known, dtype=pl.Boolean)).select(list(schema)).cast(pl.Schema(schema))
    return Timeline(frame, np.ascontiguousarray(by_row.T))


def seasons_of(rows: pl.DataFrame) -> pl.DataFrame:
    """When each season of a competition came to be known, from rows of teams (SEASONS)."""
    counted = rows.filter("known").with_columns(competition=pl.col("entity").str.split("/").list.first())
    still = pl.col("superseded_at").is_null()
    return (
        counted.group_by("competition", "season")
        .agg(
            since=pl.col("known_at").min(),
            until=pl.when(still.any()).then(None).otherwise(pl.col("superseded_at").max()),
            stands_since=pl.col("as_of").filter(still).min(),
        )
        .sort("competition", "season")
        .cast(pl.Schema(SEASONS))
    )


def _width(blobs: Iterable[bytes]) -> int:
    sizes = {len(blob) for blob in blobs if blob}
    if len(sizes) > 1 or any(size % FLOAT64 for size in sizes):
        raise Unanswerable(
            f"rows of one kind have {' and '.join(map(str, sorted(sizes)))} bytes of values; some are of another"
            " version; let `consume` fold the pools again, then ask once more"
        )
    return sizes.pop() // FLOAT64 if sizes else 0


def _since(rows: pl.DataFrame, mode: Mode) -> pl.DataFrame:
    numbered = rows.lazy().with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    if mode is Mode.AS_SERVED:
        moment, tie = pl.col("known_at"), pl.col("as_of")
        numbered = numbered.filter("served")
    else:
        moment, tie = pl.col("as_of"), pl.col("known_at")
        numbered = numbered.filter(pl.col("superseded_at").is_null())
    row = pl.when("known").then("row").otherwise(NOWHERE)
    return (
        numbered.select("entity", moment.alias("moment"), tie.alias("tie"), row.alias("row"))
        .sort("moment", "tie")
        .unique(["entity", "moment"], keep="last", maintain_order=True)
        .select("entity", "moment", "row")
        .collect()
    )
