"""Which document is believed about a player, where several speak of him."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from touchline.feature_store.features.people.belief import appearances, listings, statements
from touchline.schemas.records import AvailabilityStatus, PlayerMatch, Position, Provenance

from ...people import availability, player, player_match

KICK_OFF = datetime(2019, 8, 17, 14, tzinfo=UTC)
OVER = KICK_OFF + timedelta(hours=2, minutes=30)
TIMES = {"event_time": KICK_OFF, "available_at": OVER}


def archived(**changes: Any) -> PlayerMatch:
    about = {"source": "fpl-archive", "document_key": "fpl-archive/data/2019-20/gws/gw2.csv", "document": "a" * 64}
    return player_match(**(TIMES | about | {"points": 6} | changes))


def live(**changes: Any) -> PlayerMatch:
    about = {"source": "fpl", "document_key": "fpl/2019-20/event/2/live.json", "document": "b" * 64}
    return player_match(**(TIMES | about | {"points": 5} | changes))


def test_the_archive_is_believed_before_the_live_list_whatever_came_first() -> None:
    for order in permutations([archived(), live(), live(document_key="fpl/2019-20/element-summary/1.json", points=4)]):
        (one,) = appearances(order)
        assert one.points == 6


def test_what_the_most_believed_leaves_open_comes_from_the_next() -> None:
    stated = [archived(), live(expected_goals=0.4, expected_assists=0.1, started=True, position=Position.FORWARD)]
    (one,) = appearances(stated)
    assert (one.points, one.expected_goals, one.expected_assists, one.started) == (6, 0.4, 0.1, True)
    assert one.position is Position.FORWARD
    assert one.documents == ("a" * 64, "b" * 64)


def test_both_expected_counts_come_from_one_document() -> None:
    (one,) = appearances([archived(expected_assists=0.9), live(expected_goals=0.4, expected_assists=0.1)])
    assert (one.expected_goals, one.expected_assists) == (0.4, 0.1)


def test_nothing_simulated_fills_a_gap_of_a_real_row() -> None:
    (one,) = appearances([archived(), live(provenance=Provenance.SIMULATED, started=True)])
    assert (one.started, one.documents) == (None, ("a" * 64,))
    (made,) = appearances([live(provenance=Provenance.SIMULATED, started=True)])
    assert made.started is True


def test_what_is_withdrawn_is_not_said() -> None:
    (one,) = appearances([archived(withdrawn=True), live()])
    assert one.points == 5
    assert appearances([live(withdrawn=True)]) == []
    assert statements([availability(withdrawn=True)]) == []


def test_an_appearance_is_never_known_before_the_match_can_be_over() -> None:
    (one,) = appearances([archived(available_at=KICK_OFF)])
    assert one.available_at == KICK_OFF + timedelta(minutes=90)


def test_an_appearance_is_available_when_what_it_is_taken_from_was() -> None:
    (one,) = appearances([archived(available_at=OVER + timedelta(days=3)), live()])
    assert one.available_at == OVER + timedelta(days=3)


def test_the_season_is_that_of_the_match() -> None:
    (one,) = appearances([archived()])
    assert (one.season, one.player, one.team, one.opponent, one.kick_off) == ("2019/20", "p1", "ash", "birch", KICK_OFF)


@pytest.mark.parametrize("later", [{"until": OVER}, {"reason": "Knock, 14 days, 3 games"}])
def test_hindsight_of_an_absence_changes_nothing(later: dict[str, Any]) -> None:
    assert statements([availability(**later)]) == statements([availability()])


def test_of_several_words_at_one_moment_the_providers_own_stands() -> None:
    words = [
        availability(source="news", status=AvailabilityStatus.SUSPENDED),
        availability(source="absences", status=AvailabilityStatus.ABSENT),
        availability(source="fpl", status=AvailabilityStatus.DOUBTFUL, chance=0.5),
    ]
    for order in permutations(words):
        (one,) = statements(order)
        assert (one.status, one.chance) == (AvailabilityStatus.DOUBTFUL, 0.5)


def test_a_word_without_a_known_status_is_none() -> None:
    assert statements([availability(status=AvailabilityStatus.UNKNOWN)]) == []


def test_a_list_without_a_known_position_takes_that_of_the_next() -> None:
    (one,) = listings([player(team_id="ash", position=Position.UNKNOWN), player(team_id="ash", source="fpl-archive")])
    assert (one.team, one.position, one.season) == ("ash", Position.MIDFIELDER, "2019/20")
