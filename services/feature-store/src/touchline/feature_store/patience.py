"""When a pool that waits is folded: a few results at once, a history once it has come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LONG = 200  # versions to fold: above, other work goes on beside the fold, and more of the same is waited for
LONG_SECONDS = 1.0  # a fold
SETTLES = 5.0  # seconds without a new mark
LONGEST = 300.0  # seconds that a pool waits, however much comes in


@dataclass(frozen=True, slots=True)
class Heap:
    """What of a pool waits for a fold."""

    versions: int  # that its marks stand for
    marks: int  # they only become more until a fold takes them away


@dataclass(slots=True)
class Patience:
    """Leaves pools alone that would make a long fold while one of them is still being marked.

    A history comes in document by document, of all pools in turn, and each may touch a pool's beginning: folded as it
    comes it would be folded many times. A pool whose last fold was long counts as long itself: few versions of long ago
    make a long fold, too.

    >>> patience = Patience()
    >>> patience.ripe({"ENG": Heap(10, 1), "ITA": Heap(380, 1)}, now=0.0)
    ['ENG']
    >>> patience.ripe({"ITA": Heap(760, 2)}, now=4.9), patience.ripe({"ITA": Heap(760, 2)}, now=9.9)
    ([], ['ITA'])
    """

    _was_long: set[str] = field(default_factory=set)
    _waits: dict[str, "_Wait"] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether a pool was left alone at the last look."""
        return bool(self._waits)

    def ripe(self, heaps: Mapping[str, Heap], now: float) -> list[str]:
        """The pools to fold now, of all that wait; `now` in seconds of a steady clock."""
        self._waits = {pool: self._wait(pool, heap, now) for pool, heap in heaps.items()}
        long = {pool for pool, heap in heaps.items() if heap.versions > LONG or pool in self._was_long}
        settled = all(now - self._waits[pool].marked_at >= SETTLES for pool in long)
        return [pool for pool in heaps if pool not in long or settled or now - self._waits[pool].since >= LONGEST]

    def _wait(self, pool: str, heap: Heap, now: float) -> "_Wait":
        before = self._waits.get(pool)
        if before is None or heap.marks < before.marks:  # a fold, here or elsewhere, has taken what waited
            return _Wait(now, heap.marks, now)
        return before if heap.marks == before.marks else _Wait(before.since, heap.marks, now)

    def folded(self, pool: str, seconds: float) -> None:
        """A pool was folded in so many seconds."""
        self._waits.pop(pool, None)
        if seconds > LONG_SECONDS:
            self._was_long.add(pool)
        else:
            self._was_long.discard(pool)


@dataclass(frozen=True, slots=True)
class _Wait:
    since: float
    marks: int
    marked_at: float
