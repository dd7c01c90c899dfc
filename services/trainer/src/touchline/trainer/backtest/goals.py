"""How far expected goals are from the goals of each side, on subsets that were known before the match."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.vector import Matrix, columns
from touchline.trainer.training.matches import Matches

GOALS = "goals"  # beside the markets of a row: goals to expect of home and away side, (n, 2)
ALL = "all"
EARLY = 5  # matches of a season, before which a team is little known


@dataclass(frozen=True, slots=True)
class GoalRow:
    """Errors of a model over both sides of n matches, in goals; lower is better."""

    model: str
    subset: str
    n: int
    rmse: float
    mae: float


def goal_rows(expected: Mapping[str, Matrix], matches: Matches) -> list[GoalRow]:
    """Every model that expects goals of all matches, on every subset that has any."""
    return [
        _row(model, subset, goals[inside], matches.goals[inside])
        for model, goals in expected.items()
        if not np.isnan(goals).any()
        for subset, inside in subsets(matches.values).items()
        if inside.any()
    ]


def subsets(values: Matrix) -> dict[str, NDArray[np.bool_]]:
    """Which matches are in each: all, one with a promoted team, one early in a team's season."""
    promoted = columns(values, ("promoted_home", "promoted_away")).max(axis=1) > 0
    early = columns(values, ("played_home", "played_away")).min(axis=1) < EARLY
    return {ALL: np.ones(len(values), dtype=np.bool_), "promoted-team": promoted, "first-five-matches": early}


def _row(model: str, subset: str, expected: Matrix, goals: Matrix) -> GoalRow:
    error = expected - goals
    return GoalRow(model, subset, len(goals), float(np.sqrt((error**2).mean())), float(np.abs(error).mean()))
