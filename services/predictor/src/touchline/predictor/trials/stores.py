"""The SQL of trials."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from touchline.predictor.prediction.fixtures import Fixture
from touchline.predictor.prediction.trial import RUNNING, Beside, Settled, outcome_named
from touchline.predictor.stores import FIXTURE_COLUMNS, aware, fixture_from, marks, naive
from touchline.predictor.trials.ports import Recorded
from touchline.runtime.transaction import Connection
from touchline.schemas.records import Settlement, Stage, Trial

COLUMNS = tuple(field.name for field in dataclasses.fields(Trial))
LATEST = 2000  # vectors that times and distances are of: a trial may last for months
LONGEST_FAILURE = 500
DUE = f"""SELECT {", ".join(f"f.{name}" for name in FIXTURE_COLUMNS.split(", "))} FROM fixtures f
LEFT JOIN trial_scores s ON s.trial_id = %s AND s.match_id = f.match_id AND s.features_revision = f.revision
WHERE f.catalogue_version = %s AND f.kick_off > %s AND f.kick_off <= %s AND s.match_id IS NULL
ORDER BY f.kick_off, f.match_id LIMIT %s"""
SAID = "s.home, s.draw, s.away, s.champion_home, s.champion_draw, s.champion_away"
SCORED = f"""SELECT {SAID}, s.challenger_ms, s.champion_ms, s.failure FROM trial_scores s
WHERE s.trial_id = %s ORDER BY s.recorded_at DESC LIMIT {LATEST}"""
SETTLED = f"""SELECT {SAID}, o.outcome FROM trial_outcomes o JOIN trial_scores s ON s.match_id = o.match_id
WHERE s.trial_id = %s AND s.features_revision = (
    SELECT MAX(b.features_revision) FROM trial_scores b
    WHERE b.trial_id = s.trial_id AND b.match_id = o.match_id AND b.available_at < o.kick_off AND b.home IS NOT NULL
)"""


class MariaTrials:
    """The predictor's tables on trials within one transaction; the clock's row lock comes first, as for matches."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def running(self, model_name: str) -> Trial | None:
        """The trial that a challenger of this model stands, at most one."""
        row = await self._connection.fetch_one(
            f"SELECT {', '.join(COLUMNS)} FROM trials WHERE model_name = %s AND stage IN ({marks(RUNNING)})",
            (model_name, *(stage.value for stage in RUNNING)),
        )
        return None if row is None else _trial_from(row)

    async def has_begun(self, trial_id: str) -> bool:
        """Whether there is or was such a trial."""
        return await self._connection.fetch_one("SELECT 1 FROM trials WHERE trial_id = %s", (trial_id,)) is not None

    async def heard(self, model_name: str) -> int:
        """The revision of the latest promotion that a trial takes account of; 0: of none."""
        query = "SELECT COALESCE(MAX(heard_revision), 0) FROM trials WHERE model_name = %s"
        row = await self._connection.fetch_one(query, (model_name,))
        return int(row[0]) if row else 0

    async def served_whole(self, model_name: str, version: str) -> bool:
        """Whether a version has answered every match before."""
        query = "SELECT 1 FROM served_models WHERE name = %s AND version = %s AND whole"
        return await self._connection.fetch_one(query, (model_name, version)) is not None

    async def next_revision(self, floor: int) -> int:
        """One more than the greatest, and never below the floor."""
        row = await self._connection.fetch_one("SELECT COALESCE(MAX(revision), 0) FROM trials")
        return max(floor, int(row[0]) if row else 0) + 1

    async def keep(self, trial: Trial) -> None:
        """Write a trial as it stands now; a canary's bundle is among the served ones from then on."""
        values = [_stored(getattr(trial, name)) for name in COLUMNS]
        await self._connection.execute(f"REPLACE INTO trials ({', '.join(COLUMNS)}) VALUES ({marks(COLUMNS)})", values)
        if trial.stage is Stage.CANARY:  # lineage asks for the bundle of whatever sealed a row
            await self._connection.execute(
                "INSERT IGNORE INTO served_models (name, version, bundle_key, bundle_sha256, whole)"
                " VALUES (%s, %s, %s, %s, FALSE)",
                (trial.model_name, trial.model_version, trial.bundle_key, trial.bundle_sha256),
            )

    async def due(self, trial: Trial, clock: datetime, horizon: timedelta, most: int) -> list[Fixture]:
        """Coming fixtures within the horizon whose latest vector was not scored in this trial, earliest first."""
        rows = await self._connection.fetch_all(
            DUE, (trial.trial_id, trial.catalogue_version, naive(clock), naive(clock + horizon), most)
        )
        return list(map(fixture_from, rows))

    async def record(
        self, trial: Trial, scored: Sequence[tuple[Fixture, Beside]], clock: datetime, now: datetime
    ) -> None:
        """Append what both said."""
        await self._connection.execute_many(
            "INSERT INTO trial_scores (trial_id, match_id, features_revision, home, draw, away, champion_home,"
            " champion_draw, champion_away, challenger_ms, champion_ms, failure, available_at, recorded_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (trial.trial_id, fixture.match_id, fixture.revision, *_said(one), naive(clock), naive(now))
                for fixture, one in scored
            ],
        )

    async def settle(self, settlements: Sequence[Settlement]) -> bool:
        """Keep how matches of trials ended; whether that was news."""
        known = await self._connection.fetch_all(
            "SELECT DISTINCT s.match_id, COALESCE(o.revision, 0) FROM trial_scores s"
            f" LEFT JOIN trial_outcomes o ON o.match_id = s.match_id WHERE s.match_id IN ({marks(settlements)})",
            [one.match_id for one in settlements],
        )
        before = {str(match_id): int(revision) for match_id, revision in known}
        news = [one for one in settlements if one.match_id in before and one.revision > before[one.match_id]]
        await self._connection.execute_many(
            "REPLACE INTO trial_outcomes (match_id, outcome, kick_off, revision) VALUES (%s, %s, %s, %s)",
            [(one.match_id, one.outcome, naive(one.event_time), one.revision) for one in news],
        )
        return bool(news)

    async def recorded(self, trial: Trial) -> Recorded:
        """What both said, the latest first, and of matches that are over what they had said last before kick-off."""
        rows = await self._connection.fetch_all(SCORED, (trial.trial_id,))
        scored = [Beside(_chances(row[:3]), tuple(row[3:6]), *row[6:]) for row in rows]
        over = await self._connection.fetch_all(SETTLED, (trial.trial_id,))
        settled = [
            Settled(tuple(row[:3]), tuple(row[3:6]), outcome)
            for row in over
            if (outcome := outcome_named(row[6])) is not None
        ]
        return Recorded(scored, settled, next((one.failure for one in scored if one.failure is not None), None))


def _said(one: Beside) -> tuple[object, ...]:
    failure = one.failure and one.failure[:LONGEST_FAILURE]
    return (*(one.challenger or (None, None, None)), *one.champion, one.challenger_ms, one.champion_ms, failure)


def _chances(cells: Sequence[Any]) -> tuple[float, float, float] | None:
    home, draw, away = cells
    return None if home is None else (home, draw, away)


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return naive(value)
    return value.value if isinstance(value, Stage) else value


def _trial_from(row: Sequence[Any]) -> Trial:
    values: dict[str, Any] = dict(
        zip(COLUMNS, (aware(one) if isinstance(one, datetime) else one for one in row), strict=True)
    )
    return Trial(**{**values, "stage": Stage(values["stage"])})
