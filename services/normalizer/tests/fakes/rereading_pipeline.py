"""Handlers and background work on one memory of tables, for tests of what is read again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from normalizer_fakes import FETCHED_AT, FakeObjects, MemoryConnection, message_of, raw_document

from touchline.normalizer.dialects.dialect import Dialect
from touchline.normalizer.dialects.names import club_scope
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.dialects.rows import Name, Scope
from touchline.normalizer.handlers import normalize_documents, take_decisions
from touchline.normalizer.reading import Normalizer
from touchline.normalizer.rereading import read_one_again
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import Envelope, batch_of, decode, encode, rows_of
from touchline.schemas.records import IdentityDecision
from touchline.schemas.topics import BY_NAME, IDENTITY_DECISIONS

Record = TypeVar("Record")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SEASON = "football-data/mmz4281/1920/E0.csv"
ENGLAND = club_scope("ENG")


@dataclass(slots=True)
class Pipeline:
    """Handlers and background work on one memory of tables."""

    made: Dialect  # of the source `made`
    objects: FakeObjects = field(default_factory=FakeObjects)
    connection: MemoryConnection = field(default_factory=MemoryConnection)
    offset: int = 0

    @property
    def normalizer(self) -> Normalizer:
        return Normalizer(self.objects, lambda: NOW, {**DIALECTS, "made": self.made})

    async def fetch(self, text: str, key: str = SEASON, revision: int = 1) -> Transaction:
        document = raw_document(text.encode(), revision, key)
        self.objects.content[document.object_key] = text.encode()
        transaction = self.transaction()
        await normalize_documents(self.normalizer, message_of(document, offset=self.offset), transaction)
        return transaction

    async def decide(self, name: str, identity: str, version: int, scope: Scope = ENGLAND) -> None:
        key = Name(scope, name).key
        decision = IdentityDecision(
            key, scope.kind, scope.name, name, identity, "a person", "seen", NOW, NOW, NOW, version
        )
        envelope = Envelope(f"decision-{version}", "/test", "test", FETCHED_AT, "test", "")
        value = encode(batch_of(IdentityDecision, [decision]))
        message = Message(IDENTITY_DECISIONS.name, 0, version, b"key", value, envelope.headers())
        await take_decisions(message, self.transaction())

    async def read_again(self) -> list[Transaction]:
        done = []
        while await read_one_again(self.normalizer, transaction := self.transaction()):
            done.append(transaction)
        return done

    def transaction(self) -> Transaction:
        self.offset += 1
        return Transaction(self.connection, "normalizer")


class Work(UnitOfWork):
    """Transactions on the pipeline's tables, taken back on an error; `done` are those that were not."""

    def __init__(self, pipeline: Pipeline) -> None:
        super().__init__(pipeline.connection, "normalizer")  # type: ignore[arg-type]  # opened here, not there
        self.pipeline, self.done = pipeline, list[Transaction]()

    @asynccontextmanager
    async def transaction(self, lane: str) -> AsyncIterator[Transaction]:
        transaction = self.pipeline.transaction()
        with self.pipeline.connection.whole():
            yield transaction
        self.done.append(transaction)


def rows(transactions: list[Transaction], record: type[Record]) -> list[Record]:
    messages = [row for one in transactions for row in one.pending if BY_NAME[row.topic].record is record]
    return [row for message in messages for row in rows_of(record, decode(record, message.value))]
