"""How long the oldest of what waits has waited, from looks at where a queue begins and ends."""

from collections import deque
from collections.abc import Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
LOOKS_KEPT = 512
"""Of one queue that never empties: over an hour at one look in ten seconds; later ones count as the last."""


class Backlog(Generic[K]):
    """Remembers at which look each end of a queue was first seen.

    What waits at position `head` had arrived by the first look that saw an end behind it, so its age is at least the
    time since then. Where it is known when the head was produced, that counts, if it is longer ago.

    >>> backlog = Backlog[str]()
    >>> [backlog.look(now, {"lane": queue})["lane"] for now, queue in ((0.0, (5, 7)), (10.0, (5, 9)), (20.0, (7, 9)))]
    [0.0, 10.0, 10.0]
    """

    def __init__(self) -> None:
        self._ends: dict[K, deque[tuple[float, int]]] = {}

    def look(
        self, now: float, queues: Mapping[K, tuple[int, int]], produced: Mapping[K, float] | None = None
    ) -> dict[K, float]:
        """The least age in seconds of the head of each queue, given as (head, end); 0 for an empty one."""
        self._ends = {key: ends for key, ends in self._ends.items() if key in queues}
        return {
            key: max(0.0, now - min(self._first_seen(key, now, *queue), (produced or {}).get(key, now)))
            for key, queue in queues.items()
        }

    def _first_seen(self, key: K, now: float, head: int, end: int) -> float:
        ends = self._ends.setdefault(key, deque())
        while ends and ends[0][1] <= head:
            ends.popleft()
        if end > head and len(ends) < LOOKS_KEPT and (not ends or ends[-1][1] < end):
            ends.append((now, end))
        return ends[0][0] if ends else now
