"""Minutes: the chances of three roles, and how long a starter and a substitute play. See `football.player_minutes`."""

from collections.abc import Mapping

import numpy as np

from touchline.football.player_minutes import START, SUBSTITUTE, Matrix, Vector, role_of
from touchline.football.player_set import MINUTES_IF_STARTED, MINUTES_IF_SUBSTITUTE, ROLE
from touchline.trainer.players.boosting import fit_trees

# Roles hold more that can be learned than points do: of 16 to 40 leaves these did best on 2020/21 and 2021/22.
ROLES: Mapping[str, object] = {"objective": "multiclass", "num_class": 3, "num_leaves": 40, "min_data_in_leaf": 100}
ROLE_ROUNDS = 400


def fit_minutes(values: Matrix, minutes: Vector, started: Vector) -> Mapping[str, bytes]:
    """Three boosters: the role of every row, the minutes of those who started and of those who came on."""
    roles = role_of(minutes.astype(np.int64), started)
    chosen = {MINUTES_IF_STARTED: roles == START, MINUTES_IF_SUBSTITUTE: roles == SUBSTITUTE}
    return {
        ROLE: fit_trees(values, roles.astype(np.float64), ROLES, rounds=ROLE_ROUNDS),
        **{name: fit_trees(values[rows], minutes[rows], {"objective": "l2"}) for name, rows in chosen.items()},
    }
