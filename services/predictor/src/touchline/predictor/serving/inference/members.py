"""What can be asked of a served model: the blend by the model's name, and each learned member by its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from touchline.football import markets
from touchline.football.blend import CLASSES, DYNAMIC
from touchline.football.bundle import Model
from touchline.football.scoreline import SIZE
from touchline.football.vector import Matrix
from touchline.predictor.prediction.forecast import forecast_by

CHANCES, GRID = "probabilities", "grid"
Outputs = Mapping[str, Matrix]


@dataclass(frozen=True, slots=True)
class Member:
    """A model that answers vectors of the whole catalogue, one at a time; `outputs` are the shapes of its answers."""

    name: str
    version: str
    platform: str
    outputs: Mapping[str, tuple[int, ...]]
    ask: Callable[[Matrix], Outputs]  # (1, features)


def members_of(model: Model) -> dict[str, Member]:
    """All of them by name, such as `touchline-match` and `touchline-match-lightgbm-1x2`."""
    manifest = model.manifest
    whole = Member(manifest.name, manifest.version, "touchline_blend", {CHANCES: (3,), GRID: (SIZE, SIZE)}, _all(model))
    found = {whole.name: whole}
    for (market, voice), said in model.blend.voices.items():
        if not voice.startswith(DYNAMIC):  # these are no more than two features' Poisson grid
            name = f"{manifest.name}-{voice}-{market}"
            platform = "lightgbm_lightgbm" if voice == "lightgbm" else "touchline_logit"
            found[name] = Member(name, manifest.version, platform, {CHANCES: (CLASSES[market],)}, _chances(said))
    return found


def _all(model: Model) -> Callable[[Matrix], Outputs]:
    def ask(values: Matrix) -> Outputs:
        grid = np.array(forecast_by(model, values[0].tolist()).grid).reshape(1, SIZE, SIZE)
        return {CHANCES: markets.result(grid), GRID: grid}

    return ask


def _chances(voice: Callable[[Matrix], Matrix]) -> Callable[[Matrix], Outputs]:
    return lambda values: {CHANCES: voice(values)}
