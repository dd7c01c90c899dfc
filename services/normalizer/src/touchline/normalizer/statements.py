"""The records that go out for one cause, grouped by topic and key, each group in the order of the document."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from touchline.normalizer.changes import Withdrawable
from touchline.normalizer.dialects.rows import Row
from touchline.normalizer.records import OUTPUTS, Reading, record_of, withdrawal_of
from touchline.runtime.transaction import Transaction
from touchline.schemas import batch_of
from touchline.schemas.topics import Topic


@dataclass(frozen=True, slots=True)
class Statements:
    """What is to be said, topic by topic."""

    groups: dict[Topic, dict[str, list[Any]]] = field(default_factory=dict)

    def add(self, rows: Iterable[Row], reading: Reading) -> None:
        """State rows of a document."""
        for row in rows:
            stated = record_of(row, reading)
            if stated:
                self._put(*stated)

    def take_back(self, rows: Iterable[Withdrawable], reading: Reading) -> None:
        """Say of rows that were stated that they do not stand.

        After what is stated: where both are kept under one key downstream, the first of two equal revisions stays.
        """
        for row in rows:
            self._put(*withdrawal_of(row, reading))

    def _put(self, topic: Topic, record: Any) -> None:
        self.groups.setdefault(topic, {}).setdefault(getattr(record, topic.key), []).append(record)

    async def emit(self, transaction: Transaction, *, cause: str, time: datetime) -> None:
        """Into the outbox, always in the same order of topics."""
        for topic in OUTPUTS:
            for key, records in self.groups.get(topic, {}).items():
                await transaction.emit(topic, key, batch_of(topic.record, records), cause=cause, time=time)
