"""The rest of a season played many times over, from what was played and the scoreline grids of what was not.

Grids say what is known of a team today. How much better or worse it will turn out is drawn once for each season played,
so that its matches depend on one another, while each of them by itself keeps the chances of its grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football import markets
from touchline.football.scoreline import Grid
from touchline.football.season_luck import drawn, stream
from touchline.football.table import Criterion, Goals, Table, places, rank_shares, table_of

Shares = NDArray[np.float64]
RUNS, MOST_RUNS = 10_000, 20_000  # at 10,000 a chance of one half is known to half a percent
MOST_GOALS = 100  # of a side in a match: the record is 36
# Log rates of goals: of 0, .06, .10, .14 and .18 that with which final points spread as they should. Seen from October,
# January and March of the English top flight's 2013/14 to 2018/19 they lay 1.00, 1.00 and 1.00 times as far from their
# mean (1.23, 1.12 and 1.05 without it), by grids of a model that had learned from these seasons.
STRENGTH_ERROR, LARGEST_ERROR = 0.10, 0.3
LEVELS = (0.05, 0.5, 0.95)
ROUNDING = 1e-9  # how far a grid's sum may lie from 1


class NoSeason(ValueError):
    """These matches are not what a season can be made of."""


@dataclass(frozen=True, slots=True)
class Played:
    """A match with its result."""

    home: str
    away: str
    home_goals: int
    away_goals: int


@dataclass(frozen=True, slots=True)
class Remaining:
    """A match to be played, and the chance of each score."""

    home: str
    away: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the table as it stands; teams that nothing tells apart share a position."""

    team: str
    position: int
    played: int
    points: int
    goals_for: int
    goals_against: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """Where teams end, alphabetically; arrays have a row a team."""

    teams: tuple[str, ...]
    ranks: Shares  # (teams, ranks): how often at which rank; rows and columns sum to 1
    mean_points: Shares
    points: NDArray[np.int16]  # (teams, 3): a share of LEVELS of the seasons ends with at most so many
    expected_points: Shares  # by the grids, without chance

    def chance(self, first: int, last: int) -> Shares:
        """How often each team ends at one of these ranks, counted from 1."""
        return np.asarray(self.ranks[:, first - 1 : last].sum(axis=1))


def simulate(
    played: Sequence[Played],
    remaining: Sequence[Remaining],
    criteria: Sequence[Criterion],
    *,
    runs: int = RUNS,
    seed: int = 0,
    error: float = STRENGTH_ERROR,
) -> Simulation:
    """Play what remains `runs` times. The same seed gives the same answer, in whatever order matches are named.

    A match's scores are drawn by the seed and its two names alone, so that two answers differ by what has happened
    between them, not by luck. `error` is the spread of what is not known of a team's strength, in log rates of goals;
    0 draws matches independently of one another.

    Raises:
        NoSeason: a match named twice, a team against itself, no match, a grid that is none, numbers out of range.

    >>> from touchline.football.scoreline import poisson_grid
    >>> rest = [Remaining("b", "a", poisson_grid(1.5, 1.2))]
    >>> end = simulate([Played("a", "b", 2, 0)], rest, [Criterion.POINTS, Criterion.GOAL_DIFFERENCE], runs=1000, seed=1)
    >>> end.teams, end.expected_points.round(2).tolist(), bool(end.ranks[0, 0] > 0.7)
    (('a', 'b'), [4.17, 1.58], True)
    """
    if not 1 <= runs <= MOST_RUNS or seed < 0:
        raise NoSeason(f"1 to {MOST_RUNS} runs and a seed from 0 on are possible, not {runs} and {seed}")
    if not 0 <= error <= LARGEST_ERROR:
        raise NoSeason(f"an error of strengths lies between 0 and {LARGEST_ERROR}, not at {error}")
    played, remaining = sorted(played, key=_names), sorted(remaining, key=_names)
    teams = _checked(played, remaining)
    better = {team: stream(seed, team).standard_normal(runs) for team in teams}
    scores = [
        drawn(match.grid, stream(seed, *_names(match)).random(runs), better[match.home] - better[match.away], error)
        for match in remaining
    ]
    home = [_goals(match.home_goals) for match in played] + [goals for goals, _ in scores]
    away = [_goals(match.away_goals) for match in played] + [goals for _, goals in scores]
    table = table_of(len(teams), _sides(teams, [*played, *remaining]), home, away, criteria, runs)
    points = table.counts[Criterion.POINTS]
    return Simulation(
        teams,
        rank_shares(*places(table, criteria)),
        points.mean(axis=1),
        np.quantile(points, LEVELS, axis=1, method="inverted_cdf").T.astype(np.int16),
        _expected(teams, played, remaining),
    )


def standings(played: Sequence[Played], criteria: Sequence[Criterion], teams: Sequence[str] = ()) -> list[Standing]:
    """The table of what was played, the best first; `teams` names those that have not played yet.

    >>> [(one.team, one.position, one.points) for one in standings([Played("a", "b", 1, 1)], [Criterion.POINTS], "c")]
    [('a', 1, 1), ('b', 1, 1), ('c', 3, 0)]
    """
    every = tuple(sorted({*teams, *(team for match in played for team in (match.home, match.away))}))
    table = _table_so_far(every, played, criteria)
    above, _ = places(table, criteria)
    counts = {kind: table.counts[kind][:, 0].tolist() for kind in Criterion if not kind.direct}
    matches = [sum(team in (match.home, match.away) for match in played) for team in every]
    rows = [
        Standing(team, int(above[at, 0]) + 1, matches[at], counts[Criterion.POINTS][at], goals, goals - difference)
        for at, (team, goals, difference) in enumerate(
            zip(every, counts[Criterion.GOALS], counts[Criterion.GOAL_DIFFERENCE], strict=True)
        )
    ]
    return sorted(rows, key=lambda row: (row.position, row.team))


def _checked(played: Sequence[Played], remaining: Sequence[Remaining]) -> tuple[str, ...]:
    """The teams, alphabetically."""
    seen = set[tuple[str, str]]()
    for pair in [*map(_names, played), *map(_names, remaining)]:
        if pair[0] == pair[1] or pair in seen:
            raise NoSeason(f"{pair[0]} v {pair[1]}: a team meets each other one once at home and once away")
        seen.add(pair)
    if not seen:
        raise NoSeason("a season has at least one match")
    for result in played:
        if not (0 <= result.home_goals <= MOST_GOALS and 0 <= result.away_goals <= MOST_GOALS):
            raise NoSeason(f"{result.home} v {result.away} cannot end {result.home_goals} : {result.away_goals}")
    for rest in remaining:
        grid = rest.grid
        square = grid.ndim == 2 and grid.shape[0] == grid.shape[1] and 0 < grid.shape[0] <= MOST_GOALS
        if not square or not (grid >= 0).all() or not abs(grid.sum() - 1) <= ROUNDING:
            raise NoSeason(f"{rest.home} v {rest.away}: its grid of shape {grid.shape} is no shares that sum to 1")
    return tuple(sorted({team for pair in seen for team in pair}))


def _names(match: Played | Remaining) -> tuple[str, str]:
    return match.home, match.away


def _goals(count: int) -> Goals:
    return np.array([count], dtype=np.int8)


def _sides(teams: tuple[str, ...], matches: Sequence[Played | Remaining]) -> list[tuple[int, int]]:
    place = {team: at for at, team in enumerate(teams)}
    return [(place[match.home], place[match.away]) for match in matches]


def _table_so_far(teams: tuple[str, ...], played: Sequence[Played], criteria: Sequence[Criterion] = ()) -> Table:
    home, away = [_goals(match.home_goals) for match in played], [_goals(match.away_goals) for match in played]
    return table_of(len(teams), _sides(teams, played), home, away, criteria)


def _expected(teams: tuple[str, ...], played: Sequence[Played], remaining: Sequence[Remaining]) -> Shares:
    found = _table_so_far(teams, played).counts[Criterion.POINTS][:, 0].astype(np.float64)
    for (host, guest), match in zip(_sides(teams, remaining), remaining, strict=True):
        found[[host, guest]] += markets.expected_points(match.grid)
    return found
