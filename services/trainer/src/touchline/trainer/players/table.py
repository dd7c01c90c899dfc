"""The history of players as arrays: a row is a player and a match, known as of the deadline of its gameweek."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.football.player_inputs import VECTOR
from touchline.football.player_minutes import Matrix, Vector

ORDER = ("player_id", "deadline", "kick_off", "match_id")  # of each player the past stands before the future
Integers = NDArray[np.int64]
Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Players:
    """Rows in `ORDER`; `frame` has the columns of the feature store's table."""

    frame: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "Players":
        """From the feature store's table."""
        return cls(frame.sort(ORDER))

    def __len__(self) -> int:
        return len(self.frame)

    def where(self, chosen: Rows) -> "Players":
        """Some of the rows."""
        return Players(self.frame.filter(pl.Series(chosen)))

    def happened(self, name: str) -> Vector:
        """What happened, NaN where nobody states it."""
        return self.frame[f"happened_{name}"].cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)

    def feature(self, name: str) -> Vector:
        """One feature."""
        return self.frame[name].to_numpy().astype(np.float64)

    @property
    def values(self) -> Matrix:
        """The vectors, in the order of `VECTOR`."""
        return self.frame.select(VECTOR).to_numpy().astype(np.float64)

    @property
    def seasons(self) -> NDArray[np.str_]:
        """Of each row, `2022/23`."""
        return self.frame["season"].to_numpy().astype(np.str_)

    @property
    def teams(self) -> Integers:
        """A number for each team and match, from 0."""
        key = pl.struct("match_id", "team_id").rank("dense")
        return self.frame.select(key).to_series().to_numpy().astype(np.int64) - 1

    @property
    def gameweeks(self) -> Integers:
        """A number for each gameweek, in the order of deadlines, from 0."""
        return self.frame["deadline"].rank("dense").to_numpy().astype(np.int64) - 1
