"""A league's table, of one season or of many at once: points, goals, head-to-head results, and who stands where.

Counts are arrays of shape (teams, seasons): the real table is the one with a single season.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int16]  # (teams, seasons); of direct ones (teams, opponents, seasons)
Goals = NDArray[np.int8]
WIN, DRAW = 3, 1  # league points


class Criterion(StrEnum):
    """What tells teams apart; more is better. `DIRECT_…` counts only the matches among those that are still level."""

    POINTS = "points"
    GOAL_DIFFERENCE = "goal-difference"
    GOALS = "goals"
    AWAY_GOALS = "away-goals"
    DIRECT_POINTS = "head-to-head-points"
    DIRECT_GOAL_DIFFERENCE = "head-to-head-goal-difference"
    DIRECT_GOALS = "head-to-head-goals"
    DIRECT_AWAY_GOALS = "head-to-head-away-goals"

    @property
    def direct(self) -> bool:
        """Whether it looks at matches among level teams alone."""
        return self in DIRECT


DIRECT: Mapping[Criterion, Criterion] = {
    Criterion.DIRECT_POINTS: Criterion.POINTS,
    Criterion.DIRECT_GOAL_DIFFERENCE: Criterion.GOAL_DIFFERENCE,
    Criterion.DIRECT_GOALS: Criterion.GOALS,
    Criterion.DIRECT_AWAY_GOALS: Criterion.AWAY_GOALS,
}


@dataclass(frozen=True, slots=True)
class Table:
    """What each team has by each criterion."""

    counts: Mapping[Criterion, Counts]


def table_of(
    teams: int,
    sides: Sequence[tuple[int, int]],
    home: Sequence[Goals],
    away: Sequence[Goals],
    criteria: Sequence[Criterion],
    seasons: int = 1,
) -> Table:
    """The table of matches: of each the places of home and away team, and their goals, (seasons,) or (1,).

    It has what is not direct, and of what is direct the criteria that are named.

    >>> once = table_of(2, [(0, 1)], [np.array([2], np.int8)], [np.array([0], np.int8)], [Criterion.DIRECT_GOALS])
    >>> once.counts[Criterion.POINTS].tolist(), once.counts[Criterion.DIRECT_GOALS][:, :, 0].tolist()
    ([[3], [0]], [[0, 2], [0, 0]])
    """
    counts = {
        kind: np.zeros((teams, teams, seasons) if kind.direct else (teams, seasons), np.int16)
        for kind in Criterion
        if kind in criteria or not kind.direct
    }
    for (host, guest), at_home, visiting in zip(sides, home, away, strict=True):
        gained = _gained(at_home, visiting)
        for kind, count in counts.items():
            to_host, to_guest = gained[DIRECT.get(kind, kind)]
            count[(host, guest) if kind.direct else host] += to_host
            count[(guest, host) if kind.direct else guest] += to_guest
    return Table(counts)


def _gained(home: Goals, away: Goals) -> Mapping[Criterion, tuple[Goals, Goals]]:
    """What a match gives to home and away team."""
    difference, drawn = home - away, home == away
    return {
        Criterion.POINTS: (_points(home > away, drawn), _points(home < away, drawn)),
        Criterion.GOAL_DIFFERENCE: (difference, -difference),
        Criterion.GOALS: (home, away),
        Criterion.AWAY_GOALS: (np.zeros_like(home), away),
    }


def _points(won: NDArray[np.bool_], drawn: NDArray[np.bool_]) -> Goals:
    return won.astype(np.int8) * np.int8(WIN) + drawn.astype(np.int8) * np.int8(DRAW)


def places(table: Table, criteria: Sequence[Criterion]) -> tuple[Counts, Counts]:
    """Of each team how many stand above it, and how many share its place (itself too), each (teams, seasons).

    Criteria are asked in their order, each of those alone that all before it left level. Direct ones that follow one
    another look at the same little table: of all who were level before the first of them.
    """
    teams, seasons = table.counts[Criterion.POINTS].shape
    level = np.ones((teams, teams, seasons), dtype=np.bool_)
    above = np.zeros((teams, seasons), dtype=np.int16)
    group = level
    for criterion in criteria:
        value = table.counts[criterion]
        if criterion.direct:
            value = np.where(group, value, np.int16(0)).sum(axis=1, dtype=np.int16)
        mine, theirs = value[:, None], value[None, :]
        above += (level & (theirs > mine)).sum(axis=1, dtype=np.int16)
        level = level & (theirs == mine)
        if not criterion.direct:
            group = level
    return above, level.sum(axis=1, dtype=np.int16)


def rank_shares(above: Counts, sharing: Counts) -> NDArray[np.float64]:
    """How often each team ends at each rank, (teams, ranks); rows and columns sum to 1.

    Teams that share a place have each of its ranks for an equal part: two joint thirds are half third, half fourth.

    >>> rank_shares(np.array([[0], [1], [1]], np.int16), np.array([[1], [2], [2]], np.int16)).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.5, 0.5], [0.0, 0.5, 0.5]]
    """
    teams, seasons = above.shape
    found = np.zeros(teams * teams)
    for size in np.unique(sharing).tolist():
        team, season = np.nonzero(sharing == size)
        first = team * teams + above[team, season]
        for further in range(size):
            found += np.bincount(first + further, minlength=teams * teams) / size
    return np.asarray(found.reshape(teams, teams) / seasons)
