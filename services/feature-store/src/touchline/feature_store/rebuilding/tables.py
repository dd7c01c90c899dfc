"""The tables that are made again: what the shadow holds but for the runtime's own and the pools' counters."""

from dataclasses import dataclass

from touchline.runtime.transaction import Connection

KEPT = frozenset({"marks", "lanes", "outbox", "pools", "alembic_feature_store"})  # never change places
COUNTED = frozenset({"recorded_at", "revision"})  # our clock, and how often something was read, decided or folded
ENTITIES = ("entity", "unit", "match_id", "team_id", "player_id")


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its key, and the columns that must be equal wherever it was made."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def group(self) -> str:
        """A column of the key whose rows are compared together."""
        return next((name for name in ENTITIES if name in self.key), self.key[0])

    @property
    def content(self) -> tuple[str, ...]:
        """All but our own clock and counts; of what has several versions, these keep their order."""
        return tuple(name for name in self.columns if name not in COUNTED)


async def tables_of(connection: Connection, database: str) -> list[Table]:
    """The tables of a shadow, by name."""
    columns = await connection.fetch_all(
        "SELECT c.table_name, c.column_name, c.column_key = 'PRI', COALESCE(k.ordinal_position, 0)"
        " FROM information_schema.columns c JOIN information_schema.tables t"
        " ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'"
        " LEFT JOIN information_schema.key_column_usage k ON k.table_schema = c.table_schema"
        " AND k.table_name = c.table_name AND k.column_name = c.column_name AND k.constraint_name = 'PRIMARY'"
        " WHERE c.table_schema = %s AND c.is_generated = 'NEVER' ORDER BY c.table_name, c.ordinal_position",
        (database,),
    )
    names = sorted({row[0] for row in columns} - KEPT)
    return [_table(name, [row[1:] for row in columns if row[0] == name]) for name in names]


def _table(name: str, columns: list[tuple[str, int, int]]) -> Table:
    keyed = sorted((place, column) for column, is_key, place in columns if is_key)
    return Table(name, tuple(column for _, column in keyed), tuple(column for column, _, _ in columns))
