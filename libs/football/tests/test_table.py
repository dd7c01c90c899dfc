"""Places in a table, by every league's criteria, beside a plain count with loops; and the leagues written down."""

from collections.abc import Sequence
from itertools import groupby, permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.football.leagues import LEAGUES, NoLeague, league_of
from touchline.football.simulation import Played, standings
from touchline.football.table import Criterion, places, rank_shares, table_of
from touchline.schemas.competitions import COMPETITIONS

TEAMS = 4
PAIRS = list(permutations(range(TEAMS), 2))
RULES = sorted({league.criteria for versions in LEAGUES.values() for league in versions})
SEASONS = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=len(PAIRS), max_size=len(PAIRS)),
    min_size=1,
    max_size=6,
)
Scores = Sequence[tuple[int, int]]


def worth(team: int, criterion: Criterion, scores: Scores, among: Sequence[int]) -> int:
    """What a team has by a criterion, from its matches with some others."""
    found = 0
    for (home, away), (home_goals, away_goals) in zip(PAIRS, scores, strict=True):
        if team not in (home, away) or not {home, away} <= set(among):
            continue
        mine, theirs = (home_goals, away_goals) if team == home else (away_goals, home_goals)
        found += {
            "points": 3 if mine > theirs else int(mine == theirs),
            "goal-difference": mine - theirs,
            "goals": mine,
            "away-goals": mine if team == away else 0,
        }[criterion.value.removeprefix("head-to-head-")]
    return found


def divided(group: list[int], criteria: Sequence[Criterion], scores: Scores) -> list[list[int]]:
    """A group of level teams in order; those that stay level together."""
    if not criteria or len(group) == 1:
        return [group]
    width = 1
    while criteria[0].direct and width < len(criteria) and criteria[width].direct:
        width += 1
    among = group if criteria[0].direct else range(TEAMS)

    def worths(team: int) -> tuple[int, ...]:
        return tuple(worth(team, one, scores, among) for one in criteria[:width])

    parts = [list(part) for _, part in groupby(sorted(group, key=worths, reverse=True), key=worths)]
    return [end for part in parts for end in divided(part, criteria[width:], scores)]


def placed(seasons: Sequence[Scores], criteria: Sequence[Criterion]) -> Any:
    goals = np.array(seasons, dtype=np.int8)  # seasons, matches, sides
    home, away = list(goals[:, :, 0].T), list(goals[:, :, 1].T)
    return places(table_of(TEAMS, PAIRS, home, away, criteria, len(seasons)), criteria)


@pytest.mark.parametrize("criteria", RULES, ids=lambda rule: "-".join(one.value[:1] for one in rule))
@settings(deadline=None, max_examples=60)
@given(SEASONS)
def test_places_are_those_of_a_plain_count(criteria: tuple[Criterion, ...], seasons: list[Scores]) -> None:
    above, sharing = placed(seasons, criteria)
    for at, scores in enumerate(seasons):
        better = 0
        for group in divided(list(range(TEAMS)), criteria, scores):
            assert [int(above[team, at]) for team in group] == [better] * len(group)
            assert [int(sharing[team, at]) for team in group] == [len(group)] * len(group)
            better += len(group)


def test_two_level_clubs_are_told_apart_by_goal_difference_in_england_and_by_their_matches_in_italy() -> None:
    results = [Played("a", "b", 1, 0), Played("b", "a", 0, 0), Played("b", "c", 9, 0), Played("c", "a", 1, 0)]
    assert [row.points for row in standings(results, [Criterion.POINTS])] == [4, 4, 3]
    for competition, order in (("E0", ["b", "a", "c"]), ("I1", ["a", "b", "c"])):
        assert [row.team for row in standings(results, league_of(competition, "2019/20").criteria)] == order


def test_a_standing_counts_matches_points_and_goals() -> None:
    (first, second, third) = standings([Played("a", "b", 3, 1), Played("b", "a", 2, 2)], [Criterion.POINTS], ["new"])
    assert (first.team, first.position, first.played, first.points, first.goals_for, first.goals_against) == (
        "a", 1, 2, 4, 5, 3,
    )  # fmt: skip
    assert (second.points, second.goals_for, second.goals_against) == (1, 3, 5)
    assert (third.team, third.position, third.played) == ("new", 3, 0)


@settings(deadline=None)
@given(SEASONS)
def test_rows_and_columns_of_rank_shares_sum_to_one(seasons: list[Scores]) -> None:
    shares = rank_shares(*placed(seasons, [Criterion.POINTS]))
    assert shares.sum(axis=0) == pytest.approx(np.ones(TEAMS), abs=1e-12)
    assert shares.sum(axis=1) == pytest.approx(np.ones(TEAMS), abs=1e-12)


def test_every_league_is_one_that_is_followed_and_its_zones_lie_within_it() -> None:
    for code, versions in LEAGUES.items():
        assert code in COMPETITIONS
        assert [one.since for one in versions] == sorted({one.since for one in versions})
        for league in versions:
            assert league.criteria[0] is Criterion.POINTS
            assert all(1 <= zone.first <= zone.last <= league.teams for zone in league.zones)
            assert league.zones[0].name == "title"
            assert max(zone.last for zone in league.zones if zone.name == "relegation") == league.teams


def test_rules_are_those_of_the_season() -> None:
    assert league_of("E0", "2019/20").matches == 380
    assert (league_of("F1", "2021/22").teams, league_of("F1", "2023/24").teams) == (20, 18)
    assert league_of("I1", "2021/22").remark is None
    assert "play-off" in str(league_of("I1", "2022/23").remark)


@pytest.mark.parametrize(("code", "season"), [("SC0", "2024/25"), ("X", "2024/25"), ("E0", "1992/93")])
def test_a_league_that_is_not_written_down_says_so(code: str, season: str) -> None:
    with pytest.raises(NoLeague, match=f"{code}.*not written down"):
        league_of(code, season)
