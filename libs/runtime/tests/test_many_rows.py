"""Values in a statement of many rows are those that the driver would have written."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymysql import ProgrammingError
from pymysql.converters import escape_item

from touchline.runtime.many_rows import LONGEST, inserts, literal

INSERT = "INSERT INTO t (a) VALUES (%s)"


class Colour(StrEnum):
    """A kind of text."""

    RED = "it's red"


plain = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(), st.datetimes()
)


@given(plain)
def test_a_value_is_written_as_the_driver_writes_it(value: object) -> None:
    assert literal(value) == escape_item(value, "utf8mb4").encode("utf8", "surrogateescape")


@pytest.mark.parametrize("value", [date(2020, 2, 29), Decimal("1.50"), Colour.RED])
def test_what_has_no_writer_here_is_left_to_the_driver(value: object) -> None:
    assert literal(value) == escape_item(value, "utf8mb4").encode()


def test_a_time_loses_its_zone_as_with_the_driver() -> None:
    assert literal(datetime(2020, 2, 29, 12, tzinfo=UTC)) == b"'2020-02-29 12:00:00'"


def test_a_blob_keeps_every_byte_and_cannot_end_its_quotes() -> None:
    assert literal(b"\x00'\\\xff") == b"_binary'\x00\\'\\\\\xff'"


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ProgrammingError):
        literal(float("nan"))


def test_what_follows_the_values_stays_and_no_rows_are_no_statement() -> None:
    sql = "INSERT INTO t (a, b) VALUES (%s, %s) ON DUPLICATE KEY UPDATE b = VALUES(b)"
    assert list(inserts(sql, [(1, "x"), (2, "y")]) or ()) == [
        b"INSERT INTO t (a, b) VALUES (1,'x'),(2,'y') ON DUPLICATE KEY UPDATE b = VALUES(b)"
    ]
    assert list(inserts(sql, []) or ()) == []


@pytest.mark.parametrize(
    "sql", ["DELETE FROM t WHERE a = %s", "INSERT INTO t (a) SELECT %s", "INSERT INTO t (a, b) VALUES (%s, 1)"]
)
def test_any_other_statement_is_left_to_the_driver(sql: str) -> None:
    assert inserts(sql, [(1,)]) is None


def test_rows_are_spread_over_statements_that_the_server_takes() -> None:
    rows = [("x" * 300_000,) for _ in range(7)]
    found = list(inserts(INSERT, rows) or ())
    assert [one.count(b"('x") for one in found] == [3, 3, 1]
    assert all(len(one) <= LONGEST + len(INSERT) for one in found)
