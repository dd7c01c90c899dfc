"""One handler: a raw document was announced; read it and say what changed."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from touchline.normalizer.changes import MATCH, Changes, Kept, compare, kept
from touchline.normalizer.dialects.football_data import parser, specification
from touchline.normalizer.dialects.rows import MatchRow, OddsRow, Parsed, Row, TeamRow, Unreadable
from touchline.normalizer.ports import Objects
from touchline.normalizer.records import (
    content_hash,
    match_record,
    odds_record,
    parked_record,
    revision_of,
    team_record,
    withdrawn_row,
)
from touchline.normalizer.stores import Ledger
from touchline.runtime import metrics
from touchline.runtime.consume import Message
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.logs import log
from touchline.runtime.transaction import Transaction
from touchline.schemas import batch_of
from touchline.schemas.records import Match, Odds, ParkedRow, RawDocument, Team
from touchline.schemas.topics import MATCHES, ODDS, PARKED_ROWS, TEAMS, Topic


@dataclass(frozen=True, slots=True)
class Statements:
    """The records that go out for one message."""

    teams: list[Team] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    odds: list[Odds] = field(default_factory=list)
    parked: list[ParkedRow] = field(default_factory=list)

    def add(self, row: Row, raw: RawDocument, recorded_at: datetime) -> None:
        """State one row of a document."""
        match row:
            case MatchRow():
                self.matches.append(match_record(row, raw, recorded_at))
            case OddsRow():
                self.odds.append(odds_record(row, raw, recorded_at))
            case TeamRow():
                self.teams.append(team_record(row, raw, recorded_at))
            case Unreadable():
                self.parked.append(parked_record(row, raw, recorded_at))


async def normalize_documents(
    message: Message, transaction: Transaction, *, objects: Objects, now: Callable[[], datetime]
) -> None:
    """Read each announced document and emit the rows that its last version did not say; twice changes nothing."""
    statements = Statements()
    for raw in message.rows(RawDocument):
        content = await _read_whole(objects, raw)
        await _state_changes(raw, content, transaction, statements, now())
    await _emit(statements, message, transaction)


async def _read_whole(objects: Objects, raw: RawDocument) -> bytes:
    try:
        content = await objects.get(raw.object_key)
    except KeyError:
        raise InvalidRecord(f"{raw.object_key} was announced and is not in the store") from None
    found = hashlib.sha256(content).hexdigest()
    if found != raw.sha256:
        raise InvalidRecord(f"{raw.object_key}: sha256 {found} of {len(content)} bytes, announced was {raw.sha256}")
    return content


async def _state_changes(
    raw: RawDocument, content: bytes, transaction: Transaction, statements: Statements, recorded_at: datetime
) -> None:
    ledger = Ledger(transaction)
    if not await ledger.advance(raw.document_key, revision_of(raw), raw.sha256):
        log.info("document already read", document_key=raw.document_key, revision=raw.revision)
        return
    parsed = _parse(raw, content)
    rows = parsed.by_key()
    current = {key: kept(row, content_hash(row, raw)) for key, row in rows.items()}
    previous = await ledger.rows(raw.document_key)
    changes = compare(previous, current, complete=raw.complete)
    for key in changes.changed:
        statements.add(rows[key], raw, recorded_at)
    for key in changes.withdrawn:
        statements.add(_withdrawal(key, previous[key], raw), raw, recorded_at)
    await ledger.keep(raw.document_key, {key: current[key] for key in changes.changed})
    await ledger.forget(raw.document_key, changes.forgotten)
    transaction.after_commit(lambda: _report(raw, parsed, changes))


def _parse(raw: RawDocument, content: bytes) -> Parsed:
    kind = parser.kind_of(raw.document_key) if raw.source == specification.SOURCE else None
    if kind is None:
        return Parsed(parked=(Unreadable(1, None, f"no dialect reads {raw.document_key} of {raw.source}", ""),))
    return parser.parse(content, kind)


def _withdrawal(key: str, last: Kept, raw: RawDocument) -> MatchRow:
    return withdrawn_row(key.removeprefix(MATCH), last.kick_off or raw.event_time, last.kick_off_known)


async def _report(raw: RawDocument, parsed: Parsed, changes: Changes) -> None:
    """Say in the log and the metrics what a document held."""
    metrics.PARKED_ROWS.labels(raw.source).inc(sum(key.startswith("parked:") for key in changes.changed))
    log.info(
        "document read",
        document_key=raw.document_key,
        matches=len(parsed.matches),
        odds=len(parsed.odds),
        parked=len(parsed.parked),
        ignored=parsed.ignored,
        changed=len(changes.changed),
        withdrawn=len(changes.withdrawn),
    )
    if changes.missing:
        metrics.ABSENT_ROWS.labels(raw.source).inc(len(changes.missing))
        log.warning("rows are absent but not withdrawn", document_key=raw.document_key, rows=list(changes.missing))


async def _emit(statements: Statements, message: Message, transaction: Transaction) -> None:
    envelope = message.envelope
    for topic, rows in (
        (TEAMS, statements.teams),
        (MATCHES, statements.matches),
        (ODDS, statements.odds),
        (PARKED_ROWS, statements.parked),
    ):
        for key, group in _by_key(topic, rows).items():
            batch = batch_of(topic.record, group)
            await transaction.emit(topic, key, batch, cause=envelope.id, time=envelope.time)


def _by_key(topic: Topic, rows: Sequence[object]) -> dict[str, list[object]]:
    """Rows grouped by the field that keys the topic, each group in the order of the document."""
    groups: dict[str, list[object]] = {}
    for row in rows:
        groups.setdefault(getattr(row, topic.key), []).append(row)
    return groups
