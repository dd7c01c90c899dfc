"""Played matches as arrays: what was known before kick-off, and how it ended."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.football.blend import BOTH, LINE, OVER, RESULT
from touchline.football.bundle import sha256_of
from touchline.football.vector import Matrix

MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Matches:
    """Matches in the order of their kick-offs; arrays of one length. Times are microseconds since 1970, UTC."""

    values: Matrix  # (n, k), in the order of the catalogue
    goals: Matrix  # (n, 2), home and away
    seasons: NDArray[np.str_]
    kick_offs: NDArray[np.int64]
    known: NDArray[np.int64]  # when the result became available

    def __len__(self) -> int:
        return len(self.goals)

    @property
    def outcomes(self) -> NDArray[np.int64]:
        """0 home, 1 draw, 2 away."""
        difference = self.goals[:, 0] - self.goals[:, 1]
        return np.asarray(np.where(difference > 0, 0, np.where(difference == 0, 1, 2)), dtype=np.int64)

    @property
    def happened(self) -> dict[str, NDArray[np.int64]]:
        """Which class came true, by market; the event first."""
        over, both = self.goals.sum(axis=1) > LINE, self.goals.min(axis=1) > 0
        return {RESULT: self.outcomes, OVER: np.where(over, 0, 1), BOTH: np.where(both, 0, 1)}

    def where(self, chosen: NDArray[np.bool_]) -> "Matches":
        """Those for which `chosen` is true."""
        return Matches(
            self.values[chosen],
            self.goals[chosen],
            self.seasons[chosen],
            self.kick_offs[chosen],
            self.known[chosen],
        )

    def latest(self, count: int) -> "Matches":
        """The last so many by kick-off."""
        return self.where(np.arange(len(self)) >= len(self) - count)


def canonical(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows in the one order that a snapshot keeps."""
    return frame.sort("kick_off", "match_id")


def parquet_of(frame: pl.DataFrame) -> tuple[bytes, str]:
    """A snapshot's Parquet and its sha256: equal rows in any order give equal bytes."""
    return hashed_parquet(canonical(frame))


def hashed_parquet(frame: pl.DataFrame) -> tuple[bytes, str]:
    """Rows in this order as Parquet, and its sha256."""
    sink = io.BytesIO()
    frame.write_parquet(sink, compression="zstd", compression_level=3, statistics=False)
    return sink.getvalue(), sha256_of(sink.getvalue())


def matches_of(frame: pl.DataFrame) -> Matches:
    """A snapshot as arrays.

    `frame` has match_id, season, kick_off and result_available_at (UTC), home_goals, away_goals and values (lists of
    one length; null is a missing value).
    """
    ordered = canonical(frame)
    return Matches(
        np.array(ordered["values"].to_list(), dtype=np.float64),
        ordered.select("home_goals", "away_goals").to_numpy().astype(np.float64),
        np.array(ordered["season"].to_list(), dtype=np.str_),
        microseconds(ordered["kick_off"]),
        microseconds(ordered["result_available_at"]),
    )


def microseconds(times: pl.Series) -> NDArray[np.int64]:
    """Times as microseconds since 1970, UTC."""
    return times.dt.epoch("us").to_numpy().astype(np.int64)


def moment_of(microseconds_since_1970: int) -> datetime:
    """The time that a number stands for.

    >>> moment_of(0).isoformat()
    '1970-01-01T00:00:00+00:00'
    """
    seconds, rest = divmod(int(microseconds_since_1970), MICROSECONDS)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def number_of(moment: datetime) -> int:
    """A time as microseconds since 1970.

    >>> number_of(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return int(moment.replace(microsecond=0).timestamp()) * MICROSECONDS + moment.microsecond
