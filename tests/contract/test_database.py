"""What a transaction promises of statements that nobody waits for: their order, and that all of them count or none."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import aiomysql
import pymysql
import pytest

from touchline.runtime.database import Database
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.settings import Settings, load
from touchline.runtime.transaction import Asked, Row

pytestmark = pytest.mark.stack


@pytest.fixture
async def table(database: Database) -> AsyncIterator[str]:
    name = f"test_{uuid.uuid4().hex[:8]}"
    async with database.transaction() as connection:
        await connection.execute(f"CREATE TABLE {name} (club VARCHAR(40) PRIMARY KEY, points INT)")
    yield name
    async with database.transaction() as connection:
        await connection.execute(f"DROP TABLE {name}")


async def test_a_read_sees_what_was_written_before_it(database: Database, table: str) -> None:
    async with database.transaction() as connection:
        await connection.execute_many(f"INSERT INTO {table} VALUES (%s, %s)", [("Ajax; DROP", 1), ("l'100%", 2)])
        await connection.execute_many(
            f"UPDATE {table} SET points = %s WHERE club = %s", [(5, "Ajax; DROP"), (6, "none")]
        )
        rows = await connection.fetch_all(f"SELECT club, points FROM {table} WHERE points > %s ORDER BY club", (0,))
        assert rows == [("Ajax; DROP", 5), ("l'100%", 2)]
        await connection.execute_many(f"DELETE FROM {table} WHERE club = %s", [("l'100%",)])
        assert await connection.execute(f"UPDATE {table} SET points = points + 1") == 1  # rows matched, of this one


async def test_what_was_never_waited_for_is_committed(database: Database, table: str) -> None:
    async with database.transaction() as connection:
        await connection.execute_many(f"INSERT INTO {table} VALUES (%s, %s)", [("Ajax", 1)])
    async with database.transaction() as connection:
        assert await connection.fetch_all(f"SELECT * FROM {table}") == [("Ajax", 1)]


async def test_one_that_fails_at_the_commit_takes_all_with_it(database: Database, table: str) -> None:
    """The rows before it are rolled back and those after it never run; the connection is of use afterwards."""

    async def write() -> None:
        async with database.transaction() as connection:
            for row in (("Ajax", 1), ("Ajax", 2), ("PSV", 3)):
                await connection.execute_many(f"INSERT INTO {table} VALUES (%s, %s)", [row])

    with pytest.raises(pymysql.err.IntegrityError, match="Duplicate entry 'Ajax'"):
        await write()
    async with database.transaction() as connection:
        assert await connection.fetch_all(f"SELECT * FROM {table}") == []


async def test_an_error_of_ours_leaves_nothing_of_what_was_not_yet_sent(database: Database, table: str) -> None:
    async def write() -> None:
        async with database.transaction() as connection:
            await connection.execute_many(f"INSERT INTO {table} VALUES (%s, %s)", [("Ajax", 1)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write()
    async with database.transaction() as connection:
        assert await connection.fetch_all(f"SELECT * FROM {table}") == []


async def test_more_than_a_megabyte_goes_in_parts(database: Database, table: str) -> None:
    rows = [(f"{'x' * 30}{number:06}", number) for number in range(60_000)]
    async with database.transaction() as connection:
        await connection.execute_many(f"INSERT INTO {table} VALUES (%s, %s)", rows)
        assert await connection.fetch_one(f"SELECT COUNT(*), SUM(points) FROM {table}") == (60_000, sum(range(60_000)))


async def test_questions_asked_together_are_answered_in_their_order(database: Database, table: str) -> None:
    async with database.transaction() as connection:
        before = connection.ask(f"SELECT COUNT(*) FROM {table}").read_by(lambda rows: rows[0][0])
        await connection.execute_many(f"INSERT INTO {table} VALUES (%s, %s)", [("Ajax", 1), ("PSV", 2)])
        points = connection.ask(f"SELECT points FROM {table} WHERE club = %s", ("PSV",))
        assert await connection.fetch_one(f"SELECT COUNT(*) FROM {table}") == (2,)
        assert await before == 0
        assert await points == [(2,)]


async def test_an_answer_may_be_read_after_the_transaction(database: Database, table: str) -> None:
    async with database.transaction() as connection:
        await connection.execute_many(f"INSERT INTO {table} VALUES (%s, %s)", [("Ajax", 1)])
        clubs = connection.ask(f"SELECT club FROM {table}")
    assert await clubs == [("Ajax",)]


async def test_what_was_asked_after_a_failure_has_no_answer(database: Database, table: str) -> None:
    async def ask() -> None:
        async with database.transaction() as connection:
            connection.ask("SELECT nothing FROM nowhere")
            later.append(connection.ask(f"SELECT * FROM {table}"))

    later: list[Asked[list[Row]]] = []
    with pytest.raises(Refused, match="nowhere"):
        await ask()
    with pytest.raises(RuntimeError, match="has failed"):
        await later[0]


async def test_a_connection_that_died_in_the_pool_is_made_anew(
    database: Database, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the server ended it in the moment before, and the pool has not heard of that yet."""
    other = await Database.connect(load(Settings))
    monkeypatch.setattr(aiomysql.Pool, "_fill_free_pool", _trusting)
    try:
        for _ in range(2):
            async with database.transaction() as connection:
                row = await connection.fetch_one("SELECT CONNECTION_ID()")
            assert row is not None
            async with other.transaction() as killer:
                await killer.execute(f"KILL {row[0]}")
            async with database.transaction() as connection:
                assert await connection.fetch_all(f"SELECT club FROM {table}") == []
    finally:
        await other.close()


async def _trusting(pool: aiomysql.Pool, override_min: bool) -> None:
    """Look at no connection before it is used."""


async def test_a_deadlock_is_a_wait_inside_the_transaction_too(database: Database, table: str) -> None:
    """Who parks what our own code fails on does so inside; a document was given up for a deadlock."""
    async with database.transaction() as connection:
        await connection.execute_many(f"INSERT INTO {table} VALUES (%s, %s)", [("Ajax", 1), ("PSV", 1)])
    both = asyncio.Barrier(2)
    raised: list[BaseException] = []

    async def cross(first: str, second: str) -> None:
        async with database.transaction() as connection:
            await connection.execute(f"UPDATE {table} SET points = 2 WHERE club = %s", (first,))
            await both.wait()
            try:
                await connection.execute(f"UPDATE {table} SET points = 2 WHERE club = %s", (second,))
            except Exception as error:
                raised.append(error)
                raise

    ended = await asyncio.gather(cross("Ajax", "PSV"), cross("PSV", "Ajax"), return_exceptions=True)
    assert [type(error) for error in raised] == [Unavailable]
    assert raised[0] in ended
