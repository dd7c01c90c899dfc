"""How far a back-fill is, and what it could not read."""

import time
from dataclasses import dataclass, field

TOLD_EVERY = 2.0  # seconds


@dataclass(slots=True)
class Progress:
    """How far a back-fill is; `begun` is seconds of a steady clock."""

    total: int
    begun: float
    read: int = 0
    refused: list[str] = field(default_factory=list)
    told: float = 0.0

    def sentence(self, now: float) -> str:
        """For the person who waits.

        >>> Progress(total=10, begun=0.0, read=5).sentence(20.0)
        '5 of 10 documents, about 20 s to go'
        """
        left = (now - self.begun) / self.read * (self.total - self.read) if self.read else float("nan")
        return f"{self.read} of {self.total} documents, about {left:.0f} s to go"

    def step(self, now: float) -> None:
        """One document more; told every two seconds."""
        self.read += 1
        if now - self.told >= TOLD_EVERY:
            self.told = now
            print(self.sentence(now), flush=True)


def sentence(progress: Progress) -> str:
    """What a run did."""
    refused = f", {len(progress.refused)} refused: {'; '.join(progress.refused[:5])}" if progress.refused else ""
    seconds = time.monotonic() - progress.begun
    return f"{progress.read} documents in {seconds:.1f} s{refused}"
