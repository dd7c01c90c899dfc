"""Walking forward through seasons of players: a stretch of gameweeks is forecast by what knew only the past."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from touchline.football.player_minutes import Matrix
from touchline.trainer.players.inputs import Inputs
from touchline.trainer.players.model import Forecast, fit, forecast
from touchline.trainer.players.table import Players, Rows


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that are forecast by one model, and the rows that it may learn from."""

    judged: Rows
    learned: Rows
    silent: bool  # nobody says anything of absences: learn without them


def stretches(players: Players, silent: Rows, season: str, gameweeks: int) -> Iterator[Stretch]:
    """So many gameweeks of a season at once; what is learned from was known at the first deadline of them."""
    of_season = players.seasons == season
    weeks = players.gameweeks
    numbers = np.unique(weeks[of_season])
    for begin in range(0, len(numbers), gameweeks):
        yield from parts(players, silent, of_season & np.isin(weeks, numbers[begin : begin + gameweeks]))


def parts(players: Players, silent: Rows, rows: Rows) -> Iterator[Stretch]:
    """Rows to be judged together: gameweeks with and without words on absences never share a model."""
    deadlines = players.frame["deadline"].to_numpy()
    learned = players.frame["known_at"].to_numpy() <= deadlines[rows].min()
    for quiet in np.unique(silent[rows]).tolist():
        yield Stretch(rows & (silent == quiet), learned, quiet)


def learned_by(players: Players, read: Inputs, part: Stretch) -> Forecast:
    """What a model says of a stretch that learned from what it may."""
    values: Matrix = read.untold if part.silent else read.told
    files = fit(players.where(part.learned), values[part.learned])
    return forecast(files, values[part.judged], players.where(part.judged).teams)


def walked(
    players: Players, read: Inputs, seasons: Sequence[str], gameweeks: int
) -> Iterator[tuple[Stretch, Forecast]]:
    """Every stretch of these seasons with its forecast, in order."""
    for season in seasons:
        for one in stretches(players, read.silent, season, gameweeks):
            yield one, learned_by(players, read, one)
