"""A player's features, worked out by hand."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from touchline.feature_store.features.people.facts import Event
from touchline.feature_store.features.people.fold import fold
from touchline.feature_store.features.people.rows import player_row, player_values
from touchline.feature_store.features.people.state import PeopleState
from touchline.football.player_meeting import PlayerValues
from touchline.schemas.records import Position

from .strategies import appearance, day, listing


def values(history: Iterable[Event], player: str = "p1") -> PlayerValues:
    state = fold(PeopleState(), history)
    known = state.players[player]
    return player_values(known, None if known.team is None else state.teams[known.team])


def week(number: int, minutes: int = 90, player: str = "p1", **changes: object) -> Event:
    return appearance(player, 7 * number, minutes, **changes)


def test_nothing_is_known_of_a_player_of_whom_nothing_was_said() -> None:
    assert player_row(fold(PeopleState(), [appearance("p1")]), "p2") is None


def test_a_listed_player_is_the_mean_of_his_position() -> None:
    known = values([listing(position=Position.FORWARD)])
    assert (known.goals_per_90, known.points_per_90, known.forward, known.at_team) == (0.377, 4.86, 1.0, 1.0)
    assert (known.minutes_expected, known.starts_expected, known.matches_known) == (33.1, 0.353, 0.0)


def test_expected_minutes_weigh_the_newest_match_most() -> None:
    known = values([week(0, 90), week(1, 0)])
    assert known.minutes_expected == pytest.approx((0.6 * 90 + 0.25 * 33.1) / (1 + 0.6 + 0.25))
    assert (known.minutes_last, known.minutes_last_5, known.missed_in_a_row) == (0.0, 45.0, 1.0)


def test_a_match_that_he_is_not_listed_for_is_a_match_missed() -> None:
    listed_without_playing = values([week(0, 90), week(1, 0), week(0, 90, "p2"), week(1, 90, "p2")])
    not_listed = values([week(0, 90), week(0, 90, "p2"), week(1, 90, "p2")])
    assert not_listed.minutes_expected == listed_without_playing.minutes_expected
    assert (not_listed.minutes_last, not_listed.minutes_share_season) == (0.0, 0.5)


def test_matches_before_his_first_for_the_team_are_not_missed() -> None:
    known = values([week(0, 90, "p2"), week(1, 90)])
    assert (known.minutes_last_5, known.minutes_share_season) == (90.0, 0.5)


def test_who_is_in_none_of_the_last_ten_matches_has_missed_them_all_and_is_of_no_team() -> None:
    known = values([week(0, 90), *(week(number, 90, "p2") for number in range(11))])
    assert (known.at_team, known.minutes_last_5, known.missed_in_a_row) == (0.0, 0.0, 10.0)
    assert known.full_matches == 1.0


def test_where_no_line_up_is_stated_sixty_minutes_are_a_start() -> None:
    assert values([week(0, 60)]).starts_share_season == 1.0
    assert values([week(0, 59)]).starts_share_season == 0.0
    assert values([week(0, 20, started=True)]).starts_share_season == 1.0


def test_minutes_of_starts_and_of_substitutions_are_kept_apart() -> None:
    known = values([week(0, 60, started=True), week(1, 10, started=False)])
    assert known.minutes_if_started == pytest.approx((60 + 2 * 86.8) / 3)
    assert known.minutes_if_substitute == pytest.approx((10 + 2 * 22.7) / 3)


def test_goals_per_90_are_shrunk_towards_the_position() -> None:
    known = values([week(0, 90, goals=1, position=Position.FORWARD), week(1, 45)])
    assert known.goals_per_90 == pytest.approx((0.98 * 1 + 12 * 0.377) / (0.98 + 0.5 + 12))


def test_expected_goals_are_his_goals_where_nobody_states_them() -> None:
    unstated = values([week(0, 90, goals=1)])
    assert unstated.expected_goals_per_90 == pytest.approx((1 + 12 * 0.122) / 13)
    assert unstated.goals_per_90 == pytest.approx((1 + 12 * 0.122) / 13)
    stated = values([week(0, 90, goals=1, expected_goals=0.5, expected_assists=0.1)])
    assert stated.expected_goals_per_90 == pytest.approx((0.5 + 12 * unstated.goals_per_90) / 13)
    assert (unstated.expected_known, stated.expected_known) == (0.0, 1.0)


def test_his_share_of_the_teams_goals_counts_those_of_all_its_players() -> None:
    known = values([week(0, goals=2), week(0, player="p2", goals=1), week(1, 0), week(1, player="p2", goals=1)])
    assert known.goals_share == pytest.approx((2 + 10 * 0.034) / (4 + 10))


def test_goals_for_a_former_team_are_no_share_of_the_new_ones() -> None:
    known = values([week(0, goals=2), week(1, team="elm", opponent="fir", match_id="E0:2018-19:elm:fir")])
    assert known.goals_share == pytest.approx((0 + 10 * 0.034) / 10)
    assert known.goals_last_5 == 1.0


def test_points_of_several_horizons() -> None:
    known = values([week(number, points=points) for number, points in enumerate((10, 1, 2, 3, 4, 5))])
    assert (known.points_last_3, known.points_last_5, known.points_last_10) == (4.0, 3.0, 25 / 6)
    assert known.points_season == 25 / 6


def test_a_match_without_points_is_left_out_of_them() -> None:
    assert values([week(0, points=8), week(1, points=None)]).points_last_5 == 8.0


def test_sums_of_the_season_begin_anew_with_its_first_match() -> None:
    known = values([week(0, points=9, price=5.0), week(40, 45, season="2019/20", points=1, price=6.0)])
    assert (known.points_season, known.minutes_share_season, known.matches_season) == (1.0, 0.5, 1.0)
    assert (known.price, known.price_change) == (6.0, 0.0)
    assert known.minutes_last_5 == 67.5


def test_the_price_moves_from_the_first_of_the_season() -> None:
    known = values([week(0, price=5.0), week(1, price=5.2), week(2, price=None)])
    assert (known.price, known.price_change, known.price_known) == (5.2, 0.2, 1.0)


def test_two_matches_of_one_gameweek_are_two_matches() -> None:
    known = values([appearance(number=0, points=2), appearance(number=2, points=4)])
    assert (known.matches_known, known.points_last_5, known.matches_season) == (2.0, 3.0, 2.0)


def test_a_transfer_takes_his_matches_along() -> None:
    moved = week(1, team="elm", opponent="fir", match_id="E0:2018-19:elm:fir:7")
    state = fold(PeopleState(), [week(0, 30), moved, week(0, player="p2")])
    assert state.players["p1"].team == "elm"
    assert state.teams["ash"].members == {"p2"}
    assert values([week(0, 30), moved]).minutes_last_5 == 60.0


def test_an_old_match_known_late_does_not_move_him_back() -> None:
    moved = week(1, team="elm", opponent="fir", match_id="E0:2018-19:elm:fir:7")
    late = week(0, available_at=day(30))
    state = fold(PeopleState(), [moved, late])
    assert state.players["p1"].team == "elm"
    assert [match.team for match in state.players["p1"].matches] == ["ash", "elm"]


def test_a_list_moves_him_before_he_plays() -> None:
    state = fold(PeopleState(), [week(0), listing(number=30, team="elm", season="2019/20")])
    assert state.players["p1"].team == "elm"
    assert values([week(0), listing(number=30, team="elm", season="2019/20")]).at_team == 1.0


def test_a_list_of_an_earlier_season_says_nothing_new() -> None:
    state = fold(PeopleState(), [week(60, season="2019/20"), listing(number=500, team="elm", season="2018/19")])
    assert state.players["p1"].team == "ash"


def test_rows_of_a_match_that_come_one_after_the_other_are_one_match() -> None:
    later = week(0, player="p2", goals=1, available_at=day(3))
    state = fold(PeopleState(), [week(0, goals=1), later])
    (match,) = state.teams["ash"].matches
    assert (match.goals, match.minutes, state.teams["ash"].played) == (2, 180, 1)


def test_a_match_of_his_team_changes_the_row_of_who_is_not_listed_for_it() -> None:
    alone = values([week(0)])
    after = values([week(0), week(1, player="p2")])
    assert (alone.minutes_last, after.minutes_last) == (90.0, 0.0)


def test_a_row_keeps_the_documents_as_they_were_when_it_changed() -> None:
    first = fold(PeopleState(), [week(0), week(0, player="p2", team="birch", opponent="ash")])
    second = fold(first, [week(1, available_at=day(9) + timedelta(hours=1))])
    assert second.players["p1"].document_set == second.document_set != first.document_set
    assert second.players["p2"].document_set == first.document_set


def test_a_match_of_the_season_before_known_late_is_none_of_this_seasons_sums() -> None:
    late = week(0, points=9, available_at=day(400))
    known = values([late, week(50, 45, season="2019/20", points=1)])
    assert (known.points_season, known.minutes_share_season, known.points_last_5) == (1.0, 0.5, 5.0)


def test_a_match_known_more_than_ten_matches_late_is_none_of_the_teams_last_ten() -> None:
    late = week(0, goals=9, available_at=day(99))
    state = fold(PeopleState(), [late, *(week(number, player="p2") for number in range(1, 12))])
    assert [match.goals for match in state.teams["ash"].matches] == [0] * 10
    assert state.teams["ash"].played == 11


def test_of_who_is_of_no_team_only_what_he_did_in_all_is_remembered() -> None:
    gone = fold(PeopleState(), [week(0, goals=1), *(week(number, player="p2") for number in range(11))])
    assert gone.players["p1"].matches == ()
    assert gone.players["p1"].career.goals == 1.0
