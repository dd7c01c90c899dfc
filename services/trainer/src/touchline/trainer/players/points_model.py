"""Points given minutes, and what is expected over all roles. See `football.player_points`.

The mean is half of p_start * E[points | start] + p_substitute * E[points | substitute] and half of one regression on
all rows: the first knows the roles, the second what goes with them, and their errors differ.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from touchline.football.player_minutes import START, SUBSTITUTE, Matrix, Minutes, Vector, role_of
from touchline.football.player_points import POINTS, base_of, mixed, tilted
from touchline.trainer.players.boosting import ask_trees, fit_trees
from touchline.trainer.players.inputs import column

DIRECT, IF_STARTED, IF_SUBSTITUTE, BASES = (
    "points.txt",
    "points-if-started.txt",
    "points-if-substitute.txt",
    "points.npz",
)
POSITIONS = ("goalkeeper", "defender", "midfielder", "forward")  # and one more, 4: nobody states it
FEWEST_PLAYING = 0.02  # below, the mean given a role says nothing of the mean over all


@dataclass(frozen=True, slots=True)
class Points:
    """Expected points, shape (n,), and their distribution over `POINTS`, shape (n, 25)."""

    expected: Vector
    chances: Matrix


def fit_points(values: Matrix, points: Vector, minutes: Vector, started: Vector) -> Mapping[str, bytes]:
    """Three boosters on squared error, and how points are spread by position and role."""
    roles, square = role_of(minutes.astype(np.int64), started), {"objective": "l2"}
    bases = {
        f"{role}-{place}": base_of(points[(roles == role) & _of_position(values, place)].astype(np.int64))
        for role in (SUBSTITUTE, START)
        for place in range(len(POSITIONS) + 1)
    }
    sink = io.BytesIO()
    np.savez(sink, **bases)  # type: ignore[arg-type]  # names and arrays, as it wants them
    return {
        DIRECT: fit_trees(values, points, square),
        IF_STARTED: fit_trees(values[roles == START], points[roles == START], square),
        IF_SUBSTITUTE: fit_trees(values[roles == SUBSTITUTE], points[roles == SUBSTITUTE], square),
        BASES: sink.getvalue(),
    }


def ask_points(files: Mapping[str, bytes], values: Matrix, minutes: Minutes) -> Points:
    """What is expected of rows; the mean of the distribution is the number expected."""
    if_started, if_substitute = ask_trees(files[IF_STARTED], values), ask_trees(files[IF_SUBSTITUTE], values)
    composed = minutes.chances[:, START] * if_started + minutes.chances[:, SUBSTITUTE] * if_substitute
    expected = (composed + ask_trees(files[DIRECT], values)) / 2.0
    playing = np.maximum(minutes.chances[:, START] + minutes.chances[:, SUBSTITUTE], FEWEST_PLAYING)
    moved = (expected - composed) / playing
    chances = np.zeros((len(values), len(POINTS)))
    with np.load(io.BytesIO(files[BASES]), allow_pickle=False) as bases:
        for place in range(len(POSITIONS) + 1):
            rows = _of_position(values, place)
            part = Minutes(minutes.chances[rows], minutes.if_substitute[rows], minutes.if_started[rows])
            chances[rows] = mixed(
                part,
                tilted(bases[f"{SUBSTITUTE}-{place}"], (if_substitute + moved)[rows]),
                tilted(bases[f"{START}-{place}"], (if_started + moved)[rows]),
            )
    return Points(np.asarray(chances @ POINTS, dtype=np.float64), chances)


def _of_position(values: Matrix, place: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    stated = np.column_stack([column(values, name) for name in POSITIONS])
    return stated[:, place] > 0 if place < len(POSITIONS) else stated.sum(axis=1) == 0
