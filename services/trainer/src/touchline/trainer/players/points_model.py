"""Points given minutes, and what is expected over all roles. See `football.player_points`.

The mean is half of p_start * E[points | start] + p_substitute * E[points | substitute] and half of one regression on
all rows: the first knows the roles, the second what goes with them, and their errors differ.
"""

import io
from collections.abc import Mapping

import numpy as np

from touchline.football.player_inputs import POSITIONS
from touchline.football.player_minutes import START, SUBSTITUTE, Matrix, Vector, role_of
from touchline.football.player_points import base_of
from touchline.football.player_set import (
    POINTS_DIRECT,
    POINTS_IF_STARTED,
    POINTS_IF_SUBSTITUTE,
    POINTS_SPREAD,
    of_position,
)
from touchline.trainer.players.boosting import fit_trees


def fit_points(values: Matrix, points: Vector, minutes: Vector, started: Vector) -> Mapping[str, bytes]:
    """Three boosters on squared error, and how points are spread by position and role."""
    roles, square = role_of(minutes.astype(np.int64), started), {"objective": "l2"}
    bases = {
        f"{role}-{place}": base_of(points[(roles == role) & of_position(values, place)].astype(np.int64))
        for role in (SUBSTITUTE, START)
        for place in range(len(POSITIONS) + 1)
    }
    sink = io.BytesIO()
    np.savez(sink, **bases)  # type: ignore[arg-type]  # names and arrays, as it wants them
    return {
        POINTS_DIRECT: fit_trees(values, points, square),
        POINTS_IF_STARTED: fit_trees(values[roles == START], points[roles == START], square),
        POINTS_IF_SUBSTITUTE: fit_trees(values[roles == SUBSTITUTE], points[roles == SUBSTITUTE], square),
        POINTS_SPREAD: sink.getvalue(),
    }
