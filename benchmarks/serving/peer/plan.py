"""What both peers serve: trees in LightGBM's own text, which inputs a request names, and the values of the others."""

import json
import os
from pathlib import Path

import lightgbm
import numpy as np

FOLDER = Path(os.environ.get("BENCH_SERVING", "."))


class Scoring:
    """The same member that Touchline serves, asked by `Booster.predict`."""

    def __init__(self, folder: Path = FOLDER) -> None:
        plan = json.loads((folder / "plan.json").read_text())
        self.names, self.places = plan["names"], np.array(plan["places"])
        self.ordinary = np.array(plan["ordinary"])
        self.booster = lightgbm.Booster(model_file=str(folder / "trees.txt"))

    def __call__(self, named: np.ndarray) -> np.ndarray:
        """Probabilities, (n, 3), of named features, (n, 40)."""
        rows = np.tile(self.ordinary, (len(named), 1))
        rows[:, self.places] = named
        return self.booster.predict(rows, num_threads=1)
