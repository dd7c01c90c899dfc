"""The one consume loop between a transport and every handler, with its three answers.

*This can never succeed* (`InvalidRecord`): park the message, byte for byte, and go on. *A dependency is down*
(`Unavailable`): wait longer each time and do the same again, order kept. *Anything else is our bug*: park it with its
traceback, and stop the process past a limit.
"""

import asyncio
import random
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from touchline.runtime import metrics, tracing
from touchline.runtime.errors import AlreadyDone, Fenced, InvalidRecord, Refused, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.message import Message
from touchline.runtime.timing import timed
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import Partition, UnitOfWork

Handler = Callable[[Message, Transaction], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Together:
    """A handler of several messages of a partition at once, which must do what one after the other would have done."""

    handle: Callable[[Sequence[Message], Transaction], Awaitable[None]]

    async def __call__(self, message: Message, transaction: Transaction) -> None:
        """A message by itself."""
        await self.handle([message], transaction)


LONGEST_WAIT = 5.0
PARKING_HEADERS = frozenset({"touchline-topic", "touchline-partition", "touchline-offset", "touchline-reason"})


class TooManyBugs(Exception):
    """Our own code failed more often than the limit allows: stop, so that somebody looks."""


@dataclass(slots=True)
class Loop:
    """Delivers messages of a partition to their handler, once in effect."""

    work: UnitOfWork
    handlers: Mapping[str, Handler]  # by topic name
    dead_letters: Mapping[str, str]  # topic name → where its unreadable messages go
    bug_limit: int = 5
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    compacted: frozenset[str] = frozenset()  # topics in which offsets may be absent
    bugs: int = 0
    progress: Counter[Partition] = field(default_factory=Counter)  # units of work done
    waits: int = 0  # times a dependency was down

    async def deliver(self, partition: Partition, messages: Sequence[Message], current: Callable[[], bool]) -> None:
        """Process these messages in order; returns early when `current()` says that a rebalance took the partition.

        Raises:
            Refused: offsets are missing between the mark and these messages.
            TooManyBugs: see above.
        """
        fresh = self._fresh(partition, messages, current)
        if not fresh:
            return
        try:
            try:
                await self._until_available(fresh, current)
            except (Fenced, Refused):
                raise
            except Exception:
                # One of them failed: each on its own, so that only the bad one is parked.
                for message in fresh:
                    await self._single(message, current)
        except Fenced as fenced:
            log.warning("dropped", reason=str(fenced))

    def _fresh(self, partition: Partition, messages: Sequence[Message], current: Callable[[], bool]) -> list[Message]:
        owned = self.work.owned.get(partition)
        if owned is None or not current():
            return []
        fresh = [message for message in messages if message.offset >= owned.next_offset]
        wanted = range(owned.next_offset, owned.next_offset + len(fresh))
        if partition.topic not in self.compacted and [message.offset for message in fresh] != list(wanted):
            offsets = f"{fresh[0].offset}…{fresh[-1].offset}"
            raise Refused(
                f"{partition.topic}/{partition.number}: expected offset {owned.next_offset}, got {offsets}:"
                f" messages are gone; decide with `python -m touchline.runtime adopt-topic"
                f" --service {self.work.service} --topic {partition.topic}`"
            )
        return fresh

    async def _until_available(self, messages: Sequence[Message], current: Callable[[], bool]) -> None:
        await self._retrying(messages[0].source, lambda: self._process(messages), current)

    async def _single(self, message: Message, current: Callable[[], bool]) -> None:
        try:
            await self._until_available([message], current)
        except InvalidRecord as invalid:
            reason = str(invalid)
            log.error("parked", topic=message.topic, offset=message.offset, reason=reason)
            await self._retrying(message.source, lambda: self._park(message, reason, "parked"), current)
        except (Fenced, Refused):
            raise
        except Exception as bug:
            self.bugs += 1
            log.exception("our bug, parked", topic=message.topic, offset=message.offset)
            trace = "".join(traceback.format_exception(bug))
            await self._retrying(message.source, lambda: self._park(message, trace, "bug"), current)
            if self.bugs > self.bug_limit:
                raise TooManyBugs(f"{self.bugs} messages failed in our own code; the last: {bug!r}") from bug

    async def _retrying(
        self, partition: Partition, action: Callable[[], Awaitable[None]], current: Callable[[], bool]
    ) -> None:
        wait = 0.05
        while True:
            try:
                await action()
                self.progress[partition] += 1
                return
            except AlreadyDone as done:
                self.progress[partition] += 1
                log.warning("done before", reason=str(done))
                return
            except Unavailable as error:
                metrics.WAITS.labels(self.work.service).inc()
                log.warning("waiting for a dependency", error=str(error), seconds=round(wait, 2))
            self.waits += 1
            await self.sleep(wait * (1 + random.random()))
            wait = min(wait * 2, LONGEST_WAIT)
            if not current():
                raise Fenced("the partition went to another instance while a dependency was down")

    def _start(self, message: Message) -> int:
        """Where the mark stands before this message: at its offset, or before it where compaction left a gap."""
        owned = self.work.owned.get(message.source)
        if owned is not None and message.topic in self.compacted:
            return min(owned.next_offset, message.offset)
        return message.offset

    async def _process(self, messages: Sequence[Message]) -> None:
        first, last = messages[0], messages[-1]
        handler = self.handlers[first.topic]
        with timed(metrics.WORK_SECONDS.labels(self.work.service, first.topic)):
            async with self.work.advance(first.source, self._start(first), last.offset) as transaction:
                if isinstance(handler, Together):
                    with span_of(messages):
                        await handler.handle(messages, transaction)
                else:
                    for message in messages:
                        with span_of([message]):
                            await handler(message, transaction)
        metrics.MESSAGES.labels(self.work.service, first.topic, "done").inc(len(messages))

    async def _park(self, message: Message, reason: str, answer: str) -> None:
        async with self.work.advance(message.source, self._start(message), message.offset) as transaction:
            # a message replayed from the dead letters brings the headers of its last parking: they do not pile up
            headers = [
                *(header for header in message.headers if header[0] not in PARKING_HEADERS),
                ("touchline-topic", message.topic.encode()),
                ("touchline-partition", str(message.partition).encode()),
                ("touchline-offset", str(message.offset).encode()),
                ("touchline-reason", reason[:4000].encode("utf-8", "replace")),
            ]
            transaction.emit_bytes(self.dead_letters[message.topic], message.key, message.value, headers)
        metrics.MESSAGES.labels(self.work.service, message.topic, answer).inc()


def span_of(messages: Sequence[Message]) -> AbstractContextManager[None]:
    """What is done for these is caused by all of them."""
    topic, causes = messages[-1].topic, [(dict(one.headers).get("traceparent") or b"") for one in messages]
    about: dict[str, str | int] = {
        "messaging.system": "kafka",
        "messaging.destination.name": topic,
        "messaging.destination.partition.id": str(messages[-1].partition),
        "messaging.kafka.offset": messages[-1].offset,
        "messaging.batch.message_count": len(messages),
    }
    return tracing.span(f"process {topic}", [one.decode("ascii", "replace") for one in causes], tracing.CONSUMER, about)
