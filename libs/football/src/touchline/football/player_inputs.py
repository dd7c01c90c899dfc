"""What models of players read: the catalogue's vector, bans, and how a player stands beside his team-mates.

Only vectors of the same team, match and deadline are compared, so that nothing else has to be known when it is served.
One definition, for who learns and for who predicts.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from touchline.football.catalogue.players import PLAYER_MEETINGS
from touchline.football.player_minutes import Matrix, Vector

VECTOR = tuple(feature.name for feature in PLAYER_MEETINGS)
IF_BANNED = 0.125  # share of banned players, 2016/17 to 2021/22, who played all the same: the ban was served in a cup
# What is said of absences. The archive of them ends in 2022/23: where nobody says anything any more, a model that
# learned from such words takes silence for health.
WORDS = ("availability_known", "injured", "suspended", "days_since_word", "days_absent")
SILENT = 0.05  # share of a gameweek's players of whom anything is said; with an archive it is a fifth
POSITIONS = ("goalkeeper", "defender", "midfielder", "forward")
COMPARED = ("minutes_available", "starts_expected", "price", "points_form")
INPUTS = (
    *VECTOR,
    "banned",
    "attack_balance",
    "defence_balance",
    *(f"{name}_{what}" for name in COMPARED for what in ("rank", "place_rank", "share")),
    "place_starts",
    "team_starts",
    "place_players",
    "team_threat",
)
_NOBODY = 1e-9  # a sum of nothing is divided by
Integers = NDArray[np.int64]


def inputs_of(vectors: Matrix, banned: Vector, teams: Integers, *, told: bool) -> Matrix:
    """Inputs of shape (n, k) in the order of `INPUTS`, for vectors of shape (n, 54) in the order of `VECTOR`.

    `banned` is 0 or 1; `teams` numbers the team and match of each row from 0, all players of a team being among the
    rows. With `told` false nothing that was said of absences is read.

    >>> inputs_of(np.zeros((2, len(VECTOR))), np.zeros(2), np.zeros(2, dtype=np.int64), told=True).shape
    (2, 73)
    """
    known = vectors if told else without_words(vectors)

    def one(name: str) -> Vector:
        return np.asarray(known[:, VECTOR.index(name)], dtype=np.float64)

    chance = np.minimum(one("chance"), 1.0 - (1.0 - IF_BANNED) * banned)
    places = sum((number + 1) * one(name) for number, name in enumerate(POSITIONS)) + np.zeros(len(known))
    beside = teams * (len(POSITIONS) + 1) + places.astype(np.int64)
    available, starts = one("minutes_expected") * chance, one("starts_expected") * chance
    compared = dict(zip(COMPARED, (available, one("starts_expected"), one("price"), one("points_form")), strict=True))
    return np.column_stack(
        [
            *(
                chance if name == "chance" else available if name == "minutes_available" else one(name)
                for name in VECTOR
            ),
            banned,
            one("team_attack") - one("opponent_defence"),
            one("opponent_attack") - one("team_defence"),
            *(column for values in compared.values() for column in _compared(values, teams, beside)),
            _sums(starts, beside),
            _sums(starts, teams),
            _sums(np.ones(len(known)), beside),
            _sums(available * one("expected_goals_per_90"), teams) / 90.0,
        ]
    )


def without_words(vectors: Matrix) -> Matrix:
    """The same, nobody having said anything of absences.

    >>> float(without_words(np.full((1, len(VECTOR)), 0.5))[0, VECTOR.index("chance")])
    1.0
    """
    untold = vectors.copy()
    untold[:, [VECTOR.index(name) for name in WORDS]] = 0.0
    untold[:, VECTOR.index("chance")] = 1.0
    return untold


def is_silent(availability_known: Sequence[float] | Vector) -> bool:
    """Whether so little is said of players of one deadline that words on absences mean nothing.

    >>> is_silent([0.0] * 20 + [1.0]), is_silent([0.0, 1.0])
    (True, False)
    """
    return bool(np.mean(availability_known) < SILENT)


def column(values: Matrix, name: str) -> Vector:
    """One of the inputs."""
    return np.asarray(values[:, INPUTS.index(name)], dtype=np.float64)


def ranks(values: Vector, groups: Integers) -> Vector:
    """The rank in its group, the highest first; equal values share the mean of their ranks.

    >>> ranks(np.array([1.0, 5.0, 5.0, 9.0]), np.array([0, 0, 0, 1])).tolist()
    [3.0, 1.5, 1.5, 1.0]
    """
    if not len(values):
        return np.zeros(0)
    order = np.lexsort((-values, groups))
    of_group, of_value = groups[order], values[order]
    places = np.arange(len(values))
    first = np.concatenate([[True], of_group[1:] != of_group[:-1]])
    tied = np.cumsum(first | np.concatenate([[True], of_value[1:] != of_value[:-1]])) - 1
    within = places - np.maximum.accumulate(np.where(first, places, 0)) + 1.0
    found = np.empty(len(values))
    found[order] = (np.bincount(tied, within) / np.bincount(tied))[tied]
    return found


def _compared(values: Vector, teams: Integers, beside: Integers) -> tuple[Vector, Vector, Vector]:
    """His rank in the team and among those of his position; his share of the team's sum."""
    return ranks(values, teams), ranks(values, beside), values / (_sums(values, teams) + _NOBODY)


def _sums(values: Vector, groups: Integers) -> Vector:
    """Of each row the sum over its group."""
    return np.asarray(np.bincount(groups, values)[groups], dtype=np.float64)
