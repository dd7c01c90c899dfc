"""What the method of a challenger said of each match while it was walked forward, and what happened."""

import io
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.football.bundle import Matrix
from touchline.football.scoring import ranked_probability_score
from touchline.trainer.training.learning import Challenger
from touchline.trainer.training.methods import METHODS, forecast
from touchline.trainer.training.walk_forward import folds

OUTCOMES = ("home", "draw", "away")


@dataclass(frozen=True, slots=True)
class Walked:
    """Forecasts of the matches judged, each made from what was known before its season; arrays of one length."""

    seasons: NDArray[np.str_]
    shares: Matrix  # (n, 3): home, draw, away
    happened: NDArray[np.int64]  # 0 home, 1 draw, 2 away


def walked_by(challenger: Challenger) -> Walked:
    """The method learned and asked again, season by season: the same matches give the same forecasts.

    The only place that needs more of a challenger than what it says of itself.
    """
    parts = folds(challenger.matches)
    shares = [forecast(METHODS[challenger.method](part.learned), part.judged.values) for part in parts]
    return Walked(
        np.concatenate([part.judged.seasons for part in parts]),
        np.concatenate(shares),
        np.concatenate([part.judged.outcomes for part in parts]),
    )


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
