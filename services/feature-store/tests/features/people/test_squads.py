"""Whom a team misses: what makes a player absent, and what takes it back."""

from collections.abc import Iterable

import pytest

from touchline.feature_store.features.people.facts import Event
from touchline.feature_store.features.people.fold import fold
from touchline.feature_store.features.people.rows import squad_at, squad_row
from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.people.content import SQUAD, content_of, is_known, says
from touchline.schemas.records import AvailabilityStatus

from .strategies import appearance, day, statement

INJURED, DOUBTFUL = AvailabilityStatus.INJURED, AvailabilityStatus.DOUBTFUL
AVAILABLE, SUSPENDED = AvailabilityStatus.AVAILABLE, AvailabilityStatus.SUSPENDED
PLAYED = [appearance("p1", 0), appearance("p2", 0, 30)]


def squad(history: Iterable[Event], team: str = "ash") -> tuple[float, ...]:
    row = squad_row(fold(PeopleState(), history), team)
    assert row is not None
    return row.values


def test_nothing_is_known_of_a_team_without_players() -> None:
    assert squad_row(PeopleState(), "ash") is None


def test_while_nothing_was_said_nobody_is_known_to_be_missing() -> None:
    assert squad(PLAYED) == (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("status", [INJURED, SUSPENDED, AvailabilityStatus.ABSENT])
def test_an_absent_player_takes_his_share_of_the_minutes_with_him(status: AvailabilityStatus) -> None:
    assert squad([*PLAYED, statement("p1", 3, status)]) == (1.0, 0.75, 0.0, 1.0, 0.0, 0.0)


def test_a_doubtful_player_is_missed_by_the_chance_that_he_does_not_play() -> None:
    doubts = [statement("p1", 3, DOUBTFUL, chance=0.75), statement("p2", 3, DOUBTFUL)]
    assert squad([*PLAYED, *doubts]) == (0.0, 0.0, 0.75, 1.0, 0.0, 0.0)


def test_that_all_can_play_is_known_too() -> None:
    assert squad([*PLAYED, statement("p1", 3, AVAILABLE)]) == (0.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def test_playing_in_a_later_match_ends_an_absence() -> None:
    out = [*PLAYED, statement("p1", 3)]
    assert squad([*out, appearance("p1", 7, 0)])[0] == 1.0
    assert squad([*out, appearance("p1", 7, 1)])[0] == 0.0


def test_the_match_in_which_he_was_hurt_does_not_end_his_absence() -> None:
    hurt = statement("p1", 0.5, since=day(0))  # known on the evening of the match, before its result
    late = appearance("p1", 0, 20, available_at=day(2))
    assert squad([hurt, late])[0] == 1.0


def test_the_word_that_he_can_play_ends_it() -> None:
    assert squad([*PLAYED, statement("p1", 3), statement("p1", 5, AVAILABLE)]) == (0.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def test_a_new_season_ends_it_for_those_who_are_not_listed_too() -> None:
    out = [*PLAYED, statement("p1", 3), statement("p2", 3)]
    assert squad(out)[0] == 2.0
    assert squad([*out, appearance("p1", 300, 0, season="2019/20")]) == (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def test_a_break_as_long_as_a_summer_ends_it() -> None:
    out = [*PLAYED, statement("p1", 3)]
    assert squad([*out, appearance("p1", 44, 0)])[0] == 1.0
    assert squad([*out, appearance("p1", 46, 0)])[0] == 0.0


def test_what_is_said_in_summer_holds_in_the_new_season() -> None:
    out = [*PLAYED, statement("p1", 200)]
    assert squad([*out, appearance("p1", 300, 0, season="2019/20")])[0] == 1.0


def test_nothing_simulated_overrules_what_a_real_document_says() -> None:
    real = [*PLAYED, statement("p1", 3, AVAILABLE)]
    assert squad([*real, statement("p1", 5, simulated=True)])[0] == 0.0
    assert squad([*PLAYED, statement("p1", 3, AVAILABLE, simulated=True), statement("p1", 5)])[0] == 1.0
    assert squad([*PLAYED, statement("p1", 5, simulated=True)])[0] == 1.0


def test_a_player_who_has_left_is_missed_by_his_new_team_without_a_share() -> None:
    moved = appearance("p1", 7, team="elm", opponent="fir", match_id="E0:2018-19:elm:fir:7")
    history = [*PLAYED, moved, appearance("p3", 7, team="elm", match_id=moved.match_id), statement("p1", 9)]
    assert squad(history, "ash")[:2] == (0.0, 0.0)
    assert squad(history, "elm")[:2] == (1.0, 0.5)


def test_an_unlisted_player_is_missed_by_the_team_that_the_word_names() -> None:
    assert squad([*PLAYED, statement("p9", 3, team="ash")]) == (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def test_when_an_absence_ends_in_hindsight_is_nothing_that_a_statement_can_say() -> None:
    assert not {"until", "days", "games", "reason"} & set(statement().__slots__)


def test_a_row_from_before_the_summer_says_nothing_of_the_first_match_after_it() -> None:
    row = squad_row(fold(PeopleState(), [*PLAYED, statement("p1", 3)]), "ash")
    assert squad_at(row, day(3), day(7)) == (1.0, 0.75, 0.0, 1.0, 0.0, 0.0)
    assert squad_at(row, day(3), day(100)) is None
    assert squad_at(None, day(3), day(7)) is None


def test_a_squad_is_worth_its_prices_by_minutes_once_eleven_of_it_have_played() -> None:
    ten = [appearance(f"p{number}", 0, price=5.0) for number in range(10)]
    dear, idle = appearance("p10", 0, 45, price=9.0), appearance("p11", 0, 0, price=14.0)
    assert squad([*ten, idle])[4] == 0.0
    whole = 10 * 90 * 5.0 + 45 * 9.0
    assert squad([*ten, idle, dear])[4] == pytest.approx(whole / (10 * 90 + 45))
    assert squad([*ten, idle, dear, statement("p10", 1)])[5] == pytest.approx(45 * 9.0 / whole)


def test_what_a_squad_is_worth_follows_who_plays_now():
    eleven = [appearance(f"p{number}", 0, price=5.0) for number in range(11)]
    dear = [appearance("p11", number, price=10.0) for number in (7, 14)]
    one, two = (squad([*eleven, *dear[:matches]])[4] for matches in (1, 2))
    assert 5.0 < one < two < 10.0


def test_what_a_squad_is_worth_is_told_though_nothing_was_said_of_it() -> None:
    history = [appearance(f"p{number}", 0, price=5.0) for number in range(11)]
    told = content_of(fold(PeopleState(), history), (SQUAD, "ash"))
    assert told is not None
    assert told.values == (0.0, 0.0, 0.0, 0.0, 5.0, 0.0)
    assert is_known(told)
    assert says(told.values, day(0), day(7))
