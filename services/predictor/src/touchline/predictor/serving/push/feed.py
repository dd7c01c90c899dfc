"""The feed: every change of a prediction, remembered for a while, told to whoever subscribes."""

from collections import deque
from collections.abc import Iterable, Sequence

from touchline.predictor.serving.push.events import Change, Event, Model, Opened, Reset, Say, Swapped
from touchline.predictor.serving.push.interest import ALL, Interest
from touchline.predictor.serving.push.position import Position, position_of
from touchline.predictor.serving.push.subscription import Ending, Subscription
from touchline.runtime import metrics
from touchline.schemas.records import MatchPrediction

UNREADABLE = "this is no position of this feed"
OTHER_LOG = "the position is of another log: the topic behind the feed was made anew"
TOO_OLD = "what happened since is no longer held here"


class Refused(Exception):
    """No more subscribers can be served now; the message says why."""


class Feed:
    """What one replica tells.

    A subscriber that comes back names its last position, of whichever replica, and is told what it has not seen; or,
    when some of that is no longer held, that it must read the state anew.
    """

    def __init__(self, say: Say, *, kept: int, room: int, limit: int) -> None:
        """`kept` changes are remembered, `room` wait for a subscriber at most, `limit` subscribers are served."""
        self.head = Position("")
        self.subscriptions: set[Subscription] = set()
        self._say, self._room, self._limit = say, room, limit
        self._kept: deque[Change] = deque(maxlen=kept)
        self._forgotten = self.head  # the last changes that are not remembered
        self._closing = False

    def begin(self, log: str, starts: Sequence[int]) -> None:
        """The log is about to be read from these offsets, once more perhaps; a log of another name ends the history."""
        if log == self.head.log:
            return
        self.head = self._forgotten = Position(log, tuple((offset, 0) for offset in starts))
        self._kept.clear()
        metrics.SUBSCRIBERS_RESET.inc(len(self.subscriptions))
        self._offer(Reset(self.head, OTHER_LOG))

    def take(self, partition: int, offset: int, changes: Iterable[tuple[int, MatchPrediction]]) -> None:
        """The rows of a message, by their places in it, that took the place of standing predictions."""
        for row_number, row in changes:
            place = (offset, row_number + 1)
            self.head = self.head.at(partition, place)
            if len(self._kept) == self._kept.maxlen:
                oldest = self._kept[0]
                self._forgotten = self._forgotten.at(oldest.partition, oldest.place)
            change = Change(row, partition, place, self.head, self._say)
            self._kept.append(change)
            self._offer(change)

    def swapped(self, model: Model) -> None:
        """Another model serves."""
        self._offer(Swapped(model))

    def subscribe(
        self, interest: Interest = ALL, after: str | None = None, *, football_time: str = "", model: Model | None = None
    ) -> Subscription:
        """From now on, or after a position.

        Raises:
            Refused: there are as many subscribers as may be, or the replica is ending.
        """
        if self._closing:
            raise Refused("this replica is ending; ask again, and another answers")
        if len(self.subscriptions) >= self._limit:
            raise Refused(f"{self._limit} subscribers are served here, no more; ask again, and another may answer")
        seen, reason = (self.head, None) if after is None else self._resumable(after)
        begin: list[Event] = [Opened(seen, after is not None and reason is None, football_time, model)]
        if reason is not None:
            metrics.SUBSCRIBERS_RESET.inc()
            begin = [*begin, Reset(seen, reason)]
        missed = [change for change in self._kept if change.place > seen.place(change.partition)]
        subscription = Subscription(
            interest, [*begin, *(one for one in missed if interest.covers(one.row))], self._room
        )
        self.subscriptions.add(subscription)
        metrics.SUBSCRIBERS.set(len(self.subscriptions))
        return subscription

    def leave(self, subscription: Subscription) -> None:
        """It is served no more, for whatever reason."""
        if subscription not in self.subscriptions:
            return
        subscription.end(Ending.LEFT)
        self.subscriptions.discard(subscription)
        metrics.SUBSCRIBERS.set(len(self.subscriptions))
        metrics.SUBSCRIBERS_GONE.labels(str(subscription.ending)).inc()

    def close(self) -> None:
        """The replica ends: each is told what waits, and then no more."""
        self._closing = True
        for subscription in self.subscriptions:
            subscription.end(Ending.CLOSING)

    def _resumable(self, after: str) -> tuple[Position, str | None]:
        """Where to go on, and what is to be said if that is not where the subscriber left."""
        position = position_of(after)
        if position is None:
            return self.head, UNREADABLE
        if position.log != self.head.log:
            return self.head, OTHER_LOG
        return (position, None) if position.covers(self._forgotten) else (self.head, TOO_OLD)

    def _offer(self, event: Event) -> None:
        for subscription in list(self.subscriptions):
            subscription.offer(event)
