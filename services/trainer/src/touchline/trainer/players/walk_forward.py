"""Walking forward through seasons of players: a stretch of gameweeks is forecast by what knew only the past."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.player_minutes import Matrix
from touchline.trainer.players.inputs import Inputs
from touchline.trainer.players.model import Forecast, fit, forecast
from touchline.trainer.players.table import Players

Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that are forecast by one model, and the rows that it may learn from."""

    judged: Rows
    learned: Rows
    silent: bool  # nobody says anything of absences: learn without them


def stretches(players: Players, silent: Rows, season: str, gameweeks: int) -> Iterator[Stretch]:
    """So many gameweeks of a season at once; what is learned from was known at the first deadline of them.

    Rows of gameweeks with and without words on absences never share a model.
    """
    of_season = players.seasons == season
    weeks = players.gameweeks
    deadlines = players.frame["deadline"].to_numpy()
    known = players.frame["known_at"].to_numpy()
    numbers = np.unique(weeks[of_season])
    for begin in range(0, len(numbers), gameweeks):
        rows = of_season & np.isin(weeks, numbers[begin : begin + gameweeks])
        learned = known <= deadlines[rows].min()
        for quiet in np.unique(silent[rows]).tolist():
            yield Stretch(rows & (silent == quiet), learned, quiet)


def walked(
    players: Players, read: Inputs, seasons: Sequence[str], gameweeks: int
) -> Iterator[tuple[Stretch, Forecast]]:
    """Every stretch of these seasons with its forecast, in order."""
    for season in seasons:
        for one in stretches(players, read.silent, season, gameweeks):
            values: Matrix = read.untold if one.silent else read.told
            files = fit(players.where(one.learned), values[one.learned])
            yield one, forecast(files, values[one.judged], players.where(one.judged).teams)
