"""Shadow beside live, table by table: hashes of each entity's rows, row by row only where they differ.

The server hashes; a row's canonical text is its columns as MariaDB writes them, in their order, nulls marked. A table's
checksum is the sha256 of its entities' digests in order.
"""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson

from touchline.feature_store.rebuilding.tables import COUNTED, Table
from touchline.feature_store.stores.rows import in_list
from touchline.runtime.transaction import Connection

SETS = "document_sets"
AT_ONCE = 500  # entities in a statement
# Tables that name sets of documents.
NAMING = ("history", "match_features", "team_features", "player_features", "checkpoints", "people_checkpoints")


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows that live lacks, has too many, or has with other content; and the checksums of both."""

    missing: int
    surplus: int
    different: int
    live: str
    shadow: str

    @property
    def total(self) -> int:
        """All of them."""
        return self.missing + self.surplus + self.different


async def compare(
    table: Table, live: Connection, live_database: str, shadow: Connection, shadow_database: str
) -> Difference:
    """One table, seen by two connections."""
    stands, wanted = await asyncio.gather(
        _digests(live, live_database, table), _digests(shadow, shadow_database, table)
    )
    groups = sorted(key for key in stands.keys() | wanted.keys() if stands.get(key) != wanted.get(key))
    found = await _rows(live, live_database, table, groups)
    made = await _rows(shadow, shadow_database, table, groups)
    return Difference(
        missing=len(made.keys() - found.keys()),
        surplus=len(found.keys() - made.keys()),
        different=sum(found[key] != made[key] for key in found.keys() & made.keys()),
        live=checksum(stands),
        shadow=checksum(wanted),
    )


def checksum(digests: Mapping[str, str]) -> str:
    """One hash of all digests.

    >>> checksum({"b": "2", "a": "1"}) == checksum({"a": "1", "b": "2"})
    True
    """
    return hashlib.sha256("".join(f"{key}\t{digests[key]}\n" for key in sorted(digests)).encode()).hexdigest()


async def _digests(connection: Connection, database: str, table: Table) -> dict[str, str]:
    await connection.execute("SET SESSION group_concat_max_len = 1073741824")
    if table.name == SETS:
        return await _sets(connection, database)
    rows = await connection.fetch_all(
        f"SELECT CAST({table.group} AS CHAR), SHA2(GROUP_CONCAT({_hash(table)} ORDER BY {', '.join(table.key)}), 256)"
        f" FROM {database}.{table.name} GROUP BY {table.group}"
    )
    return dict(rows)


async def _sets(connection: Connection, database: str) -> dict[str, str]:
    """Sets as readers see them: which documents they hold, however they are written.

    Only those that anything names: one that an earlier fold has left behind is no difference.
    """
    query = " UNION ".join(f"SELECT document_set FROM {database}.{table}" for table in NAMING)
    named = {name for (name,) in await connection.fetch_all(query)}
    rows = await connection.fetch_all(f"SELECT document_set, base, documents FROM {database}.{SETS}")
    written = {name: (base, orjson.loads(documents)) for name, base, documents in rows}
    return {name: checksum(dict.fromkeys(_documents(name, written), "")) for name in named & written.keys()}


def _documents(name: str | None, written: Mapping[str, tuple[str | None, list[str]]]) -> Iterator[str]:
    """All documents of a set, those of its base among them."""
    while name is not None and name in written:
        name, documents = written[name]
        yield from documents


async def _rows(connection: Connection, database: str, table: Table, groups: Sequence[str]) -> dict[str, str]:
    if table.name == SETS:
        digests = await _sets(connection, database) if groups else {}
        return {key: digests[key] for key in groups if key in digests}
    found: dict[str, str] = {}
    named = [name for name in table.key if name not in COUNTED]
    version = f"ROW_NUMBER() OVER (PARTITION BY {', '.join(named)} ORDER BY {', '.join(table.key)})"
    key = ", ".join([*map(_text, named), version])
    for start in range(0, len(groups), AT_ONCE):
        part = groups[start : start + AT_ONCE]
        found |= await connection.fetch_all(
            f"SELECT CONCAT_WS('\t', {key}), {_hash(table)} FROM {database}.{table.name}"
            f" WHERE {table.group} IN ({in_list(part)})",
            part,
        )
    return found


def _hash(table: Table) -> str:
    return f"SHA2(CONCAT_WS('\t', {', '.join(_text(name) for name in table.content)}), 256)"


def _text(column: str) -> str:
    return f"COALESCE({column}, '\\\\N')"
