"""Tells a stall from slowness: lag alone is work to do, lag without any sign of life is a reason to stop."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from touchline.runtime.unit_of_work import Partition

ALONE = 5  # times the limit: how long one partition may stand still while others move before it


@dataclass(slots=True)
class Watchdog:
    """Remembers since when each partition lags without progress."""

    limit: float
    _quiet: dict[Partition, tuple[int, float]] = field(default_factory=dict)  # progress seen, and since when
    _signs: tuple[int, int] = (-1, -1)
    _since: float = 0.0

    def look(
        self, now: float, lags: Mapping[Partition, int], progress: Mapping[Partition, int], waits: int
    ) -> list[Partition]:
        """The partitions that have stalled. A dependency that is waited for, `waits`, is no stall.

        >>> dog, a = Watchdog(limit=60), Partition("t", 0)
        >>> dog.look(0, {a: 5}, {a: 1}, 0), dog.look(59, {a: 5}, {a: 1}, 0)
        ([], [])
        >>> dog.look(61, {a: 5}, {a: 1}, 0)
        [Partition(topic='t', number=0)]
        """
        behind = sorted(partition for partition, lag in lags.items() if lag)
        signs = (sum(progress.values()), waits)
        waited = signs[1] != self._signs[1]
        if signs != self._signs:
            self._signs, self._since = signs, now
        quiet = {}
        for partition in behind:
            done = progress.get(partition, 0)
            held = self._quiet.get(partition)
            quiet[partition] = (done, now) if waited or held is None or held[0] != done else held
        self._quiet = quiet
        return [
            partition
            for partition, (_, since) in quiet.items()
            if now - max(since, self._since) > self.limit or now - since > ALONE * self.limit
        ]
