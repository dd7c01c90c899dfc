"""Every version of the prices that features are made of, and which matches wait for their market to be read again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from touchline.feature_store.pricing import ToldPrices
from touchline.feature_store.stores.rows import aware, columns, from_row, in_list, to_row, to_sql
from touchline.runtime import tracing
from touchline.runtime.transaction import Asked, Connection, Row
from touchline.schemas.records import Odds, OddsMoment

AT_ONCE = 20_000  # marks
_COLUMNS = (*columns(Odds), "line_key", "told_at")


async def keep_told(connection: Connection, prices: Iterable[Odds], told_at: datetime) -> None:
    """Keep every version of a book from before its match; the same one twice is one."""
    statement = f"INSERT IGNORE INTO odds_versions ({', '.join(_COLUMNS)}) VALUES ({in_list(_COLUMNS)})"
    moment = to_sql(told_at)
    rows = [
        (*to_row(one), "" if one.line is None else f"{one.line:g}", moment)
        for one in prices
        if one.moment is OddsMoment.BEFORE
    ]
    await connection.execute_many(statement, rows)


async def told_of(connection: Connection, match_ids: Sequence[str]) -> dict[str, list[ToldPrices]]:
    """All prices ever stated before these matches."""
    if not match_ids:
        return {}
    query = f"SELECT {', '.join(columns(Odds))}, told_at FROM odds_versions WHERE match_id IN ({in_list(match_ids)})"
    return _by_match(await connection.fetch_all(query, match_ids))


async def told_in_pool(connection: Connection, pool: str) -> dict[str, list[ToldPrices]]:
    """All prices ever stated before the matches of a pool."""
    query = f"SELECT {', '.join(columns(Odds))}, told_at FROM odds_versions WHERE pool = %s"
    return _by_match(await connection.fetch_all(query, (pool,)))


@dataclass(frozen=True, slots=True)
class StalePrice:
    """A match whose market is to be read again; `kick_off` is unknown as long as nobody has announced the match."""

    kick_off: datetime | None
    football_time: datetime
    marks: tuple[int, ...]
    causes: tuple[str, ...]  # `traceparent` of what made them, in their order


async def mark_stale(connection: Connection, pools: Mapping[str, str], football_time: datetime) -> None:
    """The market of these matches (by pool) is to be read again; each mark is a row of its own (see `marks`)."""
    moment = to_sql(football_time)
    await connection.execute_many(
        "INSERT INTO stale_prices (match_id, pool, football_time, traceparent) VALUES (%s, %s, %s, %s)",
        [(match_id, pool, moment, tracing.traceparent()) for match_id, pool in sorted(pools.items())],
    )


def stale(connection: Connection, pool: str) -> Asked[dict[str, StalePrice]]:
    """Matches of a pool whose market is to be read again; the next part of them, when there are very many."""
    asked = connection.ask(
        "SELECT s.match_id, s.mark_id, m.event_time, s.football_time, s.traceparent FROM stale_prices s"
        " LEFT JOIN matches m ON m.match_id = s.match_id WHERE s.pool = %s ORDER BY s.match_id, s.mark_id LIMIT %s",
        (pool, AT_ONCE),
    )
    return asked.read_by(_by_stale_match)


async def settle(connection: Connection, stale: Iterable[StalePrice]) -> None:
    """Take away the marks that were read."""
    if ids := [mark for one in stale for mark in one.marks]:
        await connection.execute_many(f"DELETE FROM stale_prices WHERE mark_id IN ({in_list(ids)})", [sorted(ids)])


def _by_stale_match(rows: list[Row]) -> dict[str, StalePrice]:
    return {match_id: _stale(list(group)) for match_id, group in groupby(rows, key=lambda row: row[0])}


def _stale(marks: Sequence[Row]) -> StalePrice:
    kick_off, latest = marks[0][2], max(row[3] for row in marks)
    _, ids, _, _, causes = zip(*marks, strict=True)
    return StalePrice(aware(kick_off) if kick_off else None, aware(latest), ids, causes)


def _by_match(rows: Iterable[Row]) -> dict[str, list[ToldPrices]]:
    found: dict[str, list[ToldPrices]] = {}
    for row in rows:
        one = _told(row)
        found.setdefault(one.odds.match_id, []).append(one)
    return found


def _told(row: Row) -> ToldPrices:
    *values, told_at = row
    return ToldPrices(from_row(Odds, values), aware(told_at))
