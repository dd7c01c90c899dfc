"""Models that go wrong only after they were opened and checked, for trials to find out."""

import time
from typing import Any

from touchline.football.bundle import Model, open_bundle

SLOW_MS = 100.0  # of one processor


class Erring:
    """Fails on whatever it is asked."""

    with_odds = None

    def __init__(self, model: Model) -> None:
        self.manifest = model.manifest

    def predict_grids(self, values: Any) -> Any:
        raise ArithmeticError("planted")


class Slow:
    """Says what the model says, and keeps a processor busy before."""

    def __init__(self, model: Model) -> None:
        self.manifest, self.with_odds, self._model = model.manifest, model.with_odds, model

    def predict_grids(self, values: Any) -> Any:
        end = time.thread_time() + SLOW_MS / 1e3
        while time.thread_time() < end:
            pass
        return self._model.predict_grids(values)


def opened(data: bytes, sha256: str) -> Any:
    """A bundle's model, gone wrong as its version says."""
    model = open_bundle(data, sha256)
    kinds = {"erring": Erring, "slow": Slow}
    kind = kinds.get(model.manifest.version.partition("-")[0])
    return model if kind is None else kind(model)
