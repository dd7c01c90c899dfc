"""A table of players out of what a platform published: rows as they were served at each gameweek's deadline.

The vectors are made by the function that makes them when they are served (`football.player_meeting`), of the very rows
that stood at that moment: nothing here knows more than a predictor would have known then.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from touchline.football.meeting import Occasion, TeamRow
from touchline.football.player_inputs import VECTOR
from touchline.football.player_meeting import UNHEARD, PlayerRow, player_meeting_values, team_entering
from touchline.schemas.vectors import served_values

MOMENT = pl.Datetime("us", "UTC")
WHO: dict[str, pl.DataType] = {
    "player_id": pl.String(),
    "match_id": pl.String(),
    "team_id": pl.String(),
    "opponent_id": pl.String(),
    "home": pl.Boolean(),  # `at_home` is a feature
    "document_key": pl.String(),  # one a gameweek
    "kick_off": MOMENT,
    "known_at": MOMENT,  # when what happened could be known
}
# What happened; of these nothing is an input but to later rows.
HAPPENED: Mapping[str, pl.DataType] = {
    "minutes": pl.Int16(),
    "started": pl.Boolean(),
    **{
        name: pl.Int16()
        for name in ("goals", "assists", "points", "own_goals", "goals_conceded", "yellow_cards", "red_cards")
    },
}
PLAYED: dict[str, pl.DataType] = WHO | {f"happened_{name}": kind for name, kind in HAPPENED.items()}
ROWS: Mapping[str, pl.DataType] = {
    "entity": pl.String(),
    "season": pl.String(),
    "as_of": MOMENT,
    "known_at": MOMENT,
    "feature_values": pl.Binary(),  # empty: from then on nothing is known
}


def table_of(played: pl.DataFrame, people: pl.DataFrame, teams: pl.DataFrame) -> pl.DataFrame:
    """Each match of each player (PLAYED) with his vector at the deadline, from rows (ROWS) of players and of teams.

    A gameweek is what one document of the archive lists; its deadline is the kick-off of its first match. A row known
    at just that moment counts.
    """
    place = pl.col("match_id").str.split(":").list
    weeks = played.with_columns(
        competition=place.get(0),
        season=place.get(1).str.replace("-", "/"),
        gameweek=pl.col("document_key").str.extract(r"/gw(\d+)\.csv$").cast(pl.Int16),
        deadline=pl.col("kick_off").min().over("document_key"),
        matches=pl.col("match_id").n_unique().over("document_key", "team_id"),
    ).sort("deadline", "match_id", "player_id")
    in_league = {name: weeks["competition"] + "/" + weeks[name] for name in ("team_id", "opponent_id")}
    found = weeks.with_columns(
        row=numbers_at(people, weeks["player_id"], weeks["deadline"]),
        **{f"{name}_row": numbers_at(teams, one, weeks["deadline"]) for name, one in in_league.items()},
    )
    vectors = pl.DataFrame(
        _vectors(_Reader(people, teams), found), schema=dict.fromkeys(VECTOR, pl.Float64), orient="row"
    )
    happened = [name for name in PLAYED if name.startswith("happened_")]
    who = ("player_id", "match_id", "team_id", "opponent_id", "season", "gameweek", "deadline", "kick_off", "known_at")
    return found.select(*who, *happened).hstack(vectors)


def numbers_at(rows: pl.DataFrame, entities: pl.Series, moments: pl.Series) -> pl.Series:
    """For each entity and moment the number of the row that was served then, null where there was none."""
    known = (
        rows.with_row_index("number")
        .sort("known_at", "as_of")
        .unique(["entity", "known_at"], keep="last", maintain_order=True)
        .select("entity", "number", moment="known_at")
    )
    asked = pl.DataFrame({"entity": entities, "moment": moments}).with_row_index("place").sort("moment")
    found = asked.join_asof(known, on="moment", by="entity", check_sortedness=False)
    return found.sort("place")["number"]


@dataclass(slots=True)
class _Reader:
    """Rows by their numbers; each team's entry into a season is made once."""

    people: pl.DataFrame
    teams: pl.DataFrame
    entered: dict[tuple[int | None, str, str | None], Sequence[float] | None] = field(default_factory=dict)
    seasons: dict[tuple[str, datetime], str | None] = field(default_factory=dict)

    def player(self, number: int | None) -> PlayerRow:
        found = _row(self.people, number)
        return UNHEARD if found is None else PlayerRow(*found)

    def team(self, number: int | None, occasion: Occasion) -> Sequence[float] | None:
        key = number, occasion.season, occasion.first_season
        if key not in self.entered:
            found = _row(self.teams, number)
            self.entered[key] = team_entering(None if found is None else TeamRow(*found), occasion)
        return self.entered[key]

    def first_season(self, competition: str, moment: datetime) -> str | None:
        """The earliest season of a competition of which anything was known."""
        if (competition, moment) not in self.seasons:
            of_it = pl.col("entity").str.starts_with(f"{competition}/") & (pl.col("feature_values") != b"")
            known = self.teams.filter(of_it & (pl.col("known_at") <= moment))
            self.seasons[competition, moment] = known["season"].min()  # type: ignore[assignment]
        return self.seasons[competition, moment]


def _vectors(reader: _Reader, found: pl.DataFrame) -> Iterator[list[float]]:
    columns = (
        "row",
        "team_id_row",
        "opponent_id_row",
        "home",
        "matches",
        "competition",
        "season",
        "deadline",
        "kick_off",
    )
    for row, team, opponent, home, matches, competition, season, deadline, kick_off in found.select(
        columns
    ).iter_rows():
        occasion = Occasion(competition, season, kick_off, "", "", reader.first_season(competition, deadline))
        yield player_meeting_values(
            reader.player(row),
            reader.team(team, occasion),
            reader.team(opponent, occasion),
            home,
            matches,
            season=season,
            kick_off=kick_off,
        )


def _row(rows: pl.DataFrame, number: int | None) -> tuple[str, tuple[float, ...]] | None:
    """A row's season and values; None where there is none, or nothing was known any more."""
    if number is None or not (blob := rows["feature_values"][number]):
        return None
    return rows["season"][number], served_values(blob)
