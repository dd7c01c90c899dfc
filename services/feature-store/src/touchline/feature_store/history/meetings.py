"""Vectors of matches as of moments: joins find the rows, `meeting_values` makes each different vector once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import polars as pl

from touchline.feature_store.entities import pair_entity
from touchline.feature_store.history.joining import Known, first_seasons, row_numbers, rows_at
from touchline.feature_store.history.subjects import Kind, Mode
from touchline.feature_store.history.timelines import NOWHERE, Knowledge, Matrix, Numbers
from touchline.feature_store.people.content import HOLDS, SAID, WORTH
from touchline.football.meeting import Occasion, TeamRow, meeting_values
from touchline.schemas.records import MatchStatus

NOT_MET = [MatchStatus.CANCELLED.value, MatchStatus.WITHDRAWN.value]  # a match that is not played has no vector

# What a vector reads: the kind of timeline, and the column that says which entity.
ROLES = {
    "home": (Kind.TEAM, "home_entity"),
    "away": (Kind.TEAM, "away_entity"),
    "pair": (Kind.PAIR, "pair_entity"),
    "market": (Kind.MARKET, "match_id"),
    "home_squad": (Kind.SQUAD, "home_team"),
    "away_squad": (Kind.SQUAD, "away_team"),
}
SQUADS = tuple(role for role, (kind, _) in ROLES.items() if kind is Kind.SQUAD)
READ = ["version", "first_season", *ROLES]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Different vectors, a line a feature in the order of the latest catalogue, and which of them is an answer."""

    values: Matrix
    numbers: Numbers  # of the questions, in the order asked; NOWHERE where the match was not known


def vectors_at(knowledge: Knowledge, mode: Mode, asked: pl.DataFrame) -> Vectors:
    """The vectors of matches (`entity`) at moments (`at`).

    The fixture is the latest version known at the moment, or the latest of all as corrected; the rows are those of that
    moment, or of the kick-off when it comes first: a vector never sees its own match.
    """
    occasions = _occasions(knowledge, mode, asked)
    different = occasions.select(READ).unique(maintain_order=True)
    numbers = _numbers(occasions, different, len(asked))
    vectors = list(_made(knowledge, different))
    by_vector = np.array(vectors, dtype=np.float64) if vectors else np.zeros((0, 0))
    return Vectors(np.ascontiguousarray(by_vector.T), numbers)


def _numbers(occasions: pl.DataFrame, different: pl.DataFrame, count: int) -> Numbers:
    numbered = different.with_row_index("vector")
    found = occasions.join(numbered, on=READ, how="left", nulls_equal=True)
    numbers = np.full(count, NOWHERE, dtype=np.int64)
    numbers[found["place"].to_numpy()] = found["vector"].to_numpy()
    return numbers


def _occasions(knowledge: Knowledge, mode: Mode, asked: pl.DataFrame) -> pl.DataFrame:
    """Each question about a match that was known: its place, the version of the fixture and the rows that count."""
    fixtures = _with_entities(knowledge.fixtures.with_row_index("version"))
    versions = fixtures.select("version", entity="match_id", moment="known_at").sort("moment")
    if mode is Mode.AS_CORRECTED:
        latest = versions.unique("entity", keep="last", maintain_order=True).drop("moment")
        found = asked.join(latest, on="entity", how="left", maintain_order="left")["version"]
    else:
        known = versions.select("entity", "moment", row=pl.col("version").cast(pl.Int64))
        at = pl.Series(rows_at(Known.of(known), asked["entity"], asked["at"]))
        found = at.set(at == NOWHERE, None)
    placed = asked.select("at").with_columns(version=found.cast(pl.UInt32)).with_row_index("place")
    met = placed.join(fixtures.filter(~pl.col("status").is_in(NOT_MET)), on="version", how="inner")
    moments = pl.min_horizontal("at", "event_time")
    return _with_rows(knowledge, mode, met.with_columns(moment=moments))


def _with_entities(fixtures: pl.DataFrame) -> pl.DataFrame:
    """Fixtures and what their timelines are called."""
    distinct = fixtures.select("competition", "home_team", "away_team").unique()
    named = distinct.with_columns(
        home_entity=pl.concat_str("competition", "home_team", separator="/"),
        away_entity=pl.concat_str("competition", "away_team", separator="/"),
        pair_entity=pl.Series([pair_entity(*row) for row in distinct.iter_rows()], dtype=pl.String),
    )
    return fixtures.join(named, on=["competition", "home_team", "away_team"], how="left", maintain_order="left")


def _with_rows(knowledge: Knowledge, mode: Mode, met: pl.DataFrame) -> pl.DataFrame:
    numbers = [
        pl.Series(role, row_numbers(knowledge, kind, mode, met[column], met["moment"]), dtype=pl.Int64)
        for role, (kind, column) in ROLES.items()
    ]
    numbers = [_saying(knowledge, found, met["event_time"]) if found.name in SQUADS else found for found in numbers]
    asked = met.select("place", "moment", entity="competition").sort("moment")
    seasons = asked.join_asof(first_seasons(knowledge, mode), on="moment", by="entity", check_sortedness=False)
    first = seasons.select("place", first_season="season")
    return met.with_columns(numbers).join(first, on="place", how="left", maintain_order="left")


def _saying(knowledge: Knowledge, numbers: pl.Series, kick_offs: pl.Series) -> pl.Series:
    """The rows of squads that say something of a match (`people.content.says`); another one counts as none."""
    rows, values = knowledge.of(Kind.SQUAD).rows, knowledge.of(Kind.SQUAD).values
    if not values.size:
        return numbers
    at = numbers.set(numbers == NOWHERE, None)
    holds = kick_offs <= rows["as_of"].gather(at) + HOLDS
    known = pl.Series((values[SAID] > 0.0) | (values[WORTH] > 0.0)).gather(at)
    return numbers.set(~(holds & known).fill_null(value=False), NOWHERE)


@dataclass(slots=True)
class _Reader:
    """Rows as `meeting_values` takes them, each read once."""

    knowledge: Knowledge
    _read: dict[tuple[Kind, int], tuple[float, ...]] = field(default_factory=dict)

    def values(self, kind: Kind, row: int) -> tuple[float, ...] | None:
        if row == NOWHERE:
            return None
        if (kind, row) not in self._read:
            self._read[kind, row] = tuple(self.knowledge.of(kind).values[:, row].tolist())
        return self._read[kind, row]

    def team(self, row: int) -> TeamRow | None:
        values = self.values(Kind.TEAM, row)
        return None if values is None else TeamRow(self.knowledge.of(Kind.TEAM).rows["season"][row], values)


def _made(knowledge: Knowledge, different: pl.DataFrame) -> Iterator[list[float]]:
    reader = _Reader(knowledge)
    columns = ["competition", "season", "event_time", "home_team", "away_team"]
    fixtures = knowledge.fixtures.select(columns)
    for version, first_season, home, away, pair, market, home_squad, away_squad in different.iter_rows():
        occasion = _occasion(fixtures.row(version), first_season)
        yield meeting_values(
            occasion,
            reader.team(home),
            reader.team(away),
            reader.values(Kind.PAIR, pair),
            reader.values(Kind.MARKET, market),
            reader.values(Kind.SQUAD, home_squad),
            reader.values(Kind.SQUAD, away_squad),
        )


def _occasion(fixture: tuple[str, str, datetime, str, str], first_season: str | None) -> Occasion:
    competition, season, kick_off, home_team, away_team = fixture
    return Occasion(competition, season, kick_off, home_team, away_team, first_season)
