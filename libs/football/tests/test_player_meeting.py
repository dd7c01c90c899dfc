"""A player's vector about a match: what of it is his, what is of the meeting, and what a new season takes away."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.football.catalogue import LATEST, catalogue
from touchline.football.catalogue.players import MOMENTS, PLAYER_MEETINGS, PLAYERS
from touchline.football.player_meeting import PlayerRow, PlayerValues, Strength, entering, player_meeting_values

KICK_OFF = datetime(2019, 5, 4, 14, tzinfo=UTC)
NAMES = [feature.name for feature in PLAYER_MEETINGS]
KNOWN = PlayerValues(*(feature.lowest for feature in PLAYERS))
SEASON = {"season": "2018/19", "kick_off": KICK_OFF}


def ago(days: float) -> float:
    return (KICK_OFF - timedelta(days=days)).timestamp()


def row(season: str = "2018/19", **changes: float) -> PlayerRow:
    return PlayerRow(season, replace(KNOWN, **changes).values())


def team(**ratings: float) -> list[float]:
    return [ratings.get(feature.name, feature.lowest) for feature in catalogue(LATEST).teams]


def meeting(player: PlayerRow, kick_off: datetime = KICK_OFF, season: str = "2018/19") -> dict[str, float]:
    values = player_meeting_values(player, None, None, True, 1, season=season, kick_off=kick_off)
    return dict(zip(NAMES, values, strict=True))


def test_fields_stand_in_the_order_of_the_catalogue() -> None:
    assert list(PlayerValues.__slots__) == [feature.name for feature in PLAYERS]
    assert set(MOMENTS) <= set(PlayerValues.__slots__)


def test_no_name_stands_twice() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_moments_become_days_before_the_kick_off() -> None:
    at = meeting(row(said_at=ago(3), absent_since=ago(20), last_played_at=ago(21), last_match_at=ago(7)))
    assert (at["days_since_word"], at["days_absent"], at["rest_days"]) == (3.0, 20.0, 14.0)
    assert not set(MOMENTS) & at.keys()


def test_a_player_of_whom_nothing_was_said_is_rested() -> None:
    at = meeting(row())
    assert (at["days_since_word"], at["days_absent"], at["rest_days"]) == (0.0, 0.0, 14.0)


def test_expected_minutes_fall_with_the_chance_that_he_plays() -> None:
    assert meeting(row(minutes_expected=80.0, chance=0.25))["minutes_available"] == 20.0


def test_strengths_are_taken_from_the_teams_rows_by_name() -> None:
    ours, theirs = team(elo=1600, attack=0.3, defence=0.1), team(elo=1450, attack=-0.2, defence=-0.1)
    values = player_meeting_values(row(), ours, theirs, False, 2, **SEASON)
    at = dict(zip(NAMES, values, strict=True))
    assert (at["team_elo"], at["team_attack"], at["team_defence"]) == (1600, 0.3, 0.1)
    assert (at["opponent_elo"], at["opponent_attack"], at["opponent_defence"]) == (1450, -0.2, -0.1)
    assert (at["at_home"], at["matches_in_gameweek"], at["strengths_known"]) == (0.0, 2.0, 1.0)


def test_an_unknown_opponent_is_a_mean_team() -> None:
    values = player_meeting_values(row(), team(elo=1600), None, True, 1, **SEASON)
    at = dict(zip(NAMES, values, strict=True))
    assert (at["opponent_elo"], at["opponent_attack"], at["strengths_known"]) == (Strength().elo, 0.0, 0.0)


def test_a_new_season_begins_with_its_sums_at_their_means() -> None:
    player = row(points_season=5.0, matches_season=38.0, minutes_share_season=0.9, price_change=1.0, minutes_last=90.0)
    known = entering(player, "2019/20", datetime(2019, 8, 10, 14, tzinfo=UTC))
    assert (known.points_season, known.matches_season, known.minutes_share_season) == (1.38, 0.0, 0.368)
    assert (known.price_change, known.minutes_last) == (0.0, 90.0)
    assert entering(player, "2018/19", KICK_OFF).points_season == 5.0


@pytest.mark.parametrize(
    ("said_days_ago", "season", "days_on", "chance"),
    [
        (3, "2018/19", 7, 0.0),  # it holds
        (3, "2019/20", 97, 1.0),  # said before the summer
        (3, "2018/19", 97, 1.0),  # or before a stoppage as long
        (-20, "2019/20", 97, 0.0),  # said in summer: it is about the new season
    ],
)
def test_what_was_said_before_a_long_break_holds_no_more(
    said_days_ago: int, season: str, days_on: int, chance: float
) -> None:
    player = row(chance=0.0, injured=1.0, said_at=ago(said_days_ago), last_match_at=ago(7))
    known = entering(player, season, KICK_OFF + timedelta(days=days_on))
    assert (known.chance, known.injured) == (chance, 1.0 - chance)


def test_rows_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match=f"a player's row has {len(PLAYERS)} values, not 1"):
        player_meeting_values(PlayerRow("2018/19", (1.0,)), None, None, True, 1, **SEASON)
    with pytest.raises(ValueError, match="a team's row has"):
        player_meeting_values(row(), [1.0], None, True, 1, **SEASON)


def test_a_kick_off_without_a_zone_and_a_gameweek_without_a_match_are_refused() -> None:
    with pytest.raises(ValueError, match="a kick-off without a time zone"):
        meeting(row(), kick_off=datetime(2019, 5, 4))  # noqa: DTZ001 - the zone is what is missing
    with pytest.raises(ValueError, match="this one counts"):
        player_meeting_values(row(), None, None, True, 0, **SEASON)


@settings(deadline=None, max_examples=50)
@given(st.data(), st.booleans(), st.integers(1, 3), st.sampled_from(("2018/19", "2019/20")))
def test_every_value_is_finite_and_in_its_range(data: st.DataObject, at_home: bool, matches: int, season: str) -> None:
    drawn = [data.draw(st.floats(feature.lowest, feature.highest)) for feature in PLAYERS]
    teams = [
        team(**{name: data.draw(st.floats(low, high)) for name, low, high in _ratings()}) if known else None
        for known in (data.draw(st.booleans()), data.draw(st.booleans()))
    ]
    player = PlayerRow("2018/19", drawn)
    values = player_meeting_values(player, *teams, at_home, matches, season=season, kick_off=KICK_OFF)
    for value, feature in zip(values, PLAYER_MEETINGS, strict=True):
        assert math.isfinite(value), feature.name
        assert feature.lowest <= value <= feature.highest, feature.name


def _ratings() -> list[tuple[str, float, float]]:
    """The ratings with the ranges that the team catalogue states."""
    return [
        (feature.name, feature.lowest, feature.highest)
        for feature in catalogue(LATEST).teams
        if feature.name in Strength.__slots__
    ]
