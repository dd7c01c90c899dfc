"""What models of every kind are let in by: enough history, what a model costs, the first gate that it does not pass."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

S = TypeVar("S")
MEGABYTE = 1_000_000


class TooLittleHistory(ValueError):
    """There is not enough to learn from, or to judge what was learned."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a packed model takes to hold, and to ask once."""

    megabytes: float
    milliseconds: float

    def too_dear(self, largest: float, slowest: float, asked: str) -> str | None:
        """Why a predictor could not hold it, or answer in time; `asked` is what is asked about at once.

        >>> Cost(25.0, 1.0).too_dear(20.0, 100.0, "one squad"), Cost(1.0, 1.0).too_dear(20.0, 100.0, "one squad")
        ('its bundle takes 25 MB, 20 are allowed', None)
        """
        if self.megabytes > largest:
            return f"its bundle takes {self.megabytes:.0f} MB, {largest:.0f} are allowed"
        if self.milliseconds > slowest:
            return f"it takes {self.milliseconds:.0f} ms for {asked}, {slowest:.0f} are allowed"
        return None


FREE = Cost(0.0, 0.0)


def cost_of_asking(content: bytes, questions: Iterable[Callable[[], object]]) -> Cost:
    """The size of a bundle, and the median processor time of some questions to the model in it."""
    times = []
    for ask in questions:
        begun = time.process_time()  # of the processor alone: what else runs here is no fault of a model
        ask()
        times.append(time.process_time() - begun)
    return Cost(len(content) / MEGABYTE, median(times) * 1e3)


def refusal(gates: Iterable[Callable[[S], str | None]], shown: S) -> str | None:
    """Why a challenger may not serve, in the words of the first of these gates that it does not pass; None: it may."""
    return next((reason for gate in gates if (reason := gate(shown)) is not None), None)
