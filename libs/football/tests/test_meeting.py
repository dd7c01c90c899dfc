"""The vector of a meeting and the catalogue that describes it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from touchline.football.catalogue import MATCH_FEATURES, TEAM_FEATURES
from touchline.football.meeting import Occasion, as_they_stand, meeting_values
from touchline.football.team import UNKNOWN, TeamRow, TeamValues

KICK_OFF = datetime(2019, 8, 10, 14, tzinfo=UTC)
SECONDS = KICK_OFF.timestamp()
ASH = UNKNOWN._replace(
    elo=1600, points=2.0, home_goals_for=1.8, home_goals_against=0.9, shots_for=1.1, shots_against=0.9,
    last_kick_off=SECONDS - 3 * 86_400, played=7, goals_attack=0.2, goals_level=0.1, goals_advantage=0.25,
)  # fmt: skip
OAK = UNKNOWN._replace(
    elo=1450, points=1.1, away_goals_for=0.9, away_goals_against=1.9, shots_for=0.8, shots_against=1.2, promoted=1,
    goals_level=9.0,
)  # fmt: skip


def features(home: TeamValues = ASH, away: TeamValues = OAK, kick_off: datetime = KICK_OFF) -> dict[str, float]:
    return dict(zip(MATCH_FEATURES, as_they_stand(home, away, kick_off), strict=True))


def test_a_teams_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match=f"{len(TEAM_FEATURES)} values, not 3"):
        as_they_stand([1, 2, 3], OAK, KICK_OFF)


def test_every_place_of_the_vector_holds_what_its_name_says() -> None:
    wanted = {
        "elo_home": 1600, "elo_away": 1450, "elo_difference": 150, "elo_expected": pytest.approx(0.7751, abs=1e-4),
        "points_home": 2.0, "points_away": 1.1,
        "goals_for_home": 1.8, "goals_against_home": 0.9, "goals_for_away": 0.9, "goals_against_away": 1.9,
        "shots_for_home": 1.1, "shots_against_home": 0.9, "shots_for_away": 0.8, "shots_against_away": 1.2,
        "rest_home": 3.0, "rest_away": 14.0, "played_home": 7, "played_away": 0, "promoted_home": 0, "promoted_away": 1,
        "squad_worth_home": 0.0, "squad_known_away": 0.0,
    }  # fmt: skip
    found = features()
    assert {name: found[name] for name in wanted} == wanted


def test_expected_goals_take_the_level_that_was_known_later_and_grow_with_what_is_not_known() -> None:
    found = features()
    # exp(0.1 + 0.25 + 0.2 + (0.1 + 0.1) / 2), and a little for the days since
    assert found["goals_rate_home"] == pytest.approx(1.9155, rel=0.01)
    assert features(ASH._replace(goals_attack_variance=0.0))["goals_rate_home"] < found["goals_rate_home"]
    assert found["goals_variance"] > 4 * 0.1
    assert features(kick_off=KICK_OFF + timedelta(days=9))["goals_variance"] > found["goals_variance"]


def test_a_meeting_as_they_stand_is_the_fixture_of_the_season_they_are_in() -> None:
    occasion = Occasion("E0", "2019/20", KICK_OFF, "ash", "oak", "2010/11")
    rows = (TeamRow("2019/20", ASH), TeamRow("2019/20", OAK))
    assert as_they_stand(ASH, OAK, KICK_OFF) == meeting_values(occasion, *rows)
    assert meeting_values(replace(occasion, season="2020/21"), *rows) != meeting_values(occasion, *rows)


def test_a_kick_off_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        as_they_stand(ASH, OAK, datetime(2019, 8, 10))  # noqa: DTZ001
