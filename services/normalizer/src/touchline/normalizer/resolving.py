"""`make resolve`: what waits for an identity decision, what it may mean, and the decision, kept in the ledger."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.dialects.rows import Name, Scope
from touchline.normalizer.identities.store import Identities
from touchline.normalizer.identities.suggestions import Suggestion, suggestions
from touchline.runtime.database import Database
from touchline.runtime.errors import Refused
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.relay import publish_pending
from touchline.runtime.transaction import Connection, Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import batch_of, event_id
from touchline.schemas.records import IdentityDecision, IdentityKind
from touchline.schemas.topics import IDENTITY_DECISIONS

SERVICE = "normalizer"
LANE = "identity-decisions"
ARCHIVE = "ledger/identity-decisions/"
_COLUMNS = "version, kind, scope, name, identity, decided_by, reason, decided_at, football_time"


@dataclass(frozen=True, slots=True)
class Open:
    """A name that documents wait for."""

    name: Name
    documents: int
    example: str  # the key of one of them
    suggestions: list[Suggestion]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision as a person gives it. `new` says that the identity is one that no list knows yet."""

    name: Name
    identity: str
    decided_by: str
    reason: str
    new: bool = False


@asynccontextmanager
async def opened(settings: NormalizerSettings) -> AsyncIterator[tuple[Database, ObjectStore]]:
    """Database and bucket, closed at the end."""
    database, store = await Database.connect(settings), await ObjectStore.connect(settings)
    try:
        yield database, store
    finally:
        await store.close()
        await database.close()


def name_of(text: str) -> Name:
    """A name as the list of open ones writes it.

    >>> name_of("player:fpl:2019/20:191").text
    '191'

    Raises:
        Refused: not kind, scope and name.
    """
    kind, _, rest = text.partition(":")
    scope, _, name = rest.rpartition(":")
    if kind not in (IdentityKind.CLUB, IdentityKind.PLAYER) or not scope or not name:
        raise Refused(f"expected kind:scope:name such as club:ENG:Man Utd, got {text!r}")
    return Name(Scope(IdentityKind(kind), scope), name)


async def waiting(connection: Connection) -> list[Open]:
    """Every name that a document waits for, most wanted first, with suggestions."""
    rows = await connection.fetch_all(
        "SELECT kind, scope, name, COUNT(*), MIN(document_key) FROM normalizer_waiting"
        " GROUP BY kind, scope, name ORDER BY COUNT(*) DESC, kind, scope, name"
    )
    found = [(Name(Scope(IdentityKind(kind), scope), name), count, key) for kind, scope, name, count, key in rows]
    names = await Identities(connection).names(sorted({name.scope for name, _, _ in found}))
    return [Open(name, count, key, suggestions(name, names)) for name, count, key in found]


async def decide(settings: NormalizerSettings, wanted: Wanted) -> IdentityDecision:
    """Keep a decision in the ledger, announce and archive it; the running normalizer reads again what waited for it.

    Raises:
        Refused: the identity is unknown and not said to be new.
    """
    async with opened(settings) as (database, store):
        async with UnitOfWork(database, SERVICE).transaction(LANE) as transaction:
            decision = await write(transaction, wanted, datetime.now(UTC))
        await publish_pending(database, settings, SERVICE)
        await archive(database, store)
    return decision


async def archive(database: Database, store: ObjectStore) -> int:
    """Copy the ledger's decisions to the bucket; those that stand there stay. Returns how many were missing."""
    async with database.transaction() as connection:
        decided = await decisions(connection)
    held = set(await store.list(ARCHIVE))
    keys = {f"{ARCHIVE}{one.revision:08d}.json": one for one in decided}
    missing = {key: one for key, one in keys.items() if key not in held}
    for key, one in missing.items():
        await store.put(key, orjson.dumps(dataclasses.asdict(one)), "application/json", if_absent=True)
    return len(missing)


async def archived(store: ObjectStore) -> list[IdentityDecision]:
    """The decisions that stand in the bucket, in the order in which they were made."""
    found = [orjson.loads(await store.get(key)) for key in sorted(await store.list(ARCHIVE))]
    return [_read(one) for one in found]


async def write(transaction: Transaction, wanted: Wanted, now: datetime) -> IdentityDecision:
    """Keep a decision in the ledger and announce it.

    Raises:
        Refused: the identity is unknown, or of another kind, and not said to be new.
    """
    names = await Identities(transaction).names([wanted.name.scope])
    kind = wanted.name.scope.kind
    known = {one for scope, names_of in names.known.items() if scope.kind is kind for one in names_of.values()}
    if not wanted.new and wanted.identity not in known:
        raise Refused(f"{wanted.identity!r} is no {kind} that we know; repeat with --new if it is meant")
    last = await transaction.fetch_one("SELECT COALESCE(MAX(version), 0) FROM identity_decisions")
    time = await _football_time(transaction) or now
    row = (
        (int(last[0]) if last else 0) + 1,
        wanted.name.scope.kind.value,
        wanted.name.scope.name,
        wanted.name.text,
        wanted.identity,
        wanted.decided_by,
        wanted.reason,
        now.replace(tzinfo=None),
        time.replace(tzinfo=None),
    )
    places = ", ".join(["%s"] * len(row))
    await transaction.execute(f"INSERT INTO identity_decisions ({_COLUMNS}) VALUES ({places})", row)
    decision = _record(*row)
    batch = batch_of(IdentityDecision, [decision])
    cause = event_id("identity-decision", decision.revision)
    await transaction.emit(IDENTITY_DECISIONS, decision.decision_key, batch, cause=cause, time=time)
    return decision


async def _football_time(connection: Transaction) -> datetime | None:
    """The newest fetch: a decision changes what documents say, and football time is theirs, not ours."""
    row = await connection.fetch_one("SELECT MAX(JSON_VALUE(announcement, '$.available_at')) FROM normalizer_documents")
    return datetime.fromisoformat(row[0]) if row and row[0] else None


async def decisions(connection: Connection) -> list[IdentityDecision]:
    """The ledger's decisions, in the order in which they were made."""
    rows = await connection.fetch_all(f"SELECT {_COLUMNS} FROM identity_decisions ORDER BY version")
    return [_record(*row) for row in rows]


def _record(
    version: int,
    kind: str,
    scope: str,
    name: str,
    identity: str,
    decided_by: str,
    reason: str,
    decided_at: datetime,
    football_time: datetime,
) -> IdentityDecision:
    time = football_time.replace(tzinfo=UTC)
    key = Name(Scope(IdentityKind(kind), scope), name).key
    recorded_at = decided_at.replace(tzinfo=UTC)
    return IdentityDecision(
        key, IdentityKind(kind), scope, name, identity, decided_by, reason, time, time, recorded_at, version
    )


def _read(archived: dict[str, Any]) -> IdentityDecision:
    times = {name: datetime.fromisoformat(archived[name]) for name in ("event_time", "available_at", "recorded_at")}
    return IdentityDecision(**{**archived, **times, "kind": IdentityKind(archived["kind"])})
