"""What documents assert, and what follows from it: the tables of facts."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from touchline.feature_store.changes import Changes
from touchline.feature_store.stores.rows import (
    columns,
    from_row,
    in_list,
    packed,
    to_row,
    to_sql,
    unpacked,
    upsert,
    upsert_greater,
)
from touchline.football.resolution import ResolvedMatch
from touchline.runtime.transaction import Connection
from touchline.schemas.records import Availability, Match, Odds, Player, PlayerMatch, Team

R = TypeVar("R", Match, Odds)
Stated = Match | Player | PlayerMatch | Availability

_STATISTICS = ("goals", "shots", "shots_on_target", "corners", "fouls", "yellow_cards", "red_cards")


async def keep_teams(connection: Connection, teams: Iterable[Team]) -> None:
    """Keep each source's latest word on a team.

    Many documents have one, and their revisions tell nothing of each other: without the rest of the order the first to
    arrive would stay.
    """
    order = ("available_at", "revision", "document")
    statement = upsert_greater("teams", columns(Team), ("team_id", "source"), order)
    rows = sorted(teams, key=lambda one: (one.available_at, one.revision, one.document))
    await connection.execute_many(statement, [to_row(team) for team in rows])


async def keep_odds(connection: Connection, prices: Iterable[Odds]) -> None:
    """Keep the latest prices of each document; no foreign key, odds may come before their match."""
    key = ("match_id", "document_key", "bookmaker", "market", "line_key", "moment")
    statement = upsert_greater("odds", (*columns(Odds), "line_key"), key)
    await connection.execute_many(statement, [_odds_row(one) for one in _in_order(prices)])


async def keep_assertions(connection: Connection, assertions: Collection[Match]) -> None:
    """Keep what each document says, and the documents themselves for lineage."""
    statement = upsert_greater("assertions", columns(Match), ("match_id", "document_key"))
    await connection.execute_many(statement, [to_row(one) for one in _in_order(assertions)])
    await keep_documents(connection, assertions)


async def keep_documents(connection: Connection, stated: Iterable[Stated]) -> None:
    """Keep which documents these records are taken from, for lineage."""
    documents: dict[str, tuple[object, ...]] = {}
    for one in sorted(stated, key=lambda one: one.available_at):
        documents[one.document] = (one.document, one.source, one.document_key, to_sql(one.available_at))
    await connection.execute_many(
        "INSERT INTO documents (document, source, document_key, available_at) VALUES (%s, %s, %s, %s)"
        " ON DUPLICATE KEY UPDATE available_at = GREATEST(available_at, VALUES(available_at))",
        [documents[document] for document in sorted(documents)],
    )


async def matches_of(connection: Connection, match_ids: Sequence[str]) -> dict[str, ResolvedMatch]:
    """These matches as they stand."""
    if not match_ids:
        return {}
    query = f"SELECT {packed(columns(ResolvedMatch))} FROM matches WHERE match_id IN ({in_list(match_ids)})"
    return _by_id(from_row(ResolvedMatch, unpacked(row)) for row in await connection.fetch_all(query, match_ids))


async def matches_in_pool(connection: Connection, pool: str) -> dict[str, ResolvedMatch]:
    """The matches of a pool as they stand."""
    query = f"SELECT {packed(columns(ResolvedMatch))} FROM matches WHERE pool = %s"
    return _by_id(from_row(ResolvedMatch, unpacked(row)) for row in await connection.fetch_all(query, (pool,)))


async def meetings_after(connection: Connection, pool: str, since: datetime | None) -> list[ResolvedMatch]:
    """The matches of a pool that kick off after a moment; all of them without one."""
    query = f"SELECT {packed(columns(ResolvedMatch))} FROM matches WHERE pool = %s AND event_time > %s"
    args = (pool, to_sql(since) if since else "1000-01-01")
    return [from_row(ResolvedMatch, unpacked(row)) for row in await connection.fetch_all(query, args)]


async def write_matches(connection: Connection, changes: Changes) -> None:
    """Put the resolved matches in place of what stood, with both teams' statistics."""
    if changes.written:
        statement = upsert("matches", columns(ResolvedMatch), ("match_id",))
        await connection.execute_many(statement, [to_row(one) for one in changes.written])
        names = ("match_id", "team_id", "at_home", *_STATISTICS)
        rows = [row for one in changes.written for row in _statistics(one)]
        await connection.execute_many(upsert("team_statistics", names, ("match_id", "team_id")), rows)
    for table in ("matches", "team_statistics") if changes.removed else ():
        query = f"DELETE FROM {table} WHERE match_id IN ({in_list(changes.removed)})"
        await connection.execute_many(query, [changes.removed])


def _in_order(records: Iterable[R]) -> list[R]:
    return sorted(records, key=lambda one: one.revision)


def _odds_row(one: Odds) -> tuple[object, ...]:
    return (*to_row(one), "" if one.line is None else f"{one.line:g}")


def _statistics(match: ResolvedMatch) -> list[tuple[object, ...]]:
    sides = ((match.home_team, True, "home"), (match.away_team, False, "away"))
    return [
        (match.match_id, team, at_home, *(getattr(match, f"{side}_{name}") for name in _STATISTICS))
        for team, at_home, side in sides
    ]


def _by_id(matches: Iterable[ResolvedMatch]) -> dict[str, ResolvedMatch]:
    return {one.match_id: one for one in matches}
