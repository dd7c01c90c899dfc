"""Learning of players as every run does it: on one thread, so that the same rows give the same bytes."""

import io

import polars as pl
from threadpoolctl import threadpool_limits

from touchline.football.bundle import sha256_of
from touchline.football.catalogue import LATEST
from touchline.runtime.errors import Refused
from touchline.trainer.players.figures import evaluated_files, learned_files
from touchline.trainer.players.learning import TooFewRows, learn
from touchline.trainer.runs.environment import THREADS
from touchline.trainer.runs.learning import Learned

ORDER = ("deadline", "match_id", "player_id")


def learn_players_alone(table: pl.DataFrame, name: str, snapshot: str) -> Learned:
    """The challenger that a table's rows give.

    Raises:
        Refused: there is too little history.
    """
    with threadpool_limits(THREADS):
        try:
            challenger = learn(table, name, snapshot, LATEST)
        except TooFewRows as few:
            raise Refused(str(few)) from few
        files = learned_files(challenger)
        return Learned(challenger, {**files, **evaluated_files(files)})


def player_parquet_of(table: pl.DataFrame) -> tuple[bytes, str]:
    """A snapshot's Parquet and its sha256: equal rows in any order give equal bytes."""
    sink = io.BytesIO()
    table.sort(ORDER).write_parquet(sink, compression="zstd", compression_level=3, statistics=False)
    return sink.getvalue(), sha256_of(sink.getvalue())
