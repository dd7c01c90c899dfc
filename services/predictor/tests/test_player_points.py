"""The first simple model of a player's points, and what it may know."""

from random import Random

import pytest
from known_facts import DAY, NOON, appearance

from touchline.predictor.prediction.player_points import LAST, PRIORS, expected_points, latest_known
from touchline.schemas.records import Position, Provenance


def test_nobody_known_is_the_mean_of_his_position() -> None:
    assert expected_points([], Position.DEFENDER).points_if_he_plays == pytest.approx(PRIORS[Position.DEFENDER])
    assert expected_points([], None).points < expected_points([], Position.FORWARD).points


def test_points_are_weighted_by_minutes_and_shrunk_by_five_full_matches() -> None:
    expected = expected_points([appearance(7, 9), appearance(14, 3, minutes=45)], Position.FORWARD)
    assert expected.points_if_he_plays == pytest.approx((9 + 0.5 * 3 + 5 * 3.86) / 6.5)
    assert expected.chance_of_playing == pytest.approx(2.45 / 3)
    assert expected.points == expected.chance_of_playing * expected.points_if_he_plays


def test_matches_without_him_lower_the_chance_and_leave_what_he_earns() -> None:
    regular = expected_points([appearance(7, 6)], Position.FORWARD)
    benched = expected_points([appearance(7, 6), appearance(14, 0, minutes=0)], Position.FORWARD)
    assert benched.points_if_he_plays == regular.points_if_he_plays
    assert benched.points < regular.points


def test_more_points_are_expected_of_who_earned_more() -> None:
    few, many = ([appearance(7 * week, points) for week in range(1, 6)] for points in (1, 9))
    assert expected_points(few, None).points < expected_points(many, None).points < 9


def test_what_was_not_known_yet_and_what_kicks_off_later_is_not_seen() -> None:
    early, late = appearance(9), appearance(2)
    assert latest_known([early, late], known_by=NOON - 3 * DAY, before=NOON) == [early]
    assert latest_known([early, late], known_by=NOON, before=late.event_time) == [early]


def test_the_latest_five_matches_count_newest_first_whatever_their_order() -> None:
    season = [appearance(7 * week) for week in range(1, 12)]
    shuffled = list(season)
    Random(3).shuffle(shuffled)
    assert latest_known(shuffled, NOON, NOON) == season[:LAST]


def test_of_several_documents_on_one_match_one_counts() -> None:
    live = appearance(7, 5, source="fpl", document_key="fpl/event/18/live", available_at=NOON)
    made = appearance(7, 99, provenance=Provenance.SIMULATED)
    assert latest_known([made, live], NOON, NOON) == [live]
    archived = appearance(7, 6)
    assert latest_known([live, archived, made], NOON, NOON) == latest_known([made, archived, live], NOON, NOON)
    assert latest_known([live, archived, made], NOON, NOON) == [archived]


def test_a_row_without_points_is_no_match_to_learn_from() -> None:
    assert latest_known([appearance(7, None)], NOON, NOON) == []
