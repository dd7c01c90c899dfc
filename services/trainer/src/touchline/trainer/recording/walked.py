"""What the method of a challenger said of each match while it was walked forward, and what happened."""

import io
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.football.scoring import ranked_probability_score
from touchline.football.vector import Matrix
from touchline.trainer.training.learning import Challenger

OUTCOMES = ("home", "draw", "away")


@dataclass(frozen=True, slots=True)
class Walked:
    """Forecasts of the matches judged, each made from what was known before its season; arrays of one length."""

    seasons: NDArray[np.str_]
    shares: Matrix  # (n, 3): home, draw, away
    happened: NDArray[np.int64]  # 0 home, 1 draw, 2 away


def walked_by(challenger: Challenger) -> Walked:
    """What the walk kept of it."""
    walk = challenger.walked
    judged = challenger.matches.where(np.isin(challenger.matches.seasons, walk.seasons))
    return Walked(judged.seasons, walk.shares, judged.outcomes)


def parquet_of_walked(walked: Walked) -> bytes:
    """As a file: a row a match."""
    scores = ranked_probability_score(walked.shares, walked.happened)
    columns = {"season": walked.seasons.tolist(), "happened": walked.happened, "ranked_probability_score": scores}
    frame = pl.DataFrame(columns | {name: walked.shares[:, place] for place, name in enumerate(OUTCOMES)})
    sink = io.BytesIO()
    frame.write_parquet(sink, compression="zstd", statistics=False)
    return sink.getvalue()


def walked_of(content: bytes) -> Walked:
    """The file read again."""
    frame = pl.read_parquet(io.BytesIO(content))
    return Walked(
        np.array(frame["season"].to_list(), dtype=np.str_),
        frame.select(OUTCOMES).to_numpy().astype(np.float64),
        frame["happened"].to_numpy().astype(np.int64),
    )
