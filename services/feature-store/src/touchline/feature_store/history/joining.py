"""As-of joins: the number of the row that counted for an entity at a moment, one known at just that moment included."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from touchline.feature_store.history.subjects import Kind, Mode
from touchline.feature_store.history.timelines import NOWHERE, Knowledge, Numbers, Timeline
from touchline.football.catalogue import TEAM_FEATURES
from touchline.schemas.competitions import INTERNATIONAL

PLAYED = TEAM_FEATURES.index("played")


@dataclass(frozen=True, slots=True)
class Known:
    """Which row counts from a moment on: `rows` has `entity`, `moment`, `row`, sorted by moment.

    At most one row an entity and moment. Entities are numbers, by `names`: a million text keys take twice the time.
    """

    names: pl.Enum
    rows: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "Known":
        """From a frame with entities in text."""
        names = pl.Enum(frame["entity"].unique().sort())
        return cls(names, frame.select(pl.col("entity").cast(names).to_physical(), "moment", "row"))


def rows_at(known: Known, entities: pl.Series, moments: pl.Series) -> Numbers:
    """For each entity and moment the row number, NOWHERE where nothing was known; in the order asked."""
    codes = entities.cast(known.names, strict=False).to_physical()  # null: never heard of
    asked = pl.DataFrame({"entity": codes, "moment": moments}).with_row_index("place").sort("moment")
    joined = asked.join_asof(known.rows, on="moment", by="entity", check_sortedness=False)
    found = np.empty(len(joined), dtype=np.int64)
    found[joined["place"].to_numpy()] = joined["row"].fill_null(NOWHERE).to_numpy()
    return found


def main_rows(line: Timeline, mode: Mode) -> Known:
    """Timelines of teams, whatever they play in; an entity is the team.

    Of its competitions the one counts that tells most of it: of the latest season, then with most matches played, then
    the greatest code (`folding.main_competitions`). Cups that cross countries do not count.
    """
    return line.once("main", mode, lambda: Known.of(_main_rows(line, mode)))


def first_seasons(knowledge: Knowledge, mode: Mode) -> pl.DataFrame:
    """The earliest season known of each competition, from each moment on at which it changed: sorted by moment."""
    since = "since" if mode is Mode.AS_SERVED else "stands_since"
    until = pl.col("until") if mode is Mode.AS_SERVED else pl.lit(None, dtype=knowledge.seasons.schema["until"])
    spans = knowledge.seasons.select("competition", "season", begin=since, end=until).drop_nulls("begin")
    begins = spans.select("competition", moment="begin")
    ends = spans.select("competition", moment="end").drop_nulls()
    moments = pl.concat([begins, ends]).unique()
    live = (pl.col("begin") <= pl.col("moment")) & (pl.col("end").is_null() | (pl.col("end") > pl.col("moment")))
    return (
        moments.join(spans, on="competition")
        .group_by("competition", "moment")
        .agg(pl.col("season").filter(live).min())
        .select(entity="competition", moment="moment", season="season")
        .sort("moment")
    )


def row_numbers(knowledge: Knowledge, kind: Kind, mode: Mode, entities: pl.Series, moments: pl.Series) -> Numbers:
    """`rows_at` for a kind of timelines."""
    line = knowledge.of(kind)
    known = line.once("coded", mode, lambda: Known.of(line.known(mode)))
    return rows_at(known, entities, moments)


def _main_rows(line: Timeline, mode: Mode) -> pl.DataFrame:
    """Wherever anything changed in a team's competitions, the row of the one that counts from then on."""
    known = _domestic(line, mode)
    alone = pl.col("competition").n_unique().over("team") == 1
    several = known.filter(~alone)
    events = several.select("team", "moment").unique()
    candidates = (
        events.join(several.select("team", "entity").unique(), on="team")
        .sort("moment")
        .join_asof(several.drop("team"), on="moment", by="entity", check_sortedness=False)
    )
    best = (
        candidates.filter(pl.col("row") >= 0)
        .sort("year", "played", "competition")
        .unique(["team", "moment"], keep="last", maintain_order=True)
    )
    chosen = events.join(best.select("team", "moment", "row"), on=["team", "moment"], how="left")
    parts = [known.filter(alone).select("team", "moment", "row"), chosen.select("team", "moment", "row")]
    return pl.concat(parts).select(entity="team", moment="moment", row=pl.col("row").fill_null(NOWHERE)).sort("moment")


def _domestic(line: Timeline, mode: Mode) -> pl.DataFrame:
    """The rows of teams in their own country, with what decides between its competitions."""
    own = line.rows.filter(pl.col("pool") != INTERNATIONAL)["entity"].unique()
    known = line.known(mode).filter(pl.col("entity").is_in(own.implode()))
    place = pl.col("entity").str.split("/")
    told = pl.DataFrame(
        {
            "row": pl.arange(len(line.rows), eager=True, dtype=pl.Int64),
            "year": line.rows["season"].str.slice(0, 4),
            "played": pl.Series(line.values[PLAYED] if line.values.size else np.zeros(len(line.rows))),
        }
    )
    return known.join(told, on="row", how="left", maintain_order="left").with_columns(
        competition=place.list.first(), team=place.list.last()
    )
