"""The unit of work: effects, mark and outbox in one transaction, fenced by an owner epoch.

Delivery is at least once. A unit of work begins by moving the mark from the offset it starts at to the one after its
end, and only while the epoch is still ours; so of two instances that both believe they own a partition, one finds
nothing to move, and everything it did is rolled back.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from touchline.runtime import metrics
from touchline.runtime.database import Transactions
from touchline.runtime.errors import AlreadyDone, Fenced, Refused
from touchline.runtime.logs import log
from touchline.runtime.transaction import Asked, Connection, Row, Transaction, pack_headers


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """A partition of a topic."""

    topic: str
    number: int


@dataclass(frozen=True, slots=True)
class PartitionFacts:
    """What the broker says of a partition: the topic's id, the first offset it still has and the one after the last."""

    topic_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ownership:
    """Our claim on a partition: the epoch we raised and the offset to continue at."""

    epoch: int
    next_offset: int


class UnitOfWork:
    """Opens transactions for one service and keeps the claims of this instance."""

    def __init__(
        self,
        database: Transactions,
        service: str,
        *,
        logic_version: int = 1,
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self.database = database
        self._committed = committed  # with something in the outbox
        self._lanes: set[str] = set()  # those that are there: nobody takes one away
        self.service = service
        self.logic_version = logic_version
        self.owned: dict[Partition, Ownership] = {}
        self.assigned: frozenset[Partition] = frozenset()  # what we were given, also what we have lost since

    async def claim(self, facts: Mapping[Partition, PartitionFacts]) -> dict[Partition, int]:
        """Raise the owner epoch of these partitions and say where to continue; all others are no longer ours.

        Raises:
            Refused: a topic was recreated, or its log no longer holds (or never held) the offset of the mark.
        """
        self.assigned = frozenset(facts)
        claimed = {}
        for partition, broker in sorted(facts.items()):
            async with self.database.transaction() as connection:
                claimed[partition] = await self._claim_one(connection, partition, broker)
        self.owned = claimed
        return {partition: ownership.next_offset for partition, ownership in claimed.items()}

    async def _claim_one(self, connection: Connection, partition: Partition, broker: PartitionFacts) -> Ownership:
        key = (self.service, partition.topic, partition.number)
        raise_epoch = (
            "UPDATE marks SET owner_epoch = owner_epoch + 1 WHERE service = %s AND topic = %s AND topic_partition = %s"
        )
        # The row is there but for the first time: an INSERT before the UPDATE would share its lock with whoever waits
        # to move it, and neither could go on.
        if not await connection.execute(raise_epoch, key):
            await connection.execute(
                "INSERT IGNORE INTO marks (service, topic, topic_partition, topic_id, next_offset, owner_epoch)"
                " VALUES (%s, %s, %s, %s, 0, 0)",
                (*key, broker.topic_id),
            )
            await connection.execute(raise_epoch, key)
        row = await connection.fetch_one(
            "SELECT topic_id, next_offset, owner_epoch FROM marks"
            " WHERE service = %s AND topic = %s AND topic_partition = %s",
            key,
        )
        assert row is not None
        topic_id, next_offset, epoch = row
        _refuse_to_guess(self.service, partition, broker, topic_id, next_offset)
        return Ownership(epoch, next_offset)

    @asynccontextmanager
    async def advance(self, partition: Partition, first: int, last: int) -> AsyncIterator[Transaction]:
        """One transaction that moves the mark over the offsets `first`…`last`, both included.

        Raises:
            Fenced: the mark does not stand at `first`, or the partition has another owner.
            AlreadyDone: the mark is past `last` and nobody else has moved it.
        """
        owned = self.owned.get(partition)
        if owned is None or owned.next_offset != first:
            raise Fenced(f"{partition.topic}/{partition.number}: offset {first} is not ours to process")
        lane = f"{partition.topic}/{partition.number}"
        async with self.database.transaction() as connection:
            moved = await connection.execute(
                "UPDATE marks SET next_offset = %s WHERE service = %s AND topic = %s AND topic_partition = %s"
                " AND next_offset = %s AND owner_epoch = %s",
                (last + 1, self.service, partition.topic, partition.number, first, owned.epoch),
            )
            if moved != 1:
                raise await self._why_not_moved(connection, partition, owned, first, last)
            transaction = Transaction(connection, self.service, self.logic_version)
            yield transaction
            await self._write_outbox(connection, lane, transaction)
        if self.owned.get(partition) is owned:  # a rebalance during the commit has read the mark itself
            self.owned[partition] = Ownership(owned.epoch, last + 1)
        await self._after(transaction)

    async def _why_not_moved(
        self, connection: Connection, partition: Partition, owned: Ownership, first: int, last: int
    ) -> Exception:
        row = await connection.fetch_one(
            "SELECT next_offset, owner_epoch FROM marks WHERE service = %s AND topic = %s AND topic_partition = %s",
            (self.service, partition.topic, partition.number),
        )
        still_ours = self.owned.get(partition) is owned  # else a rebalance has claimed it anew for us meanwhile
        where = f"{partition.topic}/{partition.number}"
        if row is not None and row[1] == owned.epoch and row[0] > last:
            if still_ours:
                self.owned[partition] = Ownership(owned.epoch, row[0])
            return AlreadyDone(f"{where}: offsets {first} to {last} were committed before")
        if still_ours:
            del self.owned[partition]
        metrics.FENCED.labels(self.service).inc()
        return Fenced(f"{where}: another instance has moved past offset {first}")

    @asynccontextmanager
    async def transaction(self, lane: str) -> AsyncIterator[Transaction]:
        """One transaction that no message caused, alone in its lane from its first statement on."""
        async with self.database.transaction() as connection:
            asked = await self._ask_lane(connection, lane)
            transaction = Transaction(connection, self.service, self.logic_version)
            yield transaction
            await self._write_outbox(connection, lane, transaction, asked)
        await self._after(transaction)

    async def _ask_lane(self, connection: Connection, lane: str) -> Asked[int]:
        """Lock a lane, and ask for its next sequence; by itself that takes no round trip once the lane was seen."""
        if lane not in self._lanes:
            if await self._locked(connection, lane):
                self._lanes.add(lane)
            else:  # only the first time: an INSERT of a row that is there would deadlock with the relay's lease
                await connection.execute(
                    "INSERT IGNORE INTO lanes (service, lane, next_sequence, lease_owner, lease_until)"
                    " VALUES (%s, %s, 0, '', 0)",
                    (self.service, lane),
                )
        return self._locked(connection, lane).read_by(lambda rows: int(rows[0][0]))

    def _locked(self, connection: Connection, lane: str) -> Asked[list[Row]]:
        query = "SELECT next_sequence FROM lanes WHERE service = %s AND lane = %s FOR UPDATE"
        return connection.ask(query, (self.service, lane))

    async def _write_outbox(
        self, connection: Connection, lane: str, transaction: Transaction, asked: Asked[int] | None = None
    ) -> None:
        """`asked` is the lane's next sequence, where the lane was locked before."""
        if not transaction.pending:
            return
        start = await (asked or await self._ask_lane(connection, lane))
        rows = [
            (self.service, lane, start + number, row.topic, row.key, pack_headers(row.headers), row.value)
            for number, row in enumerate(transaction.pending)
        ]
        await connection.execute_many(
            "INSERT INTO outbox (service, lane, sequence, topic, message_key, headers, value)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            rows,
        )
        await connection.execute_many(
            "UPDATE lanes SET next_sequence = %s WHERE service = %s AND lane = %s",
            [(start + len(rows), self.service, lane)],
        )

    async def _after(self, transaction: Transaction) -> None:
        if transaction.pending:
            self._committed()
        for callback in transaction.callbacks:
            await _run_after_commit(self.service, callback)


async def _run_after_commit(service: str, callback: Callable[[], Awaitable[None]]) -> None:
    # The facts are safe in the database; a cache that could not be written is behind until it is filled again.
    try:
        await callback()
    except Exception as error:
        metrics.CACHE_FAILURES.labels(service).inc()
        log.warning("work after commit failed", error=repr(error))


def _refuse_to_guess(service: str, partition: Partition, broker: PartitionFacts, topic_id: str, mark: int) -> None:
    where = f"{partition.topic}/{partition.number}"
    command = f"python -m touchline.runtime adopt-topic --service {service} --topic {partition.topic}"
    if topic_id != broker.topic_id:
        raise Refused(f"{where}: the topic was recreated since {service} last read it; decide with `{command}`")
    if mark < broker.start:
        raise Refused(
            f"{where}: {service} wants offset {mark}, the log starts at {broker.start}: messages are gone; rebuild from"
            f" a snapshot or accept the loss with `{command}`"
        )
    if mark > broker.end:
        raise Refused(f"{where}: {service} wants offset {mark}, the log ends at {broker.end}; decide with `{command}`")
