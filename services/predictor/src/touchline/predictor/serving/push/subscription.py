"""One subscriber: what waits to be told to it, at most so much."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from enum import StrEnum

from touchline.predictor.serving.push.events import Change, Event, Opened, Reset, Swapped, Told
from touchline.predictor.serving.push.interest import Interest
from touchline.predictor.serving.push.position import Position

TURN = 32  # events given at a time: making one anew takes a millisecond or two, and others wait for the loop


class Ending(StrEnum):
    """Why a subscription is over."""

    SLOW = "slow"  # more waited than it has room for
    CLOSING = "closing"  # the replica ends
    LEFT = "left"  # the subscriber went


class Subscription:
    """Filled by the feed, emptied by whoever writes to the subscriber.

    A subscriber that comes from a replica further on than this one is not told again what it has seen, and its
    positions stay ahead until this replica has caught up with them.
    """

    def __init__(self, interest: Interest, waiting: Sequence[Event], room: int) -> None:
        """Begin with what is owed, however much it is: `waiting` begins with where the subscriber stands."""
        self.ending: Ending | None = None
        self.when_ended: Callable[[], object] = lambda: None  # for a writer stuck on a subscriber who does not read
        self.at_once: Callable[[Told], bool] = lambda told: False  # a shorter way than by a writer that has to wake
        self._interest, self._room, self._idle = interest, room, False
        self._seen, self._ahead = Position(""), False
        self._waiting = deque(self._told(event) for event in waiting)
        self._owed = len(self._waiting)
        self._filled = asyncio.Event()
        self._filled.set()

    def offer(self, event: Event) -> None:
        """Let it wait to be told, unless it is of no interest or was seen on another replica."""
        if self.ending is not None or (isinstance(event, Change) and not self.wants(event)):
            return
        if len(self._waiting) >= self._room + self._owed:
            self.end(Ending.SLOW)
            return
        told = self._told(event)
        if self._idle and self.at_once(told):
            return
        self._idle = False
        self._waiting.append(told)
        self._filled.set()

    def wants(self, change: Change) -> bool:
        """Whether it asked for this match, and has not seen the change on another replica."""
        new = not self._ahead or change.place > self._seen.place(change.partition)
        return new and self._interest.covers(change.row)

    def end(self, ending: Ending) -> None:
        """No more is to come; only when the replica ends, what waits is still told."""
        if self.ending is not None:
            return
        self.ending = ending
        if ending is not Ending.CLOSING:
            self._waiting.clear()
        self._filled.set()
        self.when_ended()

    async def told(self) -> list[Told]:
        """What waits, at least one; none once it is over. Whoever asks has written all that it was given."""
        self._idle = not self._filled.is_set()
        try:
            await self._filled.wait()
        finally:
            self._idle = False
        given = [self._waiting.popleft() for _ in range(min(TURN, len(self._waiting)))]
        self._owed = min(self._owed, len(self._waiting))
        if not self._waiting and self.ending is None:
            self._filled.clear()
        return given

    def standing(self, head: Position) -> Position | None:
        """Where it stands while nothing waits: changes that it did not ask for count as seen."""
        if self._waiting:
            return None
        return head.joined(self._seen) if self._ahead else head

    def _told(self, event: Event) -> Told:
        """With the replica's own position as soon as that is the subscriber's too: then it is one for all."""
        if isinstance(event, Swapped):
            return Told(event, None)
        if isinstance(event, Opened | Reset):
            self._seen, self._ahead = event.position, True
            return Told(event, event.position)
        if not self._ahead:
            return Told(event, event.position)
        self._seen = self._seen.joined(event.position)
        self._ahead = not event.position.covers(self._seen)
        return Told(event, self._seen)
