"""Minutes, goals and points of players: what must hold whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.football.player_goals import anytime, counts, shared
from touchline.football.player_minutes import START, Minutes, role_of
from touchline.football.player_points import LOWEST, POINTS, base_of, mixed, tilted
from touchline.football.suspension import is_banned

SHARES = st.lists(st.floats(0.2, 1.0), min_size=3, max_size=3)


def minutes(shares: list[float], substitute: float = 20.0, starter: float = 84.0) -> Minutes:
    chances = np.asarray([shares]) / sum(shares)
    return Minutes(chances, np.array([substitute]), np.array([starter]))


@given(SHARES)
def test_expected_minutes_lie_between_none_and_a_starters(shares: list[float]) -> None:
    assert 0.0 <= minutes(shares).expected[0] <= 84.0


def test_a_line_up_decides_the_role_and_minutes_do_where_none_is_stated() -> None:
    played = np.array([59, 60, 30, 75])
    assert role_of(played, np.array([np.nan, np.nan, 1.0, 0.0])).tolist() == [1, 2, 2, 1]


@given(SHARES, st.floats(0.001, 0.5))
def test_chances_of_goals_sum_to_one_and_have_the_mean_that_was_asked_for(shares: list[float], mean: float) -> None:
    chances = counts(np.array([mean]), minutes(shares))
    assert chances.sum() == pytest.approx(1.0)
    assert chances[0] @ np.arange(7) == pytest.approx(mean, rel=0.01)  # six and more count as six


def test_a_doubtful_starter_scores_less_often_than_one_poisson_count_says() -> None:
    doubtful = minutes([0.5, 0.0001, 0.4999])
    assert anytime(counts(np.array([0.5]), doubtful))[0] < 1.0 - np.exp(-0.5) - 0.02


@given(st.lists(st.sampled_from([0.0, 1e-6, 0.3, 2.0]), min_size=2, max_size=20), st.floats(0.1, 4.0))
def test_players_goals_add_up_to_their_teams(weights: list[float], team: float) -> None:
    parts = shared(np.full(len(weights), team), np.asarray(weights), np.zeros(len(weights), dtype=np.int64))
    assert parts.sum() == pytest.approx(team if sum(weights) > 0 else 0.0)


def test_teams_do_not_share_goals() -> None:
    parts = shared(np.array([1.0, 1.0, 3.0]), np.array([1.0, 1.0, 9.0]), np.array([0, 0, 1]))
    assert parts.tolist() == [0.5, 0.5, 3.0]


@given(st.lists(st.integers(-6, 25), min_size=1, max_size=50), st.floats(-1.0, 12.0))
def test_tilted_points_have_the_mean_that_was_asked_for(seen: list[int], mean: float) -> None:
    chances = tilted(base_of(np.asarray(seen)), np.array([mean]))
    assert chances.sum() == pytest.approx(1.0)
    assert (chances @ POINTS)[0] == pytest.approx(mean, abs=1e-6)


def test_a_base_with_the_mean_asked_for_is_left_as_it_is() -> None:
    base = base_of(np.array([1, 2, 2, 6, 9]))
    assert tilted(base, np.array([base @ POINTS]))[0] == pytest.approx(base, abs=1e-9)


def test_who_does_not_play_gets_no_points_and_chances_mix_by_role() -> None:
    two, six = np.eye(len(POINTS))[[2 - LOWEST]], np.eye(len(POINTS))[[6 - LOWEST]]
    chances = mixed(minutes([0.2, 0.3, 0.5]), two, six)[0]
    assert [chances[points - LOWEST] for points in (0, 2, 6)] == pytest.approx([0.2, 0.3, 0.5])
    assert START == 2


@pytest.mark.parametrize(
    ("cautions", "matches", "cautioned", "sent_off", "banned"),
    [
        (5, 19, True, False, True),
        (5, 20, True, False, False),  # too late in the season for five
        (5, 12, False, False, False),  # the fifth was earlier, the ban is served
        (10, 32, True, False, True),
        (6, 12, True, False, False),
        (0, 3, False, True, True),
    ],
)
def test_a_ban_follows_from_cards(cautions: int, matches: int, cautioned: bool, sent_off: bool, banned: bool) -> None:
    assert is_banned(cautions, matches, cautioned_last=cautioned, sent_off_last=sent_off) is banned
