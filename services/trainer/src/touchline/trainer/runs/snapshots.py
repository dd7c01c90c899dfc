"""A snapshot as a file: checked before anything is learned from it."""

import io
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from touchline.football.bundle import sha256_of
from touchline.football.catalogue import LATEST, MATCH_FEATURES
from touchline.runtime.errors import Refused
from touchline.trainer.history import COLUMNS

NEEDED = ("match_id", "season", "kick_off", "result_available_at", "home_goals", "away_goals", "values")


def read_snapshot(file: Path) -> tuple[pl.DataFrame, str]:
    """Its rows, and the sha256 by which a model names it.

    Raises:
        Refused: it is absent, no Parquet, or not the rows that a model learns from.
    """
    if not file.is_file():
        raise Refused(
            f"there is no snapshot at {file}: `dvc pull` it, or make one with `python -m touchline.trainer snapshot`"
        )
    content = file.read_bytes()
    try:
        frame = pl.read_parquet(io.BytesIO(content))
    except (PolarsError, OSError) as error:
        raise Refused(f"{file} is no Parquet: {error}") from error
    if (wrong := wrong_with(frame)) is not None:
        raise Refused(f"{file} is no snapshot to learn from: {wrong}")
    return frame, sha256_of(content)


def wrong_with(frame: pl.DataFrame) -> str | None:
    """The first thing that keeps a model from learning from these rows.

    >>> wrong_with(pl.DataFrame({"match_id": ["a"]}))
    'it has no column season'
    """
    for name in NEEDED:
        if name not in frame.columns:
            return f"it has no column {name}"
        if frame[name].dtype != COLUMNS[name]:
            return f"{name} is {frame[name].dtype}, {COLUMNS[name]} is needed"
        if frame[name].null_count():
            return f"{frame[name].null_count()} rows have no {name}"
    if not frame.height:
        return "it has no rows"
    repeated = frame["match_id"].is_duplicated()
    if repeated.any():
        return f"match {frame['match_id'].filter(repeated)[0]} is in it more than once"
    lengths = sorted(frame["values"].list.len().unique().to_list())
    if lengths != [len(MATCH_FEATURES)]:
        return f"its vectors have {lengths} values, catalogue {LATEST} has {len(MATCH_FEATURES)}"
    return None
