"""What was last read from each document, in MariaDB; written in the handler's own transaction."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from touchline.normalizer.changes import Kept, Withdrawable
from touchline.normalizer.dialects.names import MOST_NAME
from touchline.normalizer.dialects.rows import Name, Row, Scope
from touchline.normalizer.records import LOGIC_VERSION
from touchline.normalizer.remembering import recalled, remembered
from touchline.runtime.transaction import Connection, Transaction
from touchline.schemas.records import Provenance, RawDocument

ROWS_IN_A_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class Again:
    """A document to be read again: its latest version, and why and when in football time."""

    raw: RawDocument
    cause: str
    time: datetime


class Ledger:
    """The last version of each document: its announcement, a hash of each row, and the names it waits for.

    A document's versions stay in order in one partition, and its partition has one owner, fenced by the mark; one that
    is replayed or read again comes from elsewhere, so the document's row is locked before it is compared.
    """

    def __init__(self, connection: Connection | Transaction) -> None:
        self._connection = connection

    async def advance(self, raw: RawDocument, *, again: bool) -> int | None:
        """Note this version; how often it was read before by this logic.

        None when it is not newer than what was read before, or, again, no longer the latest. A newer logic reads the
        same version once more.
        """
        revision, logic, readings = await self._standing(raw.document_key)
        older = (revision, logic) < (raw.revision, LOGIC_VERSION)
        if revision != raw.revision if again else not older:
            return None
        if older:
            await self._note(raw)
            return 0
        await self._connection.execute(
            "UPDATE normalizer_documents SET readings = readings + 1 WHERE document_key = %s", (raw.document_key,)
        )
        return readings + 1

    async def _standing(self, document_key: str) -> tuple[int, int, int]:
        """Revision, logic and re-readings of what was read last, its row held; zeros where nothing was.

        A row that is not there cannot be held, so of two that meet a document for the first time at once the second
        would put an older version over a newer: it is put there first.
        """
        query = "SELECT revision, logic_version, readings FROM normalizer_documents WHERE document_key = %s FOR UPDATE"
        row = await self._connection.fetch_one(query, (document_key,))
        if row is None:
            await self._connection.execute(
                "INSERT IGNORE INTO normalizer_documents (document_key, revision, logic_version, readings, sha256,"
                " announcement) VALUES (%s, 0, 0, 0, '', '{}')",
                (document_key,),
            )
            row = await self._connection.fetch_one(query, (document_key,))
        assert row is not None
        return row[0], row[1], row[2]

    async def _note(self, raw: RawDocument) -> None:
        await self._connection.execute(
            "REPLACE INTO normalizer_documents (document_key, revision, logic_version, readings, sha256,"
            " announcement) VALUES (%s, %s, %s, 0, %s, %s)",
            (raw.document_key, raw.revision, LOGIC_VERSION, raw.sha256, _pack(raw)),
        )

    async def rows(self, document_key: str) -> dict[str, Kept]:
        """What is remembered of the document's rows, but for what they said."""
        rows = await self._connection.fetch_all(
            "SELECT row_key, row_hash, absent FROM normalizer_rows WHERE document_key = %s", (document_key,)
        )
        return {key: Kept(row_hash, bool(absent)) for key, row_hash, absent in rows}

    async def stated(self, document_key: str, row_keys: Sequence[str]) -> dict[str, Withdrawable]:
        """What these rows said, as it is taken back, in this order."""
        held: dict[str, str] = {}
        for part, places in _parts(row_keys):
            query = f"SELECT row_key, stated FROM normalizer_rows WHERE document_key = %s AND row_key IN ({places})"
            held.update((key, text) for key, text in await self._connection.fetch_all(query, (document_key, *part)))
        return {key: recalled(key, held[key]) for key in row_keys}

    async def keep(self, document_key: str, rows: Iterable[tuple[str, str, Row]]) -> None:
        """Remember these rows, by key and hash, as they are now."""
        kept = [(document_key, key, row_hash, 0, remembered(key, row)) for key, row_hash, row in rows]
        if kept:  # placeholders only: with anything else among its values aiomysql would send row by row
            await self._connection.execute_many(
                "REPLACE INTO normalizer_rows (document_key, row_key, row_hash, absent, stated)"
                " VALUES (%s, %s, %s, %s, %s)",
                kept,
            )

    async def miss(self, document_key: str, row_keys: Sequence[str], *, absent: bool = True) -> None:
        """The latest version does not hold these rows, which stand all the same; or holds them again."""
        for part, places in _parts(row_keys):
            await self._connection.execute(
                f"UPDATE normalizer_rows SET absent = %s WHERE document_key = %s AND row_key IN ({places})",
                (int(absent), document_key, *part),
            )

    async def forget(self, document_key: str, row_keys: Sequence[str]) -> None:
        """Remember these rows no longer."""
        for part, places in _parts(row_keys):
            await self._connection.execute(
                f"DELETE FROM normalizer_rows WHERE document_key = %s AND row_key IN ({places})", (document_key, *part)
            )

    async def wait_for(self, document_key: str, names: Collection[Name]) -> None:
        """These are the names for which rows of the document are parked now."""
        await self._connection.execute("DELETE FROM normalizer_waiting WHERE document_key = %s", (document_key,))
        if names:
            await self._connection.execute_many(
                "INSERT INTO normalizer_waiting (document_key, kind, scope, name) VALUES (%s, %s, %s, %s)",
                sorted({(document_key, name.scope.kind.value, name.scope.name, _held(name.text)) for name in names}),
            )

    async def read_again_waiting(self, scope: Scope, raw: RawDocument, cause: str) -> None:
        """The documents that wait for names of a scope are to be read again; the one in hand has just been."""
        await self._connection.execute(
            "INSERT IGNORE INTO normalizer_again (document_key, cause, football_time)"
            " SELECT DISTINCT document_key, %s, %s FROM normalizer_waiting"
            " WHERE kind = %s AND scope = %s AND document_key <> %s",
            (cause, _naive(raw.available_at), scope.kind.value, scope.name, raw.document_key),
        )

    async def read_again(self, document_keys: Collection[str], cause: str, time: datetime) -> None:
        """These documents are to be read again."""
        await self._connection.execute_many(
            "INSERT IGNORE INTO normalizer_again (document_key, cause, football_time) VALUES (%s, %s, %s)",
            [(key, cause, _naive(time)) for key in sorted(document_keys)],
        )

    async def next_again(self) -> Again | None:
        """A document to be read again, taken off the list; another instance takes another one."""
        row = await self._connection.fetch_one(
            "SELECT a.document_key, a.cause, a.football_time, d.announcement FROM normalizer_again a"
            " JOIN normalizer_documents d ON d.document_key = a.document_key"
            " ORDER BY a.document_key LIMIT 1 FOR UPDATE SKIP LOCKED"
        )
        if row is None:
            return None
        key, cause, time, announcement = row
        await self._connection.execute("DELETE FROM normalizer_again WHERE document_key = %s", (key,))
        return Again(_unpack(announcement), cause, time.replace(tzinfo=UTC))

    async def give_up(self, document_key: str) -> None:
        """This document is not to be read again: it cannot be."""
        await self._connection.execute("DELETE FROM normalizer_again WHERE document_key = %s", (document_key,))


def _parts(row_keys: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """As many keys as a statement takes, and their places in it."""
    for start in range(0, len(row_keys), ROWS_IN_A_STATEMENT):
        part = row_keys[start : start + ROWS_IN_A_STATEMENT]
        yield part, ", ".join(["%s"] * len(part))


def _pack(raw: RawDocument) -> str:
    return orjson.dumps(dataclasses.asdict(raw)).decode()


def _unpack(text: str) -> RawDocument:
    values = orjson.loads(text)
    for name in ("event_time", "available_at", "recorded_at"):
        values[name] = datetime.fromisoformat(values[name])
    return RawDocument(**{**values, "provenance": Provenance(values["provenance"])})


def _held(text: str) -> str:
    """A name as the table of waiting documents holds it: a key there, and MariaDB's keys ignore blanks at the end.

    >>> _held("Leeds  ")
    'Leeds'
    """
    return text[:MOST_NAME].rstrip(" ")


def _naive(time: datetime) -> datetime:
    """MariaDB's DATETIME holds no zone; ours are all UTC."""
    return time.astimezone(UTC).replace(tzinfo=None)
