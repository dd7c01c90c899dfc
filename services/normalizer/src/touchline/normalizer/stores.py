"""What was last read from each document, in MariaDB; written in the handler's own transaction."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from touchline.normalizer.changes import Kept
from touchline.runtime.transaction import Connection, Transaction

ROWS_IN_A_STATEMENT = 500


class Ledger:
    """The last version of each document: its revision, and a hash of each row.

    A document's versions stay in order in one partition, and its partition has one owner, fenced by the mark; one that
    is replayed comes by another partition, so the document's row is locked before it is compared.
    """

    def __init__(self, connection: Connection | Transaction) -> None:
        self._connection = connection

    async def advance(self, document_key: str, revision: int, sha256: str) -> bool:
        """Note this version; False when it is not newer than what was read before."""
        query = "SELECT revision FROM normalizer_documents WHERE document_key = %s FOR UPDATE"
        row = await self._connection.fetch_one(query, (document_key,))
        if row is not None and row[0] >= revision:
            return False
        await self._connection.execute(
            "REPLACE INTO normalizer_documents (document_key, revision, sha256) VALUES (%s, %s, %s)",
            (document_key, revision, sha256),
        )
        return True

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


def _naive(time: datetime | None) -> datetime | None:
    """MariaDB's DATETIME holds no zone; ours are all UTC."""
    return time and time.astimezone(UTC).replace(tzinfo=None)


def _aware(time: datetime | None) -> datetime | None:
    return time and time.replace(tzinfo=UTC)
