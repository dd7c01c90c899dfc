"""What was known of matches and since when: every version of every assertion, and the matches they add up to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from touchline.feature_store.stores import marks
from touchline.feature_store.stores.rows import (
    among,
    aware,
    columns,
    from_row,
    in_list,
    packed,
    to_row,
    to_sql,
    unpacked,
    upsert,
)
from touchline.feature_store.versions import MatchVersion, Revision, Told
from touchline.football.resolution import ResolvedMatch
from touchline.runtime.transaction import Asked, Connection, Row
from touchline.schemas.records import Match

_VERSION = (*columns(ResolvedMatch), "known_at", "superseded_at", "touches")
_TOLD = (*columns(Match), "told_at")


async def keep_told(connection: Connection, told: Iterable[Told]) -> None:
    """Keep every version of what documents say; the same one twice is one, as it was told first."""
    names = ", ".join(_TOLD)
    statement = f"INSERT IGNORE INTO assertion_versions ({names}) VALUES ({in_list(_TOLD)})"
    await connection.execute_many(statement, [(*to_row(one.assertion), to_sql(one.told_at)) for one in told])


def told_of(connection: Connection, match_ids: Sequence[str]) -> Asked[dict[str, list[Told]]]:
    """All that was ever asserted of these matches; what another transaction is just asserting is waited for.

    A message that is replayed comes beside the others, and each would decide without what the other says. A scan of a
    small table, which the server may prefer, would wait for all others, too.
    """
    query = (
        f"SELECT {packed(_TOLD)} FROM assertion_versions FORCE INDEX (PRIMARY)"
        f" WHERE match_id IN ({in_list(match_ids)}) FOR UPDATE"
    )
    return connection.ask(query, match_ids).read_by(_by_match)


async def told_in_pool(connection: Connection, pool: str) -> dict[str, list[Told]]:
    """All that was ever asserted in a pool."""
    query = f"SELECT {packed(_TOLD)} FROM assertion_versions WHERE pool = %s"
    return _by_match(await connection.fetch_all(query, (pool,)))


def versions_of_matches(connection: Connection, match_ids: Sequence[str]) -> Asked[dict[str, list[MatchVersion]]]:
    """These matches, each version oldest first."""
    asked = connection.ask(f"{_select()} WHERE match_id IN ({in_list(match_ids)})", match_ids)
    return asked.read_by(lambda rows: grouped(_versions(rows)))


async def versions_in_pool(connection: Connection, pool: str) -> dict[str, list[MatchVersion]]:
    """Every match of a pool, each version oldest first."""
    rows = await connection.fetch_all(f"{_select()} WHERE pool = %s", (pool,))
    return grouped(_versions(rows))


def known_from(connection: Connection, pool: str, moment: datetime) -> Asked[list[MatchVersion]]:
    """The versions of a pool that became known at a moment or later."""
    query = f"{_select()} WHERE pool = %s AND known_at >= %s"
    return connection.ask(query, (pool, to_sql(moment))).read_by(_versions)


def known_before(
    connection: Connection, pool: str, moment: datetime, since: datetime | None
) -> tuple[Asked[list[MatchVersion]], Asked[list[MatchVersion]]]:
    """The versions that stood just before a moment: with a result after `since`, and of what has become known since.

    A match may be among both.
    """
    stood = "pool = %s AND known_at < %s AND (superseded_at IS NULL OR superseded_at >= %s)"
    args: list[object] = [pool, to_sql(moment), to_sql(moment)]
    after = to_sql(since) if since else "1000-01-01"
    results = connection.ask(  # a result is not known before it is there: the index is by pool and knowledge
        f"{_select()} WHERE {stood} AND available_at > %s AND known_at > %s", (*args, after, after)
    )
    changed = connection.ask(
        f"{_select()} JOIN (SELECT DISTINCT match_id FROM match_versions WHERE pool = %s AND known_at >= %s) changed"
        f" USING (match_id) WHERE {stood}",
        (*args[:2], *args),
    )
    return results.read_by(_versions), changed.read_by(_versions)


async def write_versions(connection: Connection, revisions: Iterable[Revision]) -> None:
    """Put new versions in place of the old ones."""
    found = list(revisions)
    if not found:
        return
    if dropped := [(one.match_id, to_sql(known_at)) for one in found for known_at in one.dropped]:
        condition, args = among("match_id", "known_at", dropped)
        await connection.execute_many(f"DELETE FROM match_versions WHERE {condition}", [args])
    rows = [_row(version) for one in found for version in one.written]
    await connection.execute_many(upsert("match_versions", _VERSION, ("match_id", "known_at")), rows)


async def mark_stale(
    connection: Connection, revisions: Iterable[Revision], football_time: Mapping[str, datetime]
) -> None:
    """What is remembered of these pools no longer follows from what is known of their matches; its time by pool."""
    stale: dict[str, list[Revision]] = {}
    for one in revisions:
        stale.setdefault(one.pool, []).append(one)
    for pool, found in sorted(stale.items()):
        touches, known = min(one.touches for one in found), min(one.known_from for one in found)
        versions = sum(len(one.written) for one in found)
        await marks.mark(connection, marks.RESULTS, pool, touches, known, football_time[pool], versions)


def _select() -> str:
    return f"SELECT {packed(_VERSION)} FROM match_versions"


def _versions(rows: list[Row]) -> list[MatchVersion]:
    return [_version(row) for row in rows]


def _version(row: Row) -> MatchVersion:
    *match, known_at, superseded_at, touches = unpacked(row)
    end = aware(superseded_at) if superseded_at else None
    return MatchVersion(from_row(ResolvedMatch, match), aware(known_at), end, aware(touches))


def _row(version: MatchVersion) -> tuple[object, ...]:
    times = (version.known_at, version.superseded_at, version.touches)
    return (*to_row(version.match), *map(to_sql, times))


def _by_match(rows: Iterable[Row]) -> dict[str, list[Told]]:
    told = [Told(from_row(Match, values[:-1]), aware(values[-1])) for values in map(unpacked, rows)]
    ordered = sorted(told, key=lambda one: one.assertion.match_id)
    return {match_id: list(group) for match_id, group in groupby(ordered, key=lambda one: one.assertion.match_id)}


def grouped(versions: Iterable[MatchVersion]) -> dict[str, list[MatchVersion]]:
    """Each match's versions, oldest first."""
    ordered = sorted(versions, key=lambda one: (one.match.match_id, one.known_at))
    return {match_id: list(group) for match_id, group in groupby(ordered, key=lambda one: one.match.match_id)}


def current(versions: Mapping[str, Sequence[MatchVersion]]) -> dict[str, ResolvedMatch]:
    """What stands today, by match."""
    return {match_id: found[-1].match for match_id, found in versions.items() if found and found[-1].stands}
