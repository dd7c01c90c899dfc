"""How much somebody may ask: the generic cell rate algorithm, a leaky bucket that is one number.

A request costs an interval T = 60 s / `per_minute`. The one number is the theoretical arrival time (TAT): when all
that was let in would have arrived at the steady rate. At time t a request is let in while max(TAT, t) + T - t is at
most `burst` × T, and moves TAT on by T. So `burst` requests may come at once and `per_minute` in the long run, and
there is no window at whose edge twice as many fit (ITU-T I.371, annex A: the virtual scheduling algorithm).
"""

from dataclasses import dataclass

SECOND = 1_000_000  # microseconds: whole ones, so that Redis' script and this page count alike
MOST_A_MINUTE = 6_000_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """Requests a minute in the long run, at once, and streams at a time."""

    per_minute: int
    burst: int
    streams: int

    def __post_init__(self) -> None:
        """Refuse what the algorithm cannot count."""
        if not (1 <= self.per_minute <= MOST_A_MINUTE and 1 <= self.burst <= MOST_A_MINUTE and self.streams >= 0):
            raise ValueError(f"an allowance is from 1 to {MOST_A_MINUTE} requests, and streams from 0 on: {self}")

    @property
    def interval(self) -> int:
        """What a request costs, in microseconds.

        >>> Allowance(600, 100, 1).interval
        100000
        """
        return 60 * SECOND // self.per_minute


@dataclass(frozen=True, slots=True)
class Granted:
    """How many requests were let in, of those asked for; where none, the microseconds until one is."""

    requests: int
    wait: int
    arrival: int  # the theoretical arrival time, microseconds


def grant(arrival: int, now: int, allowance: Allowance, wanted: int, returned: int = 0) -> Granted:
    """Let in as many of `wanted` requests as fit, after `returned` ones that were let in before and not made.

    >>> tenth = Allowance(per_minute=600, burst=2, streams=0)
    >>> first = grant(arrival=0, now=SECOND, allowance=tenth, wanted=5)
    >>> first.requests, grant(first.arrival, SECOND, tenth, wanted=1)
    (2, Granted(requests=0, wait=100000, arrival=1200000))
    """
    interval = allowance.interval
    arrival = max(now, max(now, arrival) - returned * interval)
    requests = min(wanted, (now + allowance.burst * interval - arrival) // interval)
    if requests < 1:
        return Granted(0, arrival + interval - allowance.burst * interval - now, arrival)
    return Granted(requests, 0, arrival + requests * interval)
