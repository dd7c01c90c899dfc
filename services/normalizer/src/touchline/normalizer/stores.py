"""What was last read from each document, in MariaDB; written in the handler's own transaction."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from touchline.normalizer.changes import Kept
from touchline.normalizer.dialects.names import MOST_NAME
from touchline.normalizer.dialects.rows import Name, Scope
from touchline.normalizer.records import LOGIC_VERSION
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
        """What is remembered of the document's rows."""
        rows = await self._connection.fetch_all(
            "SELECT row_key, row_hash, kick_off, kick_off_known FROM normalizer_rows WHERE document_key = %s",
            (document_key,),
        )
        return {key: Kept(row_hash, _aware(kick_off), bool(known)) for key, row_hash, kick_off, known in rows}

    async def keep(self, document_key: str, rows: Mapping[str, Kept]) -> None:
        """Remember these rows as they are now."""
        if rows:
            await self._connection.execute_many(
                "REPLACE INTO normalizer_rows (document_key, row_key, row_hash, kick_off, kick_off_known)"
                " VALUES (%s, %s, %s, %s, %s)",
                [
                    (document_key, key, row.row_hash, _naive(row.kick_off), int(row.kick_off_known))
                    for key, row in rows.items()
                ],
            )

    async def forget(self, document_key: str, row_keys: Iterable[str]) -> None:
        """Remember these rows no longer."""
        keys = list(row_keys)
        for start in range(0, len(keys), ROWS_IN_A_STATEMENT):
            part = keys[start : start + ROWS_IN_A_STATEMENT]
            places = ", ".join(["%s"] * len(part))
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


def _naive(time: datetime | None) -> datetime | None:
    """MariaDB's DATETIME holds no zone; ours are all UTC."""
    return time and time.astimezone(UTC).replace(tzinfo=None)


def _aware(time: datetime | None) -> datetime | None:
    return time and time.replace(tzinfo=UTC)
