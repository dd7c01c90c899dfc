"""Made rows and fixtures, as plain values: what the tests put into the store and what the oracle reads."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime, timedelta

import polars as pl

from touchline.feature_store.history.reading.database import timeline
from touchline.feature_store.history.reading.source import Held
from touchline.feature_store.history.subjects import Kind, Subject
from touchline.feature_store.history.timelines import FIXTURES, NO_ROWS, Knowledge, seasons_of
from touchline.football.catalogue import CATALOGUES, LATEST

START = datetime(2019, 8, 1, tzinfo=UTC)
TEAM_WIDTH = len(CATALOGUES[LATEST].teams)
PLAYER_WIDTH = len(CATALOGUES[LATEST].players)


def hour(number: float) -> datetime:
    """Hours after the first of August 2019."""
    return START + timedelta(hours=number)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a timeline; without values nothing is known from then on."""

    kind: Kind
    entity: str
    as_of: datetime
    known_at: datetime
    values: tuple[float, ...]
    season: str = "2019/20"
    served: bool = True
    superseded_at: datetime | None = None
    pool: str = "ENG"

    def stored(self) -> tuple[object, ...]:
        """As MariaDB gives it back."""
        times = [one and one.replace(tzinfo=None) for one in (self.as_of, self.known_at, self.superseded_at)]
        blob = struct.pack(f"<{len(self.values)}d", *self.values)
        return (self.entity, *times, self.pool, self.season, int(self.served), blob)


@dataclass(frozen=True, slots=True)
class Fixture:
    """A match as known from a moment on."""

    match_id: str
    known_at: datetime
    competition: str
    season: str
    home_team: str
    away_team: str
    status: str
    kick_off: datetime


FIXTURE = Fixture("E0:2019-20:ash:birch", hour(0), "E0", "2019/20", "ash", "birch", "scheduled", hour(100))


def team_row(entity: str, at: float, first: float, **changed: object) -> Row:
    """A team's row, known as soon as it could be; its first value says which."""
    made = Row(Kind.TEAM, entity, hour(at), hour(at), (first, *[0.5] * (TEAM_WIDTH - 1)))
    return replace(made, **changed)  # type: ignore[arg-type]


def knowledge(rows: Iterable[Row], fixtures: Iterable[Fixture] = (), until: float = 10_000) -> Knowledge:
    """What a source would hold of these."""
    by_kind: dict[Kind, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    lines = {kind: timeline([row.stored() for row in found]) for kind, found in by_kind.items()}
    told = pl.DataFrame([astuple(one) for one in fixtures], schema=dict(FIXTURES), orient="row")
    seasons = seasons_of(lines.get(Kind.TEAM, NO_ROWS).rows)
    return Knowledge(hour(until), lines, told, seasons)


def held(rows: Iterable[Row], fixtures: Iterable[Fixture] = (), until: float = 10_000) -> Held:
    """A source in memory."""
    known = knowledge(rows, fixtures, until)
    return Held(dict.fromkeys(Subject, known))


def asked(column: str, questions: Sequence[tuple[str, datetime]]) -> pl.DataFrame:
    """A table of entities."""
    ids, moments = [one for one, _ in questions], [moment for _, moment in questions]
    schema = {column: pl.String, "at": pl.Datetime("us", "UTC")}
    return pl.DataFrame({column: ids, "at": moments}, schema=schema)
