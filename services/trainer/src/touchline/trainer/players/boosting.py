"""Gradient-boosted trees as text: one way to fit for every model of players.

Friedman (2001), https://doi.org/10.1214/aos/1013203451; LightGBM, Ke et al. (2017); splits at random places, of which
the best is taken, as in extremely randomised trees: Geurts et al. (2006), https://doi.org/10.1007/s10994-006-6226-1.
"""

from collections.abc import Mapping

import lightgbm

from touchline.football.player_minutes import Matrix, Vector

# Looked at on 2019/20 to 2021/22, each forecast from the seasons before: a flat optimum (docs/player-models.md).
TREES: Mapping[str, object] = {
    "learning_rate": 0.05,
    "num_leaves": 16,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "extra_trees": True,
    "seed": 20190801,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # threads that wait for a busy core cost more than they save
    "verbosity": -1,
}
ROUNDS = 300


def fit_trees(
    values: Matrix,
    target: Vector,
    objective: Mapping[str, object],
    weight: Vector | None = None,
    *,
    rounds: int = ROUNDS,
) -> bytes:
    """A booster's text; `objective` may name other constants than `TREES`."""
    rows = lightgbm.Dataset(values, target, weight=weight)
    booster = lightgbm.train({**TREES, **objective}, rows, num_boost_round=rounds)
    text: str = booster.model_to_string()
    return text.encode()
