"""What this trainer makes: models of matches and of players, which go the same way by other functions."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from touchline.football.bundle import open_bundle
from touchline.football.player_bundle import open_players
from touchline.runtime.database import Database
from touchline.trainer.config import TrainerSettings
from touchline.trainer.history import football_time, read_history
from touchline.trainer.player_history import player_football_time, read_player_history
from touchline.trainer.players import figures as of_players
from touchline.trainer.recording import figures as of_matches
from touchline.trainer.runs.learning import Learned, learn_alone
from touchline.trainer.runs.pipeline import is_of_players
from touchline.trainer.runs.player_learning import learn_players_alone, player_parquet_of
from touchline.trainer.runs.snapshots import wrong_with, wrong_with_players
from touchline.trainer.training.matches import parquet_of


@dataclass(frozen=True, slots=True)
class Product:
    """How a kind of model comes from the platform's rows to a bundle and back."""

    rows: str  # what its snapshot has rows of
    read: Callable[[Database, datetime | None, TrainerSettings], Awaitable[pl.DataFrame]]
    packed: Callable[[pl.DataFrame], tuple[bytes, str]]  # a snapshot's Parquet and its sha256
    wrong_with: Callable[[pl.DataFrame], str | None]  # what keeps a model from learning from a snapshot
    football_time: Callable[[pl.DataFrame], datetime]
    learn: Callable[[pl.DataFrame, str, str], Learned]
    evaluated: Callable[[Mapping[str, bytes]], dict[str, bytes]]
    opened: Callable[[bytes, str], Any]


MATCH = Product(
    "matches",
    read_history,
    parquet_of,
    wrong_with,
    football_time,
    learn_alone,
    of_matches.evaluated_files,
    open_bundle,
)
PLAYER = Product(
    "matches of players",
    read_player_history,
    player_parquet_of,
    wrong_with_players,
    player_football_time,
    learn_players_alone,
    of_players.evaluated_files,
    open_players,
)


def product_of(model_name: str) -> Product:
    """What a model of this name is: one that ends in `player` is of players, any other of matches.

    >>> product_of("touchline-player").rows
    'matches of players'
    """
    return PLAYER if is_of_players(model_name) else MATCH
