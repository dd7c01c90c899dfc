"""Form as sequences: each team's latest matches known before a forecast, beside what was expected of them. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.football.vector import Matrix, rates
from touchline.trainer.training.matches import canonical
from touchline.trainer.training.played import Played

LENGTH = 20  # matches of each team
EXPECTED = "chances"  # the filter whose goals are expected
DAY = 86_400_000_000  # microseconds
OF_A_MATCH = (
    "goals_beyond",  # (scored − expected) / √expected: of variance 1 if goals are Poisson
    "conceded_beyond",
    "expected",  # logarithms
    "expected_conceded",
    "shots",  # over their usual number, less 1; 0 if nobody stated them
    "shots_conceded",
    "on_target",
    "on_target_conceded",
    "expected_goals",
    "expected_goals_conceded",
    "expected_goals_known",
    "at_home",  # 1 at home, −1 away
)
CHANNELS = (*OF_A_MATCH, "ago", "same_season")
STATISTICS = ("shots", "shots_on_target", "expected_goals")
USUAL = (13.0, 4.5, 1.3)  # of each, a side and match

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Forms:
    """Of n matches, both teams' latest ones: (n, 2, LENGTH, channels), the latest last; zeros before the first."""

    sequences: Floats
    known: NDArray[np.bool_]  # (n,): both teams have played before


def statistics_of(frame: pl.DataFrame) -> Matrix:
    """STATISTICS of both sides, (n, 2, 3); NaN where nobody stated them."""
    ordered = canonical(frame)
    sides = [
        np.column_stack([ordered[f"{side}_{name}"].cast(pl.Float64).to_numpy() for name in STATISTICS])
        for side in ("home", "away")
    ]
    return np.stack(sides, axis=1)


def forms_of(played: Played, statistics: Matrix, length: int = LENGTH) -> Forms:
    """The form before each match, of results that were available before the first kick-off of its day.

    `statistics` are (n, 2, 3), as `statistics_of` gives them. A match after that moment changes nothing.
    """
    told, matches = _told(played, statistics), played.matches
    found = np.zeros((len(played), 2, length, len(CHANNELS)), dtype=np.float32)
    for appearances in _appearances(played).values():
        for place, (match, side) in enumerate(appearances):
            before = appearances[max(0, place - 2 * length) : place]
            past = [one for one in before if matches.known[one[0]] < played.predicted_at[match]][-length:]
            if past:
                rows, sides = np.array(past).T
                ago = np.log1p((played.predicted_at[match] - matches.kick_offs[rows]) / DAY)
                same = matches.seasons[rows] == matches.seasons[match]
                found[match, side, -len(past) :] = np.column_stack([told[rows, sides], ago, same])
    return Forms(found, (found[:, :, -1] != 0).any(axis=2).all(axis=1))


def _appearances(played: Played) -> dict[str, list[tuple[int, int]]]:
    """Every match of each team in the order of kick-offs, and whether it was away."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match, teams in enumerate(zip(played.home.tolist(), played.away.tolist(), strict=True)):
        for side, team in enumerate(teams):
            found[team].append((match, side))
    return found


def _told(played: Played, statistics: Matrix) -> Matrix:
    """OF_A_MATCH of both sides, (n, 2, …)."""
    expected, goals = rates(played.matches.values, EXPECTED), played.matches.goals
    return np.stack([_of_side(expected, goals, statistics, side) for side in (0, 1)], axis=1)


def _of_side(expected: Matrix, goals: Matrix, statistics: Matrix, side: int) -> Matrix:
    order: Sequence[int] = (side, 1 - side)
    ours = np.nan_to_num(statistics[:, order] / np.array(USUAL) - 1.0)  # (n, 2, 3): for and against
    return np.column_stack(
        [
            (goals[:, order] - expected[:, order]) / np.sqrt(expected[:, order]),
            np.log(expected[:, order]),
            ours[:, :, 0],
            ours[:, :, 1],
            ours[:, :, 2],
            ~np.isnan(statistics[:, side, 2]),
            np.full(len(goals), 1.0 - 2.0 * side),
        ]
    )
