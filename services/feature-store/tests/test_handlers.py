"""What a handler decides when somebody else decides at the same moment; all else is tested on the real MariaDB."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from touchline.feature_store.handlers import record_matches
from touchline.feature_store.stores.rows import to_row, to_sql
from touchline.feature_store.versions import MatchVersion
from touchline.runtime.message import Message
from touchline.runtime.transaction import Asked, Row, Transaction
from touchline.schemas.records import Match

from .football import POOL, assertion, message_parts, versions

OURS = assertion(goals=(1, 0), revision=3)
THEIRS = assertion(goals=(2, 2), revision=2)


class Meanwhile:
    """Stands for a match of 1:0; a message replayed beside ours makes it 2:2 while we wait for its rows."""

    def __init__(self) -> None:
        (self.stands,), self.written = versions([OURS]), list[str]()

    async def execute(self, sql: str, args: Sequence[object] = ()) -> int:
        return 1

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        if list(rows):
            self.written.append(sql)

    def ask(self, sql: str, args: Sequence[object] = ()) -> Asked[list[Row]]:
        asked: Asked[list[Row]] = Asked(_never, lambda rows: rows)
        asked.answer(self._rows(sql))
        return asked

    async def fetch_all(self, sql: str, args: Sequence[object] = ()) -> list[Row]:
        return await self.ask(sql, args)

    def _rows(self, sql: str) -> list[Row]:
        if "FROM assertion_versions" in sql:
            (self.stands,) = versions([THEIRS])
            return [_as_one(*to_row(OURS), to_sql(OURS.available_at))]
        return [_stored(self.stands)]

    async def fetch_one(self, sql: str, args: Sequence[object] = ()) -> Row | None:
        return None


async def _never() -> None:
    raise AssertionError("answered when it was asked")


async def test_a_match_that_another_has_just_changed_is_written_although_it_comes_to_what_stood_before() -> None:
    connection = Meanwhile()
    value, headers = message_parts(Match, [OURS], OURS.event_time)
    await record_matches(
        [Message("test", 0, 0, POOL.encode(), value, headers)], Transaction(connection, "feature-store")
    )
    assert any("INSERT INTO matches" in sql for sql in connection.written)
    assert any("INSERT INTO match_versions" in sql for sql in connection.written)


def _stored(version: MatchVersion) -> tuple[Any, ...]:
    times = (version.known_at, version.superseded_at, version.touches)
    return _as_one(*to_row(version.match), *map(to_sql, times))


def _as_one(*values: object) -> tuple[bytes]:
    return (orjson.dumps(values),)
