"""Two databases beside each other: what one lacks, has too many, or has otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from touchline.feature_store.rebuilding.comparing import compare
from touchline.feature_store.rebuilding.tables import Table
from touchline.runtime.transaction import Row

MATCHES = Table("match_features", ("match_id", "catalogue_version"), ("match_id", "catalogue_version", "revision"))


@dataclass(frozen=True)
class Rows:
    """A database of one table whose rows are hashed already: by match, then by key."""

    held: dict[str, dict[str, str]]

    async def execute(self, sql: str, args: Sequence[object] = ()) -> int:
        """Settings of the session."""
        return 0

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Nothing writes here."""
        raise AssertionError(sql)

    async def fetch_all(self, sql: str, args: Sequence[object] = ()) -> list[Row]:
        """Digests of all matches, or the rows of some."""
        if "GROUP BY" in sql:
            return [(match, repr(sorted(rows.items()))) for match, rows in self.held.items()]
        return [row for match in args for row in self.held.get(str(match), {}).items()]

    async def fetch_one(self, sql: str, args: Sequence[object] = ()) -> Row | None:
        """Nothing is asked for one by one."""
        raise AssertionError(sql)


async def test_equal_tables_do_not_differ_and_have_one_checksum() -> None:
    rows = {"a": {"a\t1": "x", "a\t2": "y"}, "b": {"b\t1": "z"}}
    found = await compare(MATCHES, Rows(rows), "live", Rows(dict(reversed(rows.items()))), "shadow")
    assert found.total == 0
    assert found.live == found.shadow


async def test_each_kind_of_difference_is_counted_by_row() -> None:
    live = Rows({"a": {"a\t1": "x", "a\t2": "y"}, "c": {"c\t1": "v", "c\t2": "v"}, "d": {"d\t1": "w"}})
    made = Rows({"a": {"a\t1": "x", "a\t2": "other"}, "b": {"b\t1": "z"}, "d": {"d\t1": "w"}})
    found = await compare(MATCHES, live, "live", made, "shadow")
    assert (found.missing, found.surplus, found.different) == (1, 2, 1)
    assert found.live != found.shadow


def test_neither_our_clock_nor_our_counts_are_compared() -> None:
    columns = ("match_id", "home_goals", "recorded_at", "revision")
    assert Table("assertions", ("match_id",), columns).content == ("match_id", "home_goals")


def test_rows_are_compared_by_what_they_are_about() -> None:
    assert Table("history", ("kind", "entity", "as_of"), ()).group == "entity"
    assert Table("documents", ("document",), ()).group == "document"
