"""What the models read of a row: the catalogue's vector, bans, and how he stands beside his team-mates.

Only vectors of the same team, match and deadline are compared, so that nothing else has to be known when it is served.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.football.player_minutes import Matrix, Vector
from touchline.trainer.players.latest import Latest
from touchline.trainer.players.table import VECTOR, Players

TEAM = ("match_id", "team_id")
IF_BANNED = 0.125  # share of banned players, 2016/17 to 2021/22, who played all the same: the ban was served in a cup
# What is said of absences. The archive of them ends in 2022/23: where nobody says anything any more, a model that
# learned from such words takes silence for health.
WORDS = ("availability_known", "injured", "suspended", "days_since_word", "days_absent")
SILENT = 0.05  # share of a gameweek's players of whom anything is said; with an archive it is a fifth
COMPARED = ("minutes_available", "starts_expected", "price", "points_form")
INPUTS = (
    *VECTOR,
    "banned",
    "attack_balance",
    "defence_balance",
    *(f"{name}_{what}" for name in COMPARED for what in ("rank", "place_rank", "share")),
    "place_starts",
    "team_starts",
    "place_players",
    "team_threat",
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Values of shape (n, k) in the order of `INPUTS`, as everything said and as bans alone make them."""

    told: Matrix
    untold: Matrix
    silent: NDArray[np.bool_]  # rows of gameweeks before which nobody said anything of absences


def inputs(players: Players, latest: Latest) -> Inputs:
    """The inputs of every row."""
    banned = pl.Series("banned", latest.banned)
    known = pl.col("availability_known").mean().over("deadline") < SILENT
    silent = players.frame.select(known).to_series().to_numpy()
    return Inputs(
        _values(players.frame.with_columns(banned)),
        _values(_without_words(players.frame).with_columns(banned)),
        silent.astype(np.bool_),
    )


def _without_words(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(*(pl.lit(0.0).alias(name) for name in WORDS), pl.lit(1.0).alias("chance"))


def _values(frame: pl.DataFrame) -> Matrix:
    chance = pl.min_horizontal("chance", 1.0 - (1.0 - IF_BANNED) * pl.col("banned"))
    place = pl.col("goalkeeper") + 2 * pl.col("defender") + 3 * pl.col("midfielder") + 4 * pl.col("forward")
    available = frame.with_columns(chance=chance, place=place).with_columns(
        minutes_available=pl.col("minutes_expected") * pl.col("chance"),
        starts=pl.col("starts_expected") * pl.col("chance"),
    )
    beside = available.with_columns(one for name in COMPARED for one in _compared(name)).with_columns(
        attack_balance=pl.col("team_attack") - pl.col("opponent_defence"),
        defence_balance=pl.col("opponent_attack") - pl.col("team_defence"),
        place_starts=pl.col("starts").sum().over(*TEAM, "place"),
        team_starts=pl.col("starts").sum().over(TEAM),
        place_players=pl.len().over(*TEAM, "place").cast(pl.Float64),
        team_threat=(pl.col("minutes_available") * pl.col("expected_goals_per_90")).sum().over(TEAM) / 90.0,
    )
    return beside.select(INPUTS).to_numpy().astype(np.float64)


def _compared(name: str) -> Sequence[pl.Expr]:
    """His rank in the team and among those of his position, the highest first; his share of the team's sum."""
    one = pl.col(name)
    rank = one.rank("average", descending=True)
    return (
        rank.over(TEAM).alias(f"{name}_rank"),
        rank.over(*TEAM, "place").alias(f"{name}_place_rank"),
        (one / (one.sum().over(TEAM) + 1e-9)).alias(f"{name}_share"),
    )


def column(values: Matrix, name: str) -> Vector:
    """One of the inputs."""
    return np.asarray(values[:, INPUTS.index(name)], dtype=np.float64)
