"""What a squad is worth and what of it is missing, from what was known at a moment."""

from datetime import UTC, datetime, timedelta

import pytest

from touchline.feature_store.played.squads import Question, squads_at
from touchline.schemas.records import Availability, AvailabilityStatus, PlayerMatch, Provenance

FIRST = datetime(2019, 8, 10, 14, tzinfo=UTC)
WEEK = timedelta(days=7)
SEASON = "2019/20"


def played(player: int, round_: int, minutes: int = 90, price: float = 5.0, team: str = "arsenal") -> PlayerMatch:
    at = FIRST + round_ * WEEK
    nothing = dict.fromkeys(PlayerMatch.__dataclass_fields__)
    return PlayerMatch(
        **nothing
        | {
            "player_id": f"p{player}",
            "match_id": f"E0:2019-20:arsenal:opponent-{round_}",
            "pool": "ENG",
            "team_id": team,
            "opponent_id": f"opponent-{round_}",
            "at_home": True,
            "minutes": minutes,
            "goals": 0,
            "price": price,
            "event_time": at,
            "available_at": at + timedelta(hours=10),
            "provenance": Provenance.REAL,
            "revision": 1,
        }
    )


def said(player: int, status: AvailabilityStatus, at: datetime) -> Availability:
    nothing = dict.fromkeys(Availability.__dataclass_fields__)
    return Availability(
        **nothing
        | {
            "player_id": f"p{player}",
            "pool": "ENG",
            "status": status,
            "event_time": at,
            "available_at": at,
            "provenance": Provenance.REAL,
            "revision": 1,
        }
    )


def squad(round_: int, players, absences=()):
    return squads_at([Question("arsenal", SEASON, FIRST + round_ * WEEK)], players, absences)[0]


def eleven(round_: int = 0) -> list[PlayerMatch]:
    return [played(player, round_) for player in range(11)]


def test_a_squad_is_unknown_until_its_first_match_of_the_season_is():
    assert squad(0, eleven()) is None
    assert squad(1, eleven()).value == pytest.approx(5.0)


def test_dear_players_count_by_the_minutes_that_they_play():
    on_the_bench = squad(1, [*eleven(), played(11, 0, minutes=0, price=12.0)])
    on_the_pitch = squad(1, [*eleven(), played(11, 0, minutes=90, price=12.0)])
    assert on_the_bench.value == pytest.approx(5.0)
    assert on_the_pitch.value == pytest.approx((11 * 5 + 12) / 12)


def test_a_player_is_missing_from_the_word_that_he_is_injured_until_he_plays_again():
    word = said(3, AvailabilityStatus.INJURED, FIRST + timedelta(days=2))
    assert squad(1, eleven(), [word]).missing == pytest.approx(1 / 11)
    assert squad(2, [*eleven(), played(3, 1, minutes=30)], [word]).missing == 0.0
    assert squad(2, [*eleven(), played(3, 1, minutes=0)], [word]).missing > 0.0


def test_a_word_said_later_changes_nothing():
    word = said(3, AvailabilityStatus.INJURED, FIRST + WEEK)
    assert squad(1, eleven(), [word]).missing == 0.0


def test_the_word_that_he_is_available_ends_an_absence():
    words = [
        said(3, AvailabilityStatus.SUSPENDED, FIRST + timedelta(days=2)),
        said(3, AvailabilityStatus.AVAILABLE, FIRST + timedelta(days=4)),
    ]
    assert squad(1, eleven(), words).missing == 0.0


def test_a_player_who_has_gone_to_another_team_is_no_part_of_the_squad():
    dear = played(11, 0, price=20.0)
    gone = played(11, 1, price=20.0, team="chelsea")
    assert squad(2, [*eleven(), dear]).value > squad(2, [*eleven(), dear, gone]).value


def test_matches_that_became_known_at_the_moment_asked_are_not_looked_at():
    moment = eleven()[0].available_at
    assert squads_at([Question("arsenal", SEASON, moment)], eleven(), ())[0] is None
