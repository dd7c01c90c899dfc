"""A circuit breaker: after some failures in a row a host is left alone for a while."""

from dataclasses import dataclass


@dataclass
class Circuit:
    """Failures in a row of one host; times are seconds of any steady clock.

    >>> circuit = Circuit(limit=2, pause=60)
    >>> circuit.failed(0); circuit.failed(1); circuit.is_open(2), circuit.is_open(62)
    (True, False)
    """

    limit: int
    pause: float
    failures: int = 0
    opened_at: float | None = None

    def is_open(self, now: float) -> bool:
        """Whether the host must be left alone; after the pause one more attempt is let through."""
        return self.opened_at is not None and now - self.opened_at < self.pause

    def failed(self, now: float) -> None:
        """Count a failure; at the limit the circuit opens."""
        self.failures += 1
        if self.failures >= self.limit:
            self.opened_at = now

    def succeeded(self) -> None:
        """The host answers again."""
        self.failures, self.opened_at = 0, None
