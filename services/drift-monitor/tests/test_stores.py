"""What the monitor's SQL is given: what documents state goes in, one believed result a match comes out."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from watched_matches import SATURDAY, stated

from touchline.drift_monitor.settling import Stated
from touchline.drift_monitor.sql import fields
from touchline.drift_monitor.stores import RESULT, SqlBooks, SqlWatched
from touchline.schemas.records import Odds, OddsMoment, Provenance


class Held:
    """A database that holds what these documents state, and remembers what it was told to do."""

    def __init__(self, *held: Stated) -> None:
        self.held = held
        self.done: list[tuple[str, list[tuple[object, ...]]]] = []
        self.asked: list[str] = []

    async def fetch_all(self, sql: str, args: Sequence[object] = ()) -> list[tuple[object, ...]]:
        self.asked.append(sql)
        return [fields(one, RESULT) for one in self.held if one.match_id in args]

    async def fetch_one(self, sql: str, args: Sequence[object] = ()) -> tuple[object, ...] | None:
        raise NotImplementedError

    async def execute(self, sql: str, args: Sequence[object] = ()) -> int:
        self.done.append((sql, [tuple(args)]))
        return 0

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self.done.append((sql, [tuple(row) for row in rows]))

    def written(self, table: str) -> list[tuple[object, ...]]:
        """The rows inserted into a table."""
        return [row for sql, rows in self.done if sql.startswith(f"INSERT INTO {table} ") for row in rows]


async def test_one_result_a_match_is_written_whoever_spoke_last() -> None:
    late = stated("kaggle", (0, 5), available_at=SATURDAY + timedelta(days=9))
    database = Held(late, stated())
    await SqlWatched(database)._believe([late.match_id])
    (row,) = database.written("watched_matches")
    assert row[:1] + row[6:8] == (late.match_id, 2, 0)
    assert row[8] == SATURDAY.replace(tzinfo=None)


async def test_a_match_without_a_result_is_taken_away() -> None:
    database = Held()
    await SqlWatched(database)._believe(["E0:2019-20:arsenal:chelsea"])
    assert database.written("watched_matches") == []
    assert database.done[0][0].startswith("DELETE FROM watched_matches")


async def test_prices_that_were_taken_back_are_marked_and_not_read_again() -> None:
    database = Held()
    times = (SATURDAY, SATURDAY, SATURDAY)
    match_id, document = "E0:2019-20:arsenal:chelsea", "d" * 64
    book = (match_id, "ENG", "average", "1x2", None, OddsMoment.CLOSING, ["home", "draw", "away"], [2.0, 3.0, 4.0])
    odds = Odds(*book, "football-data", "E0.csv", document, Provenance.REAL, *times, 2, withdrawn=True)
    await SqlWatched(database).keep_odds([odds])
    (row,) = database.written("watched_odds")
    assert row[-2:] == (True, 2)
    await SqlBooks(database).prices([match_id])
    assert database.asked[-1].endswith("AND NOT withdrawn")
