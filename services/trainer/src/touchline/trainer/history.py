"""What there is to learn from: played matches with their vectors, out of the feature-store's published views."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from touchline.football.catalogue import LATEST, MATCH_FEATURES
from touchline.runtime.database import Database
from touchline.runtime.errors import Refused
from touchline.runtime.logs import log
from touchline.trainer.config import TrainerSettings

UTC_TIME = pl.Datetime("us", "UTC")

# `pub_matches` holds played matches only; their availability is that of the result.
PLAYED = """
SELECT f.match_id, f.pool, f.competition, f.season, f.home_team, f.away_team, f.document_set,
       m.event_time, f.available_at, m.available_at, m.home_goals, m.away_goals, f.feature_values
FROM pub_match_features f JOIN pub_matches m ON m.match_id = f.match_id
WHERE f.catalogue_version = %s AND m.available_at <= %s AND m.home_goals IS NOT NULL AND m.away_goals IS NOT NULL
  AND FIND_IN_SET(m.competition, %s)
"""

COLUMNS: dict[str, Any] = {
    "match_id": pl.String,
    "pool": pl.String,
    "competition": pl.String,
    "season": pl.String,
    "home_team": pl.String,
    "away_team": pl.String,
    "document_set": pl.String,
    "kick_off": UTC_TIME,
    "features_available_at": UTC_TIME,
    "result_available_at": UTC_TIME,
    "home_goals": pl.Int32,
    "away_goals": pl.Int32,
    "values": pl.List(pl.Float64),
}
END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)


async def read_history(database: Database, until: datetime | None, settings: TrainerSettings) -> pl.DataFrame:
    """All played matches of some competitions whose result was available by `until` (football time), with vectors.

    Raises:
        Refused: there is none, or vectors are not as long as the catalogue.
    """
    async with database.transaction() as connection:
        moment = (until or END_OF_TIME).astimezone(UTC).replace(tzinfo=None)
        rows = await connection.fetch_all(PLAYED, (LATEST, moment, settings.competitions))
    if not rows:
        raise Refused(f"no match of {settings.competitions} has a vector of catalogue {LATEST}: is feature-store up?")
    frame = frame_of([(*row[:-1], json.loads(row[-1])) for row in rows], COLUMNS)
    lengths = frame["values"].list.len().unique().to_list()
    if lengths != [len(MATCH_FEATURES)]:
        raise Refused(f"vectors of lengths {lengths}, the catalogue has {len(MATCH_FEATURES)}: rebuild the features")
    late = frame.filter(pl.col("features_available_at") > pl.col("kick_off")).height
    log.info("history read", matches=frame.height, vectors_available_after_kick_off=late)
    return frame


def frame_of(rows: Sequence[Sequence[Any]], columns: Mapping[str, Any]) -> pl.DataFrame:
    """Rows of a query as a frame; the database's naive times are UTC, its truths numbers."""
    loose = {
        name: pl.Datetime("us") if isinstance(kind, pl.Datetime) else pl.Int64() if kind == pl.Boolean() else kind
        for name, kind in columns.items()
    }
    frame = pl.DataFrame(rows, schema=loose, orient="row")
    times = [name for name, kind in columns.items() if isinstance(kind, pl.Datetime)]
    zoned = frame.with_columns(pl.col(name).dt.replace_time_zone("UTC") for name in times)
    return zoned.cast(pl.Schema(columns))


def football_time(frame: pl.DataFrame) -> datetime:
    """The greatest time at which anything in the snapshot became available."""
    latest: datetime = frame.select(
        pl.max_horizontal(pl.col("result_available_at", "features_available_at").max())
    ).item()
    return latest
