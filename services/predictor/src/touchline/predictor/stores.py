"""The predictor's SQL, and the cache of ready answers."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from touchline.predictor.prediction.fixtures import Fixture, worth_keeping
from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.prediction.seals import Chain
from touchline.runtime.transaction import Connection
from touchline.schemas.records import MatchPrediction

FIXTURE_COLUMNS = (
    "match_id, pool, competition, season, home_team, away_team, catalogue_version, vector, document_set, state_hash,"
    " kick_off, available_at, revision"
)
VECTOR = FIXTURE_COLUMNS.split(", ").index("vector")
PREDICTION_FIELDS = tuple(field.name for field in dataclasses.fields(MatchPrediction))
PREDICTION_COLUMNS = ", ".join(PREDICTION_FIELDS)
GRIDS = tuple(PREDICTION_FIELDS.index(name) for name in ("grid", "grid_with_odds"))
MATCHES = 1  # place of the model of matches among the served ones
CHAMPION_COLUMNS = "name, version, catalogue_version, snapshot, bundle_key, bundle_sha256, revision"

KEEP = f"""INSERT INTO fixtures ({FIXTURE_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON DUPLICATE KEY UPDATE
    scored_version = IF(VALUES(revision) > revision, NULL, scored_version),
    vector = IF(VALUES(revision) > revision, VALUES(vector), vector),
    document_set = IF(VALUES(revision) > revision, VALUES(document_set), document_set),
    state_hash = IF(VALUES(revision) > revision, VALUES(state_hash), state_hash),
    kick_off = IF(VALUES(revision) > revision, VALUES(kick_off), kick_off),
    available_at = IF(VALUES(revision) > revision, VALUES(available_at), available_at),
    revision = GREATEST(revision, VALUES(revision))"""  # the last line last: MariaDB assigns from left to right


class MariaLedger:
    """The predictor's tables within one transaction; the clock's row lock comes first and lines them all up."""

    def __init__(self, connection: Connection, place: int = MATCHES) -> None:
        self._connection = connection
        self._place = place

    async def advance_clock(self, seen: datetime | None = None) -> datetime:
        """Lock the football clock, move it to `seen` if that is later, and read it."""
        row = await self._connection.fetch_one("SELECT football_time FROM clock WHERE id = 1 FOR UPDATE")
        assert row is not None, "the migration makes the clock's row"
        clock = aware(row[0])
        if seen is None or seen <= clock:
            return clock
        await self._connection.execute("UPDATE clock SET football_time = %s WHERE id = 1", (naive(seen),))
        return seen.astimezone(UTC)

    async def clock(self) -> datetime:
        """Read the football clock without locking it."""
        row = await self._connection.fetch_one("SELECT football_time FROM clock WHERE id = 1")
        assert row is not None, "the migration makes the clock's row"
        return aware(row[0])

    async def keep(self, fixtures: Sequence[Fixture], clock: datetime) -> None:
        """Keep the vectors that are worth it or already known, each only if its revision is greater."""
        pools = sorted({fixture.pool for fixture in fixtures})
        if not pools:
            return
        known = {
            match_id
            for (match_id,) in await self._connection.fetch_all(
                f"SELECT match_id FROM fixtures WHERE pool IN ({marks(pools)})", pools
            )
        }
        rows = [
            fixture_row(fixture)
            for fixture in fixtures
            # a known match that moved into the past must not stand here as coming
            if worth_keeping(fixture.kick_off, clock) or fixture.match_id in known
        ]
        if rows:
            await self._connection.execute_many(KEEP, rows)

    async def champion(self) -> Champion | None:
        """The model that is served."""
        row = await self._connection.fetch_one(
            f"SELECT {CHAMPION_COLUMNS} FROM serving_model WHERE id = %s", (self._place,)
        )
        return None if row is None else Champion(*row)

    async def crown(self, champion: Champion) -> bool:
        """Make it the served model unless a later decision already stands."""
        standing = await self.champion()
        if standing is not None and champion.revision <= standing.revision:
            return False
        await self._connection.execute(
            f"REPLACE INTO serving_model (id, {CHAMPION_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (self._place, *dataclasses.astuple(champion)),
        )
        await self._connection.execute(  # lineage wants the bundles of past champions too
            "INSERT INTO served_models (name, version, bundle_key, bundle_sha256, whole) VALUES (%s, %s, %s, %s, TRUE)"
            " ON DUPLICATE KEY UPDATE whole = TRUE",
            (champion.name, champion.version, champion.bundle_key, champion.bundle_sha256),
        )
        return True

    async def due(
        self, champion: Champion, clock: datetime, horizon: timedelta, pools: Sequence[str] | None
    ) -> list[Fixture]:
        """Coming fixtures within the horizon whose latest vector this champion has not scored, earliest first."""
        where, args = "", [champion.catalogue_version, naive(clock), naive(clock + horizon), champion.version]
        if pools is not None:
            if not pools:
                return []
            where = f" AND pool IN ({marks(pools)})"
        rows = await self._connection.fetch_all(
            f"SELECT {FIXTURE_COLUMNS} FROM fixtures WHERE catalogue_version = %s AND kick_off > %s AND kick_off <= %s"
            f" AND (scored_version IS NULL OR scored_version <> %s){where} ORDER BY kick_off, match_id",
            [*args, *(pools or ())],
        )
        return [fixture_from(row) for row in rows]

    async def latest(self, match_ids: Sequence[str]) -> dict[str, MatchPrediction]:
        """The standing prediction of each match."""
        rows = await self._connection.fetch_all(
            f"SELECT {PREDICTION_COLUMNS} FROM predictions WHERE match_id IN ({marks(match_ids)}) ORDER BY revision",
            match_ids,
        )
        return {prediction.match_id: prediction for prediction in map(prediction_from, rows)}

    async def all_latest(self) -> list[MatchPrediction]:
        """The standing prediction of every match, past ones too."""
        rows = await self._connection.fetch_all(
            f"SELECT {PREDICTION_COLUMNS} FROM predictions"
            " WHERE (match_id, revision) IN (SELECT match_id, MAX(revision) FROM predictions GROUP BY match_id)"
        )
        return list(map(prediction_from, rows))

    async def chain(self, pool: str) -> Chain:
        """Lock and read where a pool's chain stands."""
        row = await self._connection.fetch_one("SELECT seal, sequence FROM seals WHERE pool = %s FOR UPDATE", (pool,))
        return Chain() if row is None else Chain(*row)

    async def seal(self, rows: Sequence[MatchPrediction], fixtures: Mapping[str, Fixture], chain: Chain) -> None:
        """Append rows of one pool with the vectors they were made from, and move its chain."""
        await self._connection.execute_many(
            f"INSERT INTO predictions ({PREDICTION_COLUMNS}) VALUES ({marks(PREDICTION_FIELDS)})",
            [prediction_row(row) for row in rows],
        )
        await self._connection.execute_many(
            "INSERT IGNORE INTO scored_vectors (match_id, catalogue_version, revision, vector, document_set,"
            " state_hash, kick_off, available_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [_vector_row(fixtures[row.match_id]) for row in rows],
        )
        await self._connection.execute(
            "REPLACE INTO seals (pool, seal, sequence) VALUES (%s, %s, %s)", (rows[0].pool, chain.seal, chain.sequence)
        )

    async def scored(self, fixtures: Sequence[Fixture], champion: Champion) -> None:
        """Remember that this champion has looked at these vectors."""
        await self._connection.execute_many(
            "UPDATE fixtures SET scored_version = %s WHERE match_id = %s AND catalogue_version = %s AND revision = %s",
            [(champion.version, each.match_id, each.catalogue_version, each.revision) for each in fixtures],
        )


def aware(value: datetime) -> datetime:
    """MariaDB's DATETIME holds UTC without saying so."""
    return value.replace(tzinfo=UTC)


def naive(value: datetime) -> datetime:
    """UTC as MariaDB's DATETIME takes it."""
    return value.astimezone(UTC).replace(tzinfo=None)


def fixture_row(fixture: Fixture) -> tuple[object, ...]:
    """A fixture in the order of FIXTURE_COLUMNS."""
    plain = {field.name: getattr(fixture, field.name) for field in dataclasses.fields(fixture)}
    plain["values"] = json.dumps(fixture.values)
    return tuple(naive(value) if isinstance(value, datetime) else value for value in plain.values())


def fixture_from(row: Sequence[Any]) -> Fixture:
    """A fixture from a row of FIXTURE_COLUMNS."""
    values: list[Any] = [aware(value) if isinstance(value, datetime) else value for value in row]
    values[VECTOR] = tuple(json.loads(values[VECTOR]))
    return Fixture(*values)


def prediction_row(row: MatchPrediction) -> tuple[object, ...]:
    """A prediction in the order of PREDICTION_COLUMNS; grids as JSON, whose numbers read back bit by bit."""
    values = [getattr(row, name) for name in PREDICTION_FIELDS]
    for place in GRIDS:
        values[place] = None if values[place] is None else json.dumps(values[place])
    return tuple(naive(value) if isinstance(value, datetime) else value for value in values)


def prediction_from(row: Sequence[Any]) -> MatchPrediction:
    """A prediction from a row of PREDICTION_COLUMNS."""
    values: list[Any] = [aware(value) if isinstance(value, datetime) else value for value in row]
    for place in GRIDS:
        values[place] = None if values[place] is None else orjson.loads(values[place])
    return MatchPrediction(*values)


def _vector_row(fixture: Fixture) -> tuple[object, ...]:
    return (
        fixture.match_id,
        fixture.catalogue_version,
        fixture.revision,
        json.dumps(fixture.values),
        fixture.document_set,
        fixture.state_hash,
        naive(fixture.kick_off),
        naive(fixture.available_at),
    )


def marks(values: Sequence[object]) -> str:
    """A placeholder for each of these values.

    >>> marks(["a", "b"])
    '%s, %s'
    """
    return ", ".join(["%s"] * len(values))
