"""What was computed before, on disk: a run that was ended early goes on where it was, and a second one is quick."""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from touchline.trainer.training.models.voices import Arrays

# Seconds that the parts of a run took beside one another, on one idle core: what an estimate of the rest is made of.
COSTS: Mapping[str, float] = {"dixon-coles": 20.0, "dixon-coles-shrunk": 20.0, "lightgbm": 0.45}
OTHER_COST = 0.2
TOLD_EVERY = 2.0  # seconds


@dataclass(slots=True)
class Memory:
    """Arrays by name, in a folder that is named by everything they follow from."""

    folder: Path
    expected: float  # cost of all parts
    begun: float = field(default_factory=time.monotonic)
    done: float = 0.0
    spent: float = 0.0  # cost of the parts that were computed in this run
    told: float = 0.0

    def has(self, name: str) -> bool:
        """Whether it was computed before."""
        return self._file(name).is_file()

    def _file(self, name: str) -> Path:
        return self.folder / f"{name.replace('/', '-')}.npz"

    def __call__(self, name: str, make: Callable[[], Arrays]) -> Arrays:
        """What `make` gives, or gave."""
        file = self._file(name)
        cost = COSTS.get(name.split("-20")[0].split("-19")[0], COSTS["lightgbm"] if "lightgbm" in name else OTHER_COST)
        if file.is_file():
            with np.load(file) as held:
                found = {key: held[key] for key in held.files}
        else:
            found = make()
            self.folder.mkdir(parents=True, exist_ok=True)
            half = file.with_suffix(".half.npz")
            np.savez(half, allow_pickle=False, **found)
            half.replace(file)
            self.spent += cost
        self.done += cost
        self._tell(name)
        return found

    def _tell(self, name: str) -> None:
        now = time.monotonic()
        if now - self.told < TOLD_EVERY or not self.spent:
            return
        self.told = now
        left = max(0.0, self.expected - self.done) * (now - self.begun) / self.spent
        share = min(1.0, self.done / self.expected)
        print(f"{share:4.0%} {name}: about {left:.0f} s left", file=sys.stderr, flush=True)


def expected_cost(seasons: int) -> float:
    """Of a whole run with so many seasons to forecast: two markets of trees, two logits, and the rest.

    >>> expected_cost(0) < expected_cost(20)
    True
    """
    each = 2 * COSTS["lightgbm"] + 2 * OTHER_COST
    return 2 * COSTS["dixon-coles"] + 2 * OTHER_COST + each * seasons
