"""Stand-ins of a few lines: objects in a dictionary, SQL in SQLite's memory, messages made from records."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from touchline.runtime.consume import Message
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Provenance, RawDocument
from touchline.schemas.topics import RAW_DOCUMENTS

sqlite3.register_adapter(datetime, lambda time: time.isoformat(" "))
sqlite3.register_converter("DATETIME", lambda text: datetime.fromisoformat(text.decode()))

FETCHED_AT = datetime(2019, 8, 12, 9, tzinfo=UTC)
TABLES = (
    "CREATE TABLE normalizer_documents (document_key TEXT PRIMARY KEY, revision INTEGER, logic_version INTEGER,"
    " readings INTEGER DEFAULT 0,"
    " sha256 TEXT, announcement TEXT)",
    "CREATE TABLE normalizer_scopes (kind TEXT, scope TEXT, PRIMARY KEY (kind, scope))",
    "CREATE TABLE normalizer_identities (kind TEXT, scope TEXT, folded TEXT, stated_by TEXT, name TEXT, identity TEXT,"
    " version INTEGER, PRIMARY KEY (kind, scope, folded, stated_by))",
    "CREATE TABLE normalizer_waiting (document_key TEXT, kind TEXT, scope TEXT, name TEXT COLLATE RTRIM CHECK"
    " (length(name) <= 190), PRIMARY KEY (document_key, kind, scope, name))",
    "CREATE TABLE normalizer_again (document_key TEXT PRIMARY KEY, cause TEXT, football_time DATETIME)",
    "CREATE TABLE normalizer_rows (document_key TEXT, row_key TEXT CHECK (length(row_key) <= 190), row_hash TEXT,"
    " absent INTEGER NOT NULL, stated TEXT, PRIMARY KEY (document_key, row_key))",
)


@dataclass(slots=True)
class FakeObjects:
    """An object store in a dictionary; `down` makes it fail."""

    content: dict[str, bytes] = field(default_factory=dict)
    down: Exception | None = None

    async def get(self, key: str) -> bytes:
        if self.down:
            raise self.down
        return self.content[key]


class MemoryConnection:
    """The four SQL calls on SQLite in memory."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)
        for table in TABLES:
            self._database.execute(table)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All that is done within, or nothing of it."""
        self._database.commit()
        with self._database:
            yield

    async def execute(self, sql: str, args: Sequence[object] = ()) -> int:
        return self._database.execute(_dialect(sql), tuple(args)).rowcount

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self._database.executemany(_dialect(sql), [tuple(row) for row in rows])

    async def fetch_all(self, sql: str, args: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._database.execute(_dialect(sql), tuple(args)).fetchall()

    async def fetch_one(self, sql: str, args: Sequence[object] = ()) -> tuple[Any, ...] | None:
        rows = await self.fetch_all(sql, args)
        return rows[0] if rows else None


def _dialect(sql: str) -> str:
    """MariaDB's words as SQLite's; one connection needs no locks."""
    for theirs, ours in (
        (" FOR UPDATE", ""),
        (" SKIP LOCKED", ""),
        (" LOCK IN SHARE MODE", ""),
        ("INSERT IGNORE", "INSERT OR IGNORE"),
        ("%s", "?"),
    ):
        sql = sql.replace(theirs, ours)
    return sql


def raw_document(content: bytes, revision: int, document_key: str) -> RawDocument:
    sha256 = hashlib.sha256(content).hexdigest()
    at = FETCHED_AT + timedelta(days=revision)
    return RawDocument(
        source=document_key.split("/", 1)[0],
        document_key=document_key,
        url=f"http://provider.invalid/{document_key}",
        object_key=f"raw/{sha256}",
        sha256=sha256,
        size=len(content),
        media_type="text/csv",
        previous_sha256=None,
        complete="fixtures" not in document_key,
        provenance=Provenance.REAL,
        event_time=at,
        available_at=at,
        recorded_at=at,
        revision=revision,
    )


def message_of(*documents: RawDocument, offset: int = 0) -> Message:
    time = documents[0].available_at
    envelope = Envelope(f"cause-{offset}", "/test", "test", time, "test", "")
    value = encode(batch_of(RawDocument, list(documents)))
    return Message(RAW_DOCUMENTS.name, 0, offset, documents[0].document_key.encode(), value, envelope.headers())


def announced_as_other_bytes(document: RawDocument) -> RawDocument:
    return replace(document, sha256="0" * 64)
