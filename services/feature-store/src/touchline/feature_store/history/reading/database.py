"""History as it stands in MariaDB."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from touchline.feature_store.entities import pair_entity, team_entity
from touchline.feature_store.history.reading.source import KINDS, Held, Wanted, waited_for
from touchline.feature_store.history.subjects import Kind, Subject
from touchline.feature_store.history.timelines import FIXTURES, SEASONS, Knowledge, Timeline, from_blobs
from touchline.feature_store.stores.rows import in_list
from touchline.runtime.database import Database
from touchline.runtime.settings import Settings
from touchline.runtime.transaction import Connection, Row

FEW = 2_000  # entities: above, one read of the whole kind is faster than so many look-ups
AT_ONCE = 500  # entities in one statement
COLUMNS = ("entity", "as_of", "known_at", "superseded_at", "pool", "season", "served", "feature_values")
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM history"
_SEASONS = (
    "SELECT SUBSTRING_INDEX(entity, '/', 1), season, MIN(known_at),"
    " IF(SUM(superseded_at IS NULL) > 0, NULL, MAX(superseded_at)), MIN(IF(superseded_at IS NULL, as_of, NULL))"
    " FROM history WHERE kind = 'team' AND feature_values <> ''{} GROUP BY 1, 2"
)
_NEWEST = (
    "SELECT MAX(newest) FROM (SELECT MAX(known_at) AS newest FROM history GROUP BY pool, kind"
    " UNION ALL SELECT MAX(known_at) FROM match_versions GROUP BY pool) AS found"
)
_ONE_MOMENT = (
    "COMMIT",
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
)


@dataclass(frozen=True, slots=True)
class FromDatabase:
    """Reads what was asked for, at one moment of the database."""

    settings: Settings

    def read(self, wanted: Wanted) -> Knowledge:
        """All rows of the entities asked for.

        Raises:
            touchline.runtime.errors.Unavailable: the server does not answer.
        """

        async def run() -> Knowledge:
            database = await Database.connect(self.settings, size=1, make_tables=False)
            try:
                async with database.transaction() as connection:
                    await at_one_moment(connection)
                    return await read(connection, wanted)
            finally:
                await database.close()

        return waited_for(run)

    def held(self, *subjects: Subject) -> Held:
        """Everything, read once."""
        return Held.of(self, *subjects)


def from_database(settings: Settings) -> FromDatabase:
    """The history in MariaDB; nothing is connected before it is asked."""
    return FromDatabase(settings)


async def at_one_moment(connection: Connection) -> None:
    """Look at the database as of now, and go on looking at that moment of it until the transaction ends."""
    for statement in _ONE_MOMENT:
        await connection.execute(statement)


async def read(connection: Connection, wanted: Wanted) -> Knowledge:
    """All rows of the entities asked for, inside a transaction that is open already."""
    few = wanted.ids is not None and len(wanted.ids) <= FEW
    ids = wanted.ids if few else None
    fixtures = await _fixtures(connection, wanted.subject, ids)
    entities = await _entities(connection, wanted.subject, ids, fixtures)
    lines = {kind: await _timeline(connection, kind, entities.get(kind)) for kind in KINDS[wanted.subject]}
    seasons = await _seasons(connection, ids and sorted(set(fixtures["competition"])))
    return Knowledge(await football_time(connection), lines, fixtures, seasons)


async def football_time(connection: Connection) -> datetime | None:
    """The newest moment that anything was known at."""
    row = await connection.fetch_one(_NEWEST)
    return row[0].replace(tzinfo=UTC) if row and row[0] else None


async def _fixtures(connection: Connection, subject: Subject, ids: Sequence[str] | None) -> pl.DataFrame:
    """The versions of matches; for teams one fixture each, which says that they are known and where they play."""
    select = f"SELECT {', '.join(FIXTURES)} FROM match_versions"
    if subject is Subject.PLAYER:
        return pl.DataFrame(schema=FIXTURES)
    if ids is None:
        return _frame(await connection.fetch_all(select), FIXTURES)
    if subject is Subject.MATCH:
        return _frame(await _in_parts(connection, f"{select} WHERE match_id IN ({{}})", ids), FIXTURES)
    found: list[Row] = []
    for column in ("home_team", "away_team"):
        query = f"{select} WHERE {column} IN ({{}}) GROUP BY competition, {column}"
        found += await _in_parts(connection, query, ids)
    return _frame(found, FIXTURES)


async def _entities(
    connection: Connection, subject: Subject, ids: Sequence[str] | None, fixtures: pl.DataFrame
) -> dict[Kind, list[str]]:
    """Whose rows to read, by kind; a kind that is missing is read whole."""
    if ids is None:
        return {}
    if subject is Subject.PLAYER:
        return {Kind.PLAYER: list(ids)}
    met = fixtures.select("competition", "home_team", "away_team").unique().rows()
    teams = {team_entity(competition, team) for competition, *two in met for team in two}
    if subject is Subject.TEAM:
        return {Kind.TEAM: sorted(one for one in teams if one.split("/")[1] in set(ids))}
    return {
        Kind.TEAM: sorted(teams),
        Kind.PAIR: sorted({pair_entity(*row) for row in met}),
        Kind.MARKET: list(ids),
        Kind.SQUAD: sorted({team for _, *two in met for team in two}),
    }


async def _timeline(connection: Connection, kind: Kind, entities: Sequence[str] | None) -> Timeline:
    if entities is None:
        rows = await connection.fetch_all(f"{_SELECT} WHERE kind = %s", (kind.value,))
    else:
        rows = await _in_parts(connection, f"{_SELECT} WHERE kind = %s AND entity IN ({{}})", entities, kind.value)
    return timeline(rows)


def timeline(rows: Sequence[Row]) -> Timeline:
    """Rows as MariaDB gives them (COLUMNS), with their values as one array."""
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    *named, blobs = columns
    data = dict(zip(COLUMNS[:-1], named, strict=True))
    frame = pl.DataFrame({name: _series(name, values) for name, values in data.items()})
    return from_blobs(frame, blobs)


async def _seasons(connection: Connection, competitions: Sequence[str] | None) -> pl.DataFrame:
    """When each season came to be known: of some competitions, by the beginning of the key, or of all."""
    if competitions is None:
        return _frame(await connection.fetch_all(_SEASONS.format("")), SEASONS)
    found: list[Row] = []
    for competition in competitions:
        query = _SEASONS.format(" AND entity LIKE %s")
        found += await connection.fetch_all(query, (f"{competition}/%",))
    return _frame(found, SEASONS)


async def _in_parts(connection: Connection, query: str, ids: Sequence[str], *first: object) -> list[Row]:
    """A query with a list of ids, so many at once."""
    found: list[Row] = []
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        found += await connection.fetch_all(query.format(in_list(part)), (*first, *part))
    return found


def _frame(rows: Iterable[Row], schema: object) -> pl.DataFrame:
    assert isinstance(schema, dict)
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    data = {name: _series(name, values) for name, values in zip(schema, columns, strict=True)}
    return pl.DataFrame(data).cast(schema)


def _series(name: str, values: Sequence[object]) -> pl.Series:
    """A column; MariaDB's times are UTC without saying so, its truths are numbers."""
    if name == "served":
        return pl.Series(name, [bool(value) for value in values], dtype=pl.Boolean)
    if name in _TIMES:
        return pl.Series(name, values, dtype=pl.Datetime("us")).dt.replace_time_zone("UTC")
    return pl.Series(name, values, dtype=pl.String)


_TIMES = frozenset({"as_of", "known_at", "superseded_at", "since", "until", "stands_since", "event_time"})
