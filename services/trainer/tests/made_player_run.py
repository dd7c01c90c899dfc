"""A run of models of players made by chance, as the trainer keeps it."""

from datetime import UTC, datetime

import polars as pl
from made_players import made_players
from made_run import CODE

from touchline.trainer.players.table import Players
from touchline.trainer.runs.keeping import Run, run_of
from touchline.trainer.runs.pipeline import Asked
from touchline.trainer.runs.player_learning import learn_players_alone, player_parquet_of

NAME = "touchline-player"
NOON = datetime(2021, 10, 1, 12, tzinfo=UTC)
COPIES = 14  # of four clubs: so many that the rule of the fewest rows is kept


def player_frame() -> pl.DataFrame:
    """Three seasons of six gameweeks."""
    clubs = made_players(seasons=3, gameweeks=6).frame
    copies = [
        clubs.with_columns(pl.concat_str(name, pl.lit(f"-{copy}")) for name in ("player_id", "team_id", "match_id"))
        for copy in range(COPIES)
    ]
    return Players.of(pl.concat(copies)).frame


def made_player_run(frame: pl.DataFrame | None = None, name: str = NAME) -> Run:
    """What a training would keep of these rows."""
    frame = player_frame() if frame is None else frame
    parquet, snapshot = player_parquet_of(frame)
    return run_of(
        learn_players_alone(frame, name, snapshot), parquet, Asked("S0", NOON.isoformat(), name, seasons=2), CODE
    )
