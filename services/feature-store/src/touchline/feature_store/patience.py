"""When a pool that waits is folded: a few results at once, a history once it has come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LONG = 200  # versions to fold: above, other work goes on beside the fold, and more of the same is waited for
LONG_SECONDS = 1.0  # a fold
SETTLES = 5.0  # seconds without a new mark
LONGEST = 300.0  # seconds that a pool waits, however much comes in
NEAR = timedelta(weeks=6)  # of football: so far back a state of each week is kept, and a fold is never long


@dataclass(frozen=True, slots=True)
class Heap:
    """What of a pool waits for a fold."""

    versions: int  # that its marks stand for
    marks: int  # they only become more until a fold takes them away
    known_from: datetime  # the earliest moment that a fold of it goes back to


@dataclass(slots=True)
class Patience:
    """Leaves pools alone that would make a long fold while one of them is still being marked.

    A history comes in document by document, of all pools in turn, and each may touch a pool's beginning: folded as it
    comes it would be folded many times. After a long fold few versions of long ago count as long themselves; what is
    new does not, or a league that goes on while its history is being folded would be left alone.

    >>> from datetime import UTC
    >>> patience, may = Patience(), datetime(2019, 5, 12, tzinfo=UTC)
    >>> patience.ripe({"ENG": Heap(10, 1, may), "ITA": Heap(380, 1, may)}, now=0.0)
    ['ENG']
    >>> patience.ripe({"ITA": Heap(760, 2, may)}, now=4.9), patience.ripe({"ITA": Heap(760, 2, may)}, now=9.9)
    ([], ['ITA'])
    """

    _long_until: dict[str, datetime | None] = field(default_factory=dict)  # pools whose last fold was long
    _waits: dict[str, "_Wait"] = field(default_factory=dict)
    leaves: bool = False  # whether a pool was left alone at the last look

    def ripe(self, heaps: Mapping[str, Heap], now: float) -> list[str]:
        """The pools to fold now, of all that wait; `now` in seconds of a steady clock."""
        self._waits = {pool: self._wait(pool, heap, now) for pool, heap in heaps.items()}
        long = {pool for pool, heap in heaps.items() if self.is_long(pool, heap)}
        settled = all(now - self._waits[pool].marked_at >= SETTLES for pool in long)
        ripe = [pool for pool in heaps if pool not in long or settled or now - self._waits[pool].since >= LONGEST]
        self.leaves = len(ripe) < len(heaps)
        return ripe

    def waited(self, pool: str, now: float) -> float:
        """Seconds since something of a pool was first seen waiting, 0 if nothing was at the last look."""
        return now - self._waits[pool].since if pool in self._waits else 0.0

    def _wait(self, pool: str, heap: Heap, now: float) -> "_Wait":
        before = self._waits.get(pool)
        if before is None or heap.marks < before.marks:  # a fold, here or elsewhere, has taken what waited
            return _Wait(now, heap.marks, now)
        return before if heap.marks == before.marks else _Wait(before.since, heap.marks, now)

    def is_long(self, pool: str, heap: Heap) -> bool:
        """Whether it would take long to fold this: much, or something of long ago where that took long before."""
        if heap.versions > LONG:
            return True
        if pool not in self._long_until:
            return False
        reached = self._long_until[pool]
        return reached is None or heap.known_from < reached - NEAR

    def folded(self, pool: str, seconds: float, reached: datetime | None) -> None:
        """A pool was folded in so many seconds, up to what was known at a moment; None: that is not known."""
        self._waits.pop(pool, None)
        if seconds > LONG_SECONDS:
            self._long_until[pool] = reached
        else:
            self._long_until.pop(pool, None)


@dataclass(frozen=True, slots=True)
class _Wait:
    since: float
    marks: int
    marked_at: float
