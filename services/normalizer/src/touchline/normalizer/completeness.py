"""`python -m touchline.normalizer completeness`: was all that was landed read, and is what was not within bounds?

What was landed, the bucket says; what was read and what waits, MariaDB; of what kind a parked row is, only its topic.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from touchline.normalizer.backfill.landed import RECORDS
from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.dialects.rows import Unreadable, row_key
from touchline.normalizer.resolving import opened
from touchline.runtime.topics import read_topic
from touchline.runtime.transaction import Connection
from touchline.schemas.records import ParkedKind, ParkedRow
from touchline.schemas.revision import VERSION_BITS
from touchline.schemas.topics import PARKED_ROWS

NAMED = 5  # of a kind; the rest is counted
PAUSE = 1.0  # seconds between looks while documents are being read
GAVE_NOTHING = (ParkedKind.ROW, ParkedKind.UNKNOWN)

Said = Mapping[tuple[str, str], ParkedRow]
"""What the topic says last of a parked row, by document and row key."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may be missing before a check fails."""

    unread: int = 0  # documents
    open_names: int = 500  # some always wait for a person; many at once are a new season, or a source that changed
    incomplete: int = 0  # documents that hold less than such a document must hold
    parked_share: float = 0.15  # of a source's rows; of the absences, a tenth is of players that no list knows


USUAL = Bounds()


@dataclass(frozen=True, slots=True)
class Completeness:
    """Documents by version, rows by source, and what is open."""

    landed: Mapping[str, int]
    read: Mapping[str, int]
    read_again: int
    rows: Mapping[str, int] = field(default_factory=dict)
    parked: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    open_names: int = 0
    incomplete: tuple[str, ...] = ()

    @property
    def unread(self) -> list[str]:
        """Documents whose latest version was not read yet."""
        return sorted(key for key, version in self.landed.items() if self.read.get(key, 0) < version)

    def told(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "landed": len(self.landed),
            "read": len(self.landed) - len(self.unread),
            "unread": self.unread[:NAMED],
            "read_again": self.read_again,
            "rows": dict(sorted(self.rows.items())),
            "parked": {source: dict(sorted(kinds.items())) for source, kinds in sorted(self.parked.items())},
            "open_names": self.open_names,
            "incomplete": list(self.incomplete),
        }

    def wrong(self, bounds: Bounds) -> list[str]:
        """What is out of bounds, a sentence each, with what to do."""
        unread, found = self.unread, []
        if len(unread) > bounds.unread:
            found.append(f"{len(unread)} landed documents were not read: {_named(unread)}; look at `make logs`")
        if self.read_again:
            found.append(f"{self.read_again} documents wait to be read again")
        if self.open_names > bounds.open_names:
            found.append(f"{self.open_names} names wait for a decision; `make resolve` lists them")
        if len(self.incomplete) > bounds.incomplete:
            found.append(f"{len(self.incomplete)} documents hold less than they must: {_named(self.incomplete)}")
        for source, kinds in sorted(self.parked.items()):
            parked = sum(kinds.get(kind, 0) for kind in GAVE_NOTHING)
            share = parked / (parked + self.rows.get(source, 0)) if parked else 0.0
            if share > bounds.parked_share:
                found.append(f"{source}: {parked} rows could not be read, {share:.1%} of its rows")
        return found


async def completeness(settings: NormalizerSettings, patience: float = 0.0) -> Completeness:
    """The state of things, once everything was read or after so many seconds."""
    deadline = time.monotonic() + patience
    async with opened(settings) as (database, bucket):
        while True:
            landed = latest_versions(await bucket.list(RECORDS))
            async with database.transaction() as connection:
                found = await documents(connection, landed)
            if not (found.unread or found.read_again) or time.monotonic() >= deadline:
                break
            await asyncio.sleep(PAUSE)
        said = await parked_rows(settings)
        async with database.transaction() as connection:
            return await with_rows(connection, found, said)


def latest_versions(keys: Iterable[str]) -> dict[str, int]:
    """The latest landed version of each document, by the keys of its fetch records.

    >>> latest_versions(f"fetches/a/x.csv/{name}" for name in ("00000001.json", "00000001.announced", "00000002.json"))
    {'a/x.csv': 2}
    """
    latest: dict[str, int] = {}
    for key in keys:
        document_key, _, name = key.removeprefix(RECORDS).rpartition("/")
        if name.endswith(".json"):
            latest[document_key] = max(latest.get(document_key, 0), int(name.removesuffix(".json")))
    return latest


async def documents(connection: Connection, landed: Mapping[str, int]) -> Completeness:
    """Which versions were read."""
    rows = await connection.fetch_all("SELECT document_key, revision FROM normalizer_documents")
    waiting = await connection.fetch_one("SELECT COUNT(*) FROM normalizer_again")
    read = {key: revision & ((1 << VERSION_BITS) - 1) for key, revision in rows}
    return Completeness(landed, read, int(waiting[0]) if waiting else 0)


async def parked_rows(settings: NormalizerSettings) -> Said:
    """Every parked row that the topic still holds, as it was said last."""
    said: dict[tuple[str, str], ParkedRow] = {}
    async for message in read_topic(settings, PARKED_ROWS):
        for row in message.rows(ParkedRow):
            held = said.get(where(row))
            if held is None or held.revision <= row.revision:
                said[where(row)] = row
    return said


def where(row: ParkedRow) -> tuple[str, str]:
    """The document and the key under which the normalizer remembers the row."""
    kind = row.kind or ParkedKind.UNKNOWN
    return row.document_key, row_key(Unreadable(row.line, row.column, row.reason, row.row, kind))


async def with_rows(connection: Connection, found: Completeness, said: Said) -> Completeness:
    """The same with what the rows of the documents say now."""
    standing = await _standing(connection, said)
    parked: dict[str, Counter[str]] = {}
    for document_key, kind, _ in standing:
        parked.setdefault(source(document_key), Counter())[kind.value] += 1
    lacking = [f"{document_key}: {reason}" for document_key, kind, reason in standing if kind is ParkedKind.INCOMPLETE]
    names = await connection.fetch_one(
        "SELECT COUNT(*) FROM (SELECT DISTINCT kind, scope, name FROM normalizer_waiting) AS names"
    )
    return replace(
        found,
        rows=await _rows(connection),
        parked=parked,
        open_names=int(names[0]) if names else 0,
        incomplete=tuple(sorted(lacking)),
    )


async def _standing(connection: Connection, said: Said) -> list[tuple[str, ParkedKind, str]]:
    """What is parked now: document, kind and reason; of unknown kind is what the topic no longer holds."""
    rows = await connection.fetch_all(
        "SELECT document_key, row_key FROM normalizer_rows"
        " WHERE row_key LIKE 'parked:%' OR row_key LIKE 'part:%' OR row_key LIKE 'note:%'"
    )
    found = [(document_key, said.get((document_key, key))) for document_key, key in rows]
    return [(key, (row and row.kind) or ParkedKind.UNKNOWN, row.reason if row else "") for key, row in found]


async def _rows(connection: Connection) -> Counter[str]:
    """Rows that became records, by source."""
    counts = await connection.fetch_all(
        "SELECT document_key, COUNT(*) FROM normalizer_rows"
        " WHERE row_key NOT LIKE 'parked:%' AND row_key NOT LIKE 'part:%' AND row_key NOT LIKE 'note:%'"
        " GROUP BY document_key"
    )
    rows: Counter[str] = Counter()
    for document_key, count in counts:
        rows[source(document_key)] += count
    return rows


def source(document_key: str) -> str:
    """Whose document it is."""
    return document_key.split("/", 1)[0]


def _named(sentences: Iterable[str]) -> str:
    every = list(sentences)
    rest = len(every) - NAMED
    return ", ".join(every[:NAMED]) + (f" and {rest} more" if rest > 0 else "")
