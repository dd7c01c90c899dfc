"""A circuit breaker: after some failures in a row a host is left alone for a while, then probed by one request."""

from dataclasses import dataclass


@dataclass
class Circuit:
    """Failures in a row of one host; times are seconds of any steady clock.

    Closed: all may ask. Open: none may. Half open, after the pause: one probe may ask; the others are refused until its
    verdict, which closes the circuit or opens it again (M. Nygard, Release It!, "Circuit Breaker").

    >>> circuit = Circuit(limit=2, pause=60)
    >>> circuit.failed(0); circuit.failed(1); circuit.is_open(2), circuit.is_open(62)
    (True, False)
    >>> circuit.admits(62), circuit.admits(62)
    (True, False)
    >>> circuit.failed(63); circuit.is_open(120), circuit.admits(123)
    (True, True)
    >>> circuit.succeeded(); circuit.admits(124), circuit.admits(124)
    (True, True)
    """

    limit: int
    pause: float
    failures: int = 0
    open_until: float | None = None
    probing: bool = False
    rests_until: float = 0.0  # by its own wish

    def is_open(self, now: float) -> bool:
        """Whether the host must be left alone."""
        return now < max(self.rests_until, self.open_until or 0.0)

    def why(self, now: float) -> str:
        """For a sentence."""
        if now < self.rests_until:
            return f"its host asked to be left alone for another {self.rests_until - now:.0f} s"
        return f"its host failed {self.failures} times in a row"

    def admits(self, now: float) -> bool:
        """Whether a request may be made; when half open this one is the probe, and a verdict must follow."""
        if self.is_open(now) or self.probing:
            return False
        self.probing = self.open_until is not None
        return True

    def failed(self, now: float) -> None:
        """Count a failure; at the limit the circuit opens, and after a probe it opens again.

        While it is open, late failures of requests that were made before do not make the pause longer.
        """
        self.failures += 1
        if self.failures >= self.limit and not self.is_open(now):
            self.open_until = now + self.pause
        self.probing = False

    def succeeded(self) -> None:
        """The host answers again."""
        self.failures, self.open_until, self.probing = 0, None, False

    def abandoned(self) -> None:
        """A request ended without telling anything about the host; the next one may probe."""
        self.probing = False

    def rest(self, now: float, seconds: float) -> None:
        """The host itself asks to be left alone."""
        self.rests_until = max(self.rests_until, now + seconds)
