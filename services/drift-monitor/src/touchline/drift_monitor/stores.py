"""The monitor's tables behind its ports."""

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from touchline.drift_monitor.ports import ScoredMatch, Unsettled
from touchline.drift_monitor.settling import Played, Prices, Seal, Stated, played_of
from touchline.drift_monitor.sql import aware, fields, greater_revisions_only, insert, naive, one_of, pack, unpack
from touchline.drift_monitor.watched import POOLED, watched_in, watched_matches
from touchline.football.catalogue import WATCHED
from touchline.football.outcome import Outcome, Probabilities
from touchline.runtime.transaction import Connection
from touchline.schemas.records import (
    Match,
    MatchFeatures,
    MatchPrediction,
    MatchStatus,
    Odds,
    OddsMoment,
    Provenance,
    Settlement,
)

RESULT = (
    "match_id, document_key, pool, competition, season, home_team, away_team, status, home_goals, away_goals,"
    " kick_off_known, source, provenance, event_time, available_at"
)
ODDS = "match_id, moment, document_key, home, draw, away, available_at"
VECTOR = "match_id, catalogue_version, pool, vector, event_time"
PREDICTION = "prediction_id, match_id, pool, model_version, home, draw, away, sealed_at"
SETTLEMENT = (
    "match_id, prediction_id, pool, model_version, outcome, home, draw, away, ranked_probability_score, log_loss,"
    " brier, market_before_score, market_closing_score, event_time, available_at, recorded_at, revision"
)

BELIEVED = "match_id, pool, competition, season, home_team, away_team, home_goals, away_goals, event_time, available_at"

SCORED = "match_id, pool, model_version, outcome, home, draw, away, event_time, available_at"

PART = 500  # values in one IN clause


class SqlWatched:
    """What was heard on the topics."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    async def keep_results(self, rows: Sequence[Match]) -> None:
        await self._keep("watched_results", RESULT, ((*fields(row, RESULT), row.revision) for row in rows))
        match_ids = sorted({row.match_id for row in rows})
        for start in range(0, len(match_ids), PART):
            await self._believe(match_ids[start : start + PART])

    async def _believe(self, match_ids: Sequence[str]) -> None:
        """Settle on one result for each of these matches, whatever order their documents came in.

        What another transaction is just stating is waited for: each would decide without what the other says.
        """
        rows = await self._sql.fetch_all(
            f"SELECT {RESULT} FROM watched_results WHERE {one_of('match_id', match_ids)} ORDER BY match_id FOR UPDATE",
            match_ids,
        )
        matches = [played_of(stated) for _, stated in groupby(map(_stated, rows), key=lambda one: one.match_id)]
        await self._sql.execute(f"DELETE FROM watched_matches WHERE {one_of('match_id', match_ids)}", match_ids)
        await self._sql.execute_many(
            insert("watched_matches", BELIEVED), [_believed(match) for match in matches if match is not None]
        )

    async def keep_odds(self, rows: Sequence[Odds]) -> None:
        key = "match_id, moment, document_key"
        await self._keep(
            "watched_odds",
            f"{ODDS}, withdrawn",
            (
                (*fields(row, key), *row.prices, naive(row.available_at), row.withdrawn is True, row.revision)
                for row in rows
            ),
        )

    async def keep_vectors(self, rows: Sequence[MatchFeatures]) -> None:
        key = "match_id, catalogue_version, pool"
        await self._keep(
            "watched_vectors",
            VECTOR,
            ((*fields(row, key), pack(row.values), naive(row.event_time), row.revision) for row in rows),
        )

    async def keep_predictions(self, rows: Sequence[MatchPrediction]) -> None:
        sealed = PREDICTION.replace("sealed_at", "available_at")
        await self._keep("watched_predictions", PREDICTION, ((*fields(row, sealed), row.revision) for row in rows))

    async def mark_unsettled(self, pool: str, match_ids: Collection[str], football_time: datetime) -> None:
        await self._sql.execute_many(
            f"{insert('unsettled', 'match_id, pool, news, football_time')} ON DUPLICATE KEY"
            " UPDATE news = news + 1, football_time = GREATEST(football_time, VALUES(football_time))",
            [(match_id, pool, 1, naive(football_time)) for match_id in sorted(match_ids)],
        )

    async def _keep(self, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
        ordered = sorted(rows, key=lambda row: tuple(map(str, row[:3])))  # one order of locks for everybody
        if ordered:
            await self._sql.execute_many(greater_revisions_only(table, columns), ordered)


class SqlBooks:
    """What settling reads and writes."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    async def unsettled(self, pool: str) -> list[Unsettled]:
        rows = await self._sql.fetch_all(
            "SELECT match_id, news, football_time FROM unsettled WHERE pool = %s ORDER BY match_id", (pool,)
        )
        return [Unsettled(match_id, news, aware(time)) for match_id, news, time in rows]

    async def clear(self, seen: Sequence[Unsettled]) -> None:
        for start in range(0, len(seen), PART):
            part = seen[start : start + PART]
            slots = ", ".join(["(%s, %s)"] * len(part))
            pairs = [value for row in part for value in (row.match_id, row.news)]
            await self._sql.execute(f"DELETE FROM unsettled WHERE (match_id, news) IN ({slots})", pairs)

    async def seals(self, match_ids: Collection[str]) -> list[Seal]:
        rows = await self._of_matches(
            f"SELECT {PREDICTION}, revision FROM watched_predictions WHERE {{condition}}", match_ids
        )
        return [
            Seal(prediction, match_id, version, Probabilities(home, draw, away), aware(sealed_at), revision)
            for prediction, match_id, _, version, home, draw, away, sealed_at, revision in rows
        ]

    async def played(self, match_ids: Collection[str]) -> list[Played]:
        statement = f"SELECT {BELIEVED} FROM watched_matches WHERE {{condition}}"
        return [_played(*row) for row in await self._of_matches(statement, match_ids)]

    async def prices(self, match_ids: Collection[str]) -> list[Prices]:
        rows = await self._of_matches(
            f"SELECT {ODDS} FROM watched_odds WHERE {{condition}} AND NOT withdrawn", match_ids
        )
        return [
            Prices(match_id, OddsMoment(moment), (home, draw, away), document_key, aware(available_at))
            for match_id, moment, document_key, home, draw, away, available_at in rows
        ]

    async def latest_settlements(self, match_ids: Collection[str]) -> dict[str, Settlement]:
        rows = await self._of_matches(
            f"SELECT {SETTLEMENT} FROM settlements WHERE {{condition}} ORDER BY revision", match_ids
        )
        return {row[0]: _settlement(row) for row in rows}

    async def add_settlements(self, rows: Sequence[Settlement]) -> None:
        await self._sql.execute_many(insert("settlements", SETTLEMENT), [fields(row, SETTLEMENT) for row in rows])

    async def _of_matches(self, statement: str, match_ids: Collection[str]) -> list[tuple[Any, ...]]:
        ordered, rows = sorted(match_ids), []
        for start in range(0, len(ordered), PART):
            part = ordered[start : start + PART]
            rows += await self._sql.fetch_all(statement.format(condition=one_of("match_id", part)), part)
        return rows


class SqlHistory:
    """What the rule looks at."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    async def recent(self, pool: str, until: datetime, limit: int) -> list[Played]:
        rows = await self._sql.fetch_all(
            f"SELECT {BELIEVED} FROM watched_matches WHERE pool = %s AND event_time <= %s AND match_id LIKE %s"
            " ORDER BY event_time DESC, match_id LIMIT %s",
            (pool, naive(until), watched_matches(pool), limit),
        )
        return sorted((_played(*row) for row in rows), key=lambda match: (match.kick_off, match.match_id))

    async def vectors(self, pool: str, since: datetime, until: datetime) -> dict[str, tuple[float, ...]]:
        rows = await self._sql.fetch_all(
            "SELECT match_id, vector FROM watched_vectors"
            " WHERE catalogue_version = %s AND pool = %s AND event_time BETWEEN %s AND %s AND match_id LIKE %s",
            (WATCHED, pool, naive(since), naive(until), watched_matches(pool)),
        )
        return {match_id: unpack(vector) for match_id, vector in rows}

    async def settlements(self, pool: str, since: datetime) -> dict[str, Settlement]:
        rows = await self._sql.fetch_all(
            f"SELECT {SETTLEMENT} FROM settlements WHERE pool = %s AND event_time >= %s AND match_id LIKE %s"
            " ORDER BY revision",
            (pool, naive(since), watched_matches(pool)),
        )
        return {row[0]: _settlement(row) for row in rows}

    async def scored(self, limit: int) -> list[ScoredMatch]:
        """The latest watched matches of all pools, in the order of kick-off; of each what was settled last."""
        condition, slots = watched_in(POOLED)
        rows = await self._sql.fetch_all(
            f"SELECT {SCORED} FROM ("
            "SELECT *, ROW_NUMBER() OVER (PARTITION BY match_id ORDER BY revision DESC) AS newest"
            f" FROM settlements WHERE {condition}) AS settled WHERE newest = 1"
            " ORDER BY event_time DESC, match_id DESC LIMIT %s",
            (*slots, limit),
        )
        return [_scored(row) for row in reversed(rows)]


async def pools_with_news(connection: Connection) -> list[str]:
    """The pools in which something waits to be settled."""
    return [row[0] for row in await connection.fetch_all("SELECT DISTINCT pool FROM unsettled ORDER BY pool")]


def _stated(row: Sequence[Any]) -> Stated:
    values = dict(zip(RESULT.split(", "), row, strict=True))
    values |= {"status": MatchStatus(values["status"]), "provenance": Provenance(values["provenance"])}
    values |= {"kick_off_known": bool(values["kick_off_known"])}
    values |= {name: aware(values[name]) for name in ("event_time", "available_at")}
    return Stated(**values)


def _scored(row: Sequence[Any]) -> ScoredMatch:
    match_id, pool, version, outcome, home, draw, away, kick_off, available_at = row
    times = aware(kick_off), aware(available_at)
    return ScoredMatch(match_id, pool, version, Outcome(outcome), (home, draw, away), *times)


def _believed(match: Played) -> tuple[object, ...]:
    *rest, kick_off, available_at = dataclasses.astuple(match)
    return *rest, naive(kick_off), naive(available_at)


def _played(*row: Any) -> Played:
    *rest, event_time, available_at = row
    return Played(*rest, aware(event_time), aware(available_at))  # type: ignore[call-arg]


def _settlement(row: tuple[Any, ...]) -> Settlement:
    *rest, event_time, available_at, recorded_at, revision = row
    return Settlement(*rest, aware(event_time), aware(available_at), aware(recorded_at), revision)  # type: ignore[call-arg]
