"""Simulated seasons: beside every possible season counted out, and what must hold of any."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.football.leagues import league_of
from touchline.football.scoreline import Grid, poisson_grid
from touchline.football.simulation import (
    MOST_RUNS,
    NoSeason,
    Played,
    Remaining,
    Simulation,
    simulate,
    standings,
)

ENGLISH = league_of("E0", "2019/20").criteria
ITALIAN = league_of("I1", "2019/20").criteria
PLAYED = [Played("a", "b", 2, 1), Played("c", "a", 0, 0), Played("b", "c", 1, 0)]


def sure(home: int, away: int) -> Grid:
    """A grid of one score."""
    grid = np.zeros((13, 13))
    grid[home, away] = 1.0
    return grid


REMAINING = [
    Remaining("b", "a", np.array([[0.2, 0.1], [0.4, 0.3]])),
    Remaining("a", "c", np.array([[0.1, 0.0, 0.3], [0.2, 0.1, 0.0], [0.1, 0.1, 0.1]])),
    Remaining("c", "b", np.array([[0.25, 0.25], [0.25, 0.25]])),
]


def every_season(played: Sequence[Played], remaining: Sequence[Remaining], criteria: object) -> tuple[Grid, Grid]:
    """Rank shares and mean points over every combination of scores, each as likely as it is."""
    teams = sorted({team for match in (*played, *remaining) for team in (match.home, match.away)})
    ranks, points = np.zeros((len(teams), len(teams))), np.zeros(len(teams))
    for cells in product(*(list(np.ndindex(match.grid.shape)) for match in remaining)):
        chance = float(np.prod([match.grid[cell] for match, cell in zip(remaining, cells, strict=True)]))
        ended = [Played(match.home, match.away, *cell) for match, cell in zip(remaining, cells, strict=True)]
        rows = standings([*played, *ended], criteria)  # type: ignore[arg-type]
        for row in rows:
            level = sum(other.position == row.position for other in rows)
            at = teams.index(row.team)
            points[at] += chance * row.points
            ranks[at, row.position - 1 : row.position - 1 + level] += chance / level
    return ranks, points


@pytest.mark.parametrize("criteria", [ENGLISH, ITALIAN])
def test_shares_are_those_of_every_possible_season(criteria: object) -> None:
    ranks, points = every_season(PLAYED, REMAINING, criteria)
    assert ranks.sum() == pytest.approx(3)
    end = simulate(PLAYED, REMAINING, criteria, runs=MOST_RUNS, seed=5, error=0.0)  # type: ignore[arg-type]
    error = np.sqrt(ranks * (1 - ranks) / MOST_RUNS)
    assert (np.abs(end.ranks - ranks) <= 4.5 * error + 1e-12).all()
    assert end.expected_points == pytest.approx(points, abs=1e-12)
    assert end.mean_points == pytest.approx(points, abs=4.5 * 3 / np.sqrt(MOST_RUNS))


def test_what_is_not_known_of_strengths_widens_the_points_and_leaves_their_mean() -> None:
    teams = [f"team-{number}" for number in range(6)]
    rest = [Remaining(home, away, poisson_grid(1.5, 1.2)) for home in teams for away in teams if home != away]
    narrow, wide = (simulate([], rest, ENGLISH, runs=MOST_RUNS, seed=2, error=error) for error in (0.0, 0.3))
    assert narrow.expected_points.tolist() == wide.expected_points.tolist()
    for end in (narrow, wide):
        assert end.mean_points == pytest.approx(end.expected_points, abs=4.5 * 6 / np.sqrt(MOST_RUNS))
    width = [float((end.points[:, 2] - end.points[:, 0]).mean()) for end in (narrow, wide)]
    assert width[1] > 1.15 * width[0]


def test_a_season_without_matches_left_returns_its_table() -> None:
    played = [*PLAYED, Played("b", "a", 0, 3), Played("a", "c", 1, 1), Played("c", "b", 2, 2)]
    end = simulate(played, [], ENGLISH, runs=50)
    for row in standings(played, ENGLISH):
        at = end.teams.index(row.team)
        assert end.ranks[at, row.position - 1] == 1.0
        assert end.points[at].tolist() == [row.points] * 3
        assert (end.mean_points[at], end.expected_points[at]) == (row.points, row.points)


def test_teams_that_nothing_tells_apart_have_each_of_their_ranks_for_an_equal_part() -> None:
    end = simulate([Played("a", "b", 1, 1), Played("b", "a", 1, 1)], [], ENGLISH, runs=10)
    assert end.ranks.tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_a_sure_winner_wins() -> None:
    teams = ["a", "b", "c", "d"]
    rest = [
        Remaining(home, away, sure(2, 0) if home == "c" else sure(0, 1) if away == "c" else poisson_grid(1.5, 1.2))
        for home in teams
        for away in teams
        if home != away
    ]
    end = simulate([], rest, ENGLISH, runs=500)
    assert end.chance(1, 1).tolist() == [0.0, 0.0, 1.0, 0.0]
    assert end.points[2].tolist() == [18, 18, 18]


def test_a_score_without_a_chance_is_never_drawn() -> None:
    grid = np.zeros((3, 3))
    grid[0, 0], grid[2, 2] = 0.5, 0.5
    end = simulate([], [Remaining("a", "b", grid)], ENGLISH, runs=5000)
    assert end.points.tolist() == [[1, 1, 1], [1, 1, 1]]


@st.composite
def halves(draw: st.DrawFn) -> tuple[list[Played], list[Remaining]]:
    """A season of three to five teams, some of it played."""
    teams = [f"team-{number}" for number in range(draw(st.integers(3, 5)))]
    played, remaining = list[Played](), list[Remaining]()
    for home in teams:
        for away in teams:
            if home == away:
                continue
            if draw(st.booleans()):
                played.append(Played(home, away, draw(st.integers(0, 4)), draw(st.integers(0, 4))))
            else:
                rates = draw(st.floats(0.2, 3.0)), draw(st.floats(0.2, 3.0))
                remaining.append(Remaining(home, away, poisson_grid(*rates)))
    return played, remaining


def same(one: Simulation, other: Simulation) -> bool:
    fields = ("ranks", "mean_points", "points", "expected_points")
    return one.teams == other.teams and all(
        np.array_equal(getattr(one, field), getattr(other, field)) for field in fields
    )


@settings(deadline=None, max_examples=30)
@given(halves(), st.sampled_from([ENGLISH, ITALIAN]), st.randoms(use_true_random=False))
def test_any_season_sums_to_one_keeps_what_is_won_and_forgets_the_order(
    season: tuple[list[Played], list[Remaining]], criteria: object, luck: object
) -> None:
    played, remaining = season
    end = simulate(played, remaining, criteria, runs=200, seed=3)  # type: ignore[arg-type]
    ones = np.ones(len(end.teams))
    assert end.ranks.sum(axis=0) == pytest.approx(ones, abs=1e-12)
    assert end.ranks.sum(axis=1) == pytest.approx(ones, abs=1e-12)
    for row in standings(played, criteria):  # type: ignore[arg-type]
        low, middle, high = end.points[end.teams.index(row.team)]
        left = sum(row.team in (match.home, match.away) for match in remaining)
        assert row.points <= low <= middle <= high <= row.points + 3 * left
    luck.shuffle(played)  # type: ignore[attr-defined]
    luck.shuffle(remaining)  # type: ignore[attr-defined]
    assert same(end, simulate(played, remaining, criteria, runs=200, seed=3))  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_answer_and_another_seed_another() -> None:
    once, again, other = (simulate(PLAYED, REMAINING, ENGLISH, runs=500, seed=seed) for seed in (7, 7, 8))
    assert same(once, again)
    assert not same(once, other)


def test_a_match_is_drawn_by_its_names_so_that_a_result_elsewhere_does_not_change_its_luck() -> None:
    pair, elsewhere = Remaining("a", "b", poisson_grid(1.5, 1.2)), Remaining("c", "d", poisson_grid(1.0, 1.0))
    before = simulate([], [pair, elsewhere], ENGLISH, runs=300, seed=1)
    after = simulate([Played("c", "d", 1, 0)], [pair], ENGLISH, runs=300, seed=1)
    assert before.mean_points[:2].tolist() == after.mean_points[:2].tolist()


def test_chances_of_ranks_that_follow_one_another_add_up() -> None:
    end = simulate(PLAYED, REMAINING, ENGLISH, runs=100)
    assert end.chance(1, 3) == pytest.approx(np.ones(3))
    assert end.chance(1, 2) == pytest.approx(end.chance(1, 1) + end.chance(2, 2))


BAD_GRID = [
    np.full((2, 2), 0.3),
    np.array([[1.5, -0.5]] * 2) / 2,
    np.full((2, 2), np.nan),
    np.full(4, 0.25),
    sure(0, 0)[:5],
]


@pytest.mark.parametrize("grid", BAD_GRID)
def test_a_grid_that_is_no_distribution_is_refused(grid: Grid) -> None:
    with pytest.raises(NoSeason, match="a v c"):
        simulate(PLAYED, [replace(REMAINING[1], grid=grid)], ENGLISH)


def test_matches_that_make_no_season_are_refused() -> None:
    for played, remaining, said in (
        ([Played("a", "a", 1, 0)], [], "a v a"),
        ([*PLAYED, PLAYED[0]], [], "a v b"),
        (PLAYED, [Remaining("a", "b", sure(1, 0))], "a v b"),
        ([Played("a", "b", -1, 0)], [], "-1 : 0"),
        ([Played("a", "b", 0, 101)], [], "0 : 101"),
        ([], [], "at least one match"),
    ):
        with pytest.raises(NoSeason, match=said):
            simulate(played, remaining, ENGLISH)
    for runs, seed in ((0, 0), (MOST_RUNS + 1, 0), (10, -1)):
        with pytest.raises(NoSeason, match="runs and a seed"):
            simulate(PLAYED, [], ENGLISH, runs=runs, seed=seed)
    for error in (-0.1, 0.31, float("nan")):
        with pytest.raises(NoSeason, match="error of strengths"):
            simulate(PLAYED, [], ENGLISH, error=error)
