"""Quotas on the way of a request: what was granted in one piece is counted down here, without asking Redis each time.

A caller's first request asks for one. Whoever uses up what he got within a second gets twice as much next time, and
anybody else what he used of it, at most a tenth of his burst; what a second leaves over is given back with the next
question. So a quota is never exceeded, and a caller who is served by several replicas at once may miss what the others
hold for a second.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from touchline.predictor.access.allowance import SECOND, Allowance
from touchline.predictor.access.counting import MOST, Counts

LIFE = 1.0  # seconds that what was granted may be used
SHARE = 10  # of a burst, which a replica may hold at a time


@dataclass(slots=True)
class Lease:
    """What a caller may ask without Redis, or how long he need not come."""

    size: int
    left: int
    until: float
    closed_until: float = 0.0
    renewing: bool = False


class Quotas:
    """Counts requests of callers by name; who came least lately is forgotten beyond `most` of them."""

    def __init__(self, counts: Counts, now: Callable[[], float], most: int = MOST) -> None:
        self._counts, self._now, self._most = counts, now, most
        self._leases: OrderedDict[str, Lease] = OrderedDict()

    def take_at_once(self, name: str) -> bool:
        """Count a request on what was granted before, if that is not used up; `take` says of any other."""
        lease = self._leases.get(name)
        if lease is None or not lease.left or self._now() >= lease.until:
            return False
        self._leases.move_to_end(name)
        lease.left -= 1
        return True

    async def take(self, name: str, allowance: Allowance) -> float:
        """Count a request: 0 lets it in, anything else is the seconds to wait."""
        if self.take_at_once(name):
            return 0.0
        now, lease = self._now(), self._leases.get(name)
        if lease is None:
            lease = self._leases[name] = Lease(0, 0, now)
            if len(self._leases) > self._most:
                self._leases.popitem(last=False)
        else:
            self._leases.move_to_end(name)
        if now < lease.closed_until:
            return lease.closed_until - now
        return await self._renewed(name, lease, allowance)

    async def _renewed(self, name: str, lease: Lease, allowance: Allowance) -> float:
        if lease.renewing:  # another request asks for what follows: this one for itself alone
            granted = await self._counts.take(name, allowance, 1, 0)
            return 0.0 if granted.requests else granted.wait / SECOND
        used_up = lease.size and not lease.left and self._now() < lease.until
        likely = 2 * lease.size if used_up else lease.size - lease.left
        wanted = max(1, min(likely, allowance.burst // SHARE))
        returned, lease.left, lease.renewing = lease.left, 0, True
        try:
            granted = await self._counts.take(name, allowance, wanted, returned)
        finally:
            lease.renewing = False
        now = self._now()
        if not granted.requests:
            lease.size, lease.closed_until = 0, now + granted.wait / SECOND
            return granted.wait / SECOND
        lease.size, lease.left, lease.until = granted.requests, granted.requests - 1, now + LIFE
        return 0.0
