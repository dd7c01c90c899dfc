"""Every version of what documents say of people, with the football time that told it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from touchline.feature_store.people.versions import Record, Told, entity_of
from touchline.feature_store.stores.people import statement_of
from touchline.feature_store.stores.rows import aware, columns, from_row, in_list, packed, to_row, to_sql, unpacked
from touchline.runtime.transaction import Connection, Row
from touchline.schemas.records import Availability, Player, PlayerMatch


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the versions of a record are kept; `entity` is the column that they are read by."""

    name: str
    record: type[Record]
    entity: str
    key: str | None  # a column beside the record's own, that tells what one document says apart


_TABLES: Mapping[type[Record], _Table] = {
    Player: _Table("player_versions", Player, "player_id", "season_key"),
    PlayerMatch: _Table("player_match_versions", PlayerMatch, "match_id", None),
    Availability: _Table("availability_versions", Availability, "player_id", "statement_key"),
}


async def keep(connection: Connection, records: Sequence[Record], told_at: datetime) -> None:
    """Keep every version of what documents say; the same one twice is one. The records are of one type."""
    table, moment = _TABLES[type(records[0])], to_sql(told_at)
    names = (*columns(table.record), *((table.key,) if table.key else ()), "told_at")
    statement = f"INSERT IGNORE INTO {table.name} ({', '.join(names)}) VALUES ({in_list(names)})"
    await connection.execute_many(statement, [(*to_row(one), *_key_of(one), moment) for one in records])


async def told_beside(connection: Connection, records: Sequence[Record]) -> list[Told]:
    """All that was ever said of what these records are about; what another transaction is just saying is waited for.

    A message that is replayed comes beside the others, and each would decide without what the other says.
    """
    table, entities = _TABLES[type(records[0])], sorted({entity_of(one) for one in records})
    query = f"{_select(table)} FORCE INDEX (PRIMARY) WHERE {table.entity} IN ({in_list(entities)}) FOR UPDATE"
    return [_told(table, row) for row in await connection.fetch_all(query, entities)]


async def told_in_pool(connection: Connection, record: type[Record], pool: str) -> list[Told]:
    """All that was ever said of a pool's people in records of a type."""
    table = _TABLES[record]
    rows = await connection.fetch_all(f"{_select(table)} WHERE pool = %s", (pool,))
    return [_told(table, row) for row in rows]


def _key_of(one: Record) -> Iterable[str]:
    if isinstance(one, Player):
        yield one.season or ""
    elif isinstance(one, Availability):
        yield statement_of(one)


def _select(table: _Table) -> str:
    names = (*columns(table.record), table.key or repr(""), "told_at")
    return f"SELECT {packed(names)} FROM {table.name}"


def _told(table: _Table, row: Row) -> Told:
    *values, key, told_at = unpacked(row)
    record: Record = from_row(table.record, values)
    return Told(record, f"{record.document_key} {key}", aware(told_at))
