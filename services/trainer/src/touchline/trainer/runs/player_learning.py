"""Learning of players as every run does it."""

import polars as pl

from touchline.trainer.players.figures import evaluated_files, learned_files
from touchline.trainer.players.learning import learn
from touchline.trainer.runs.learning import alone
from touchline.trainer.training.matches import hashed_parquet

ORDER = ("deadline", "match_id", "player_id")

learn_players_alone = alone(learn, learned_files, evaluated_files)


def player_parquet_of(table: pl.DataFrame) -> tuple[bytes, str]:
    """A snapshot's Parquet and its sha256: equal rows in any order give equal bytes."""
    return hashed_parquet(table.sort(ORDER))
