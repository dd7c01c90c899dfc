"""A snapshot as a file: checked before anything is learned from it."""

import io
from collections.abc import Callable
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from touchline.football.bundle import sha256_of
from touchline.football.catalogue import LATEST, MATCH_FEATURES
from touchline.football.player_inputs import VECTOR
from touchline.runtime.errors import Refused
from touchline.trainer.history import COLUMNS
from touchline.trainer.players.served import WHO

NEEDED = ("match_id", "season", "kick_off", "result_available_at", "home_goals", "away_goals", "values")


NEEDED_OF_PLAYERS = (
    *(name for name in WHO if name not in ("home", "document_key", "opponent_id")),
    *("season", "deadline", "happened_minutes", "happened_goals", "happened_assists", "happened_points"),
    *VECTOR,
)
Check = Callable[[pl.DataFrame], str | None]


def read_snapshot(file: Path, check: Check | None = None) -> tuple[pl.DataFrame, str]:
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
    if (wrong := (check or wrong_with)(frame)) is not None:
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


def wrong_with_players(frame: pl.DataFrame) -> str | None:
    """The first thing that keeps models of players from learning from these rows.

    >>> wrong_with_players(pl.DataFrame({"player_id": ["a"]}))
    'it has no column match_id'
    """
    for name in NEEDED_OF_PLAYERS:
        if name not in frame.columns:
            return f"it has no column {name}"
        if frame[name].null_count():
            return f"{frame[name].null_count()} rows have no {name}"
    if not frame.height:
        return "it has no rows"
    repeated = frame.select(pl.struct("player_id", "match_id").is_duplicated()).to_series()
    if repeated.any():
        first = frame.filter(repeated).row(0, named=True)
        return f"player {first['player_id']} is in it more than once in match {first['match_id']}"
    return None
