"""One version of a document: fetched from the store, read by its dialect, compared with what was said before."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from touchline.normalizer.changes import Changes, compare
from touchline.normalizer.dialects.dialect import Dialect, Document
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import IdentityRow, Parsed, Scope, Unreadable
from touchline.normalizer.gathering import gathered
from touchline.normalizer.identities.store import Identities
from touchline.normalizer.ports import Objects
from touchline.normalizer.records import Reading, content_hash
from touchline.normalizer.statements import Statements
from touchline.normalizer.stores import Ledger
from touchline.runtime import metrics
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.logs import log
from touchline.runtime.transaction import Transaction
from touchline.schemas.records import ParkedKind, RawDocument

NAMED = 20  # absent rows in the log; the rest is counted


@dataclass(frozen=True, slots=True)
class Normalizer:
    """What reading needs besides a transaction."""

    objects: Objects
    now: Callable[[], datetime]
    dialects: Mapping[str, Dialect]


async def read_version(
    normalizer: Normalizer,
    raw: RawDocument,
    transaction: Transaction,
    statements: Statements,
    *,
    cause: str,
    again: bool = False,
    parsed: Parsed | None = None,
) -> None:
    """State what this version says and the last reading did not.

    `cause`: the event that brought it. `again`: the same version under other identities. `parsed`: what it says by the
    reviewed names, read elsewhere.
    """
    ledger = Ledger(transaction)
    readings = await ledger.advance(raw, again=again)
    if readings is None:
        log.info("document already read", document_key=raw.document_key, revision=raw.revision)
        return
    parsed, names = await _parse(normalizer, transaction, raw, parsed)
    transaction.decisions_version = max(transaction.decisions_version, names.decisions_version)
    await _learn(transaction, ledger, raw, parsed, cause)
    reading = Reading(raw, normalizer.now(), names.decisions_version + readings)
    changes = await _change(ledger, parsed, reading, statements, again=again)
    transaction.after_commit(lambda: _report(raw, parsed, changes))


def document_of(raw: RawDocument) -> Document:
    """What a dialect may know of a document beside its bytes."""
    return Document(raw.document_key, raw.complete, raw.available_at, raw.url)


async def whole(objects: Objects, raw: RawDocument) -> bytes:
    """The announced bytes.

    Raises:
        InvalidRecord: they are not there, or are others.
    """
    try:
        content = await objects.get(raw.object_key)
    except KeyError:
        raise InvalidRecord(f"{raw.object_key} was announced and is not in the store") from None
    found = hashlib.sha256(content).hexdigest()
    if found != raw.sha256:
        raise InvalidRecord(f"{raw.object_key}: sha256 {found} of {len(content)} bytes, announced was {raw.sha256}")
    return content


async def _parse(
    normalizer: Normalizer, transaction: Transaction, raw: RawDocument, parsed: Parsed | None
) -> tuple[Parsed, Names]:
    """What the document says, under the newest identities.

    Where a name is unknown, its scope is locked and looked at again: whoever states it either came before us, and is
    seen, or comes after us, and finds us waiting.
    """
    dialect, document = normalizer.dialects.get(raw.source), document_of(raw)
    if dialect is None:
        return Parsed((Unreadable(1, None, f"no dialect reads {document.key}", ""),), inputs=1), Names()
    identities = Identities(transaction)
    needed = dialect.needs(document)
    names = await identities.names(needed)
    if parsed is None or names.decisions_version:
        content = await whole(normalizer.objects, raw)
        parsed = dialect.read(content, document, names)
    waiting = {row.waits_for.scope for row in parsed.parked if row.waits_for}
    if waiting:
        await identities.lock(waiting)
        newer = await identities.names(needed)
        if newer != names:
            names, content = newer, await whole(normalizer.objects, raw)
            parsed = dialect.read(content, document, names)
    return gathered(parsed, names), names


async def _learn(transaction: Transaction, ledger: Ledger, raw: RawDocument, parsed: Parsed, cause: str) -> None:
    """Keep what the document states of identities and what it waits for; who waited for the former is read again."""
    await ledger.wait_for(raw.document_key, {row.waits_for for row in parsed.parked if row.waits_for})
    stated = parsed.of(IdentityRow)
    if stated:
        changed: set[Scope] = await Identities(transaction).state(raw.source, stated)
        for scope in sorted(changed):
            await ledger.read_again_waiting(scope, raw, cause)


async def _change(ledger: Ledger, parsed: Parsed, reading: Reading, statements: Statements, *, again: bool) -> Changes:
    raw, rows = reading.raw, parsed.by_key()
    current = {key: content_hash(row, raw) for key, row in rows.items()}
    changes = compare(await ledger.rows(raw.document_key), current, complete=raw.complete, again=again)
    statements.add((rows[key] for key in changes.changed), reading)
    statements.take_back((await ledger.stated(raw.document_key, changes.withdrawn)).values(), reading)
    await ledger.keep(raw.document_key, [(key, current[key], rows[key]) for key in changes.changed])
    await ledger.miss(raw.document_key, changes.found, absent=False)
    await ledger.miss(raw.document_key, changes.missing)
    await ledger.forget(raw.document_key, changes.forgotten)
    return changes


async def _report(raw: RawDocument, parsed: Parsed, changes: Changes) -> None:
    """Say in the log and the metrics what a document held."""
    drifts = [row.reason for row in parsed.parked if row.kind is ParkedKind.SCHEMA_DRIFT]
    new = [key for key in changes.changed if key.startswith("parked:")]
    metrics.PARKED_ROWS.labels(raw.source).inc(len(new))
    metrics.SCHEMA_DRIFT.labels(raw.source).set(len(drifts))
    log.info(
        "document read",
        document_key=raw.document_key,
        inputs=parsed.inputs,
        read=parsed.read,
        rows=len(parsed.rows),
        parked=len(parsed.parked),
        changed=len(changes.changed),
        withdrawn=len(changes.withdrawn),
    )
    if drifts:
        log.warning("schema drift", document_key=raw.document_key, drifts=drifts)
    if parsed.unaccounted:
        log.error("input rows are unaccounted for", document_key=raw.document_key, rows=parsed.unaccounted)
    if changes.missing:
        metrics.ABSENT_ROWS.labels(raw.source).inc(len(changes.missing))
        log.warning(
            "rows are absent but not withdrawn",
            document_key=raw.document_key,
            rows=len(changes.missing),
            named=list(changes.missing[:NAMED]),
        )
