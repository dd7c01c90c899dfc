"""What the models read of a table's rows. See `football.player_inputs`."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.football.player_inputs import SILENT, inputs_of
from touchline.football.player_minutes import Matrix
from touchline.trainer.players.latest import Latest
from touchline.trainer.players.table import Players


@dataclass(frozen=True, slots=True)
class Inputs:
    """Values of shape (n, k) in the order of `INPUTS`, as everything said and as bans alone make them."""

    told: Matrix
    untold: Matrix
    silent: NDArray[np.bool_]  # rows of gameweeks before which nobody said anything of absences


def inputs(players: Players, latest: Latest) -> Inputs:
    """The inputs of every row."""
    vectors, teams = players.values, players.teams
    known = pl.col("availability_known").mean().over("deadline") < SILENT
    silent = players.frame.select(known).to_series().to_numpy().astype(np.bool_)
    told, untold = (inputs_of(vectors, latest.banned, teams, told=one) for one in (True, False))
    return Inputs(told, untold, silent)
