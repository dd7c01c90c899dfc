"""The vector of a meeting and the catalogue that describes it."""

from datetime import UTC, datetime

import pytest

from touchline.football.catalogue import MATCH_CATALOGUE, MATCH_FEATURES, TEAM_CATALOGUE, TEAM_FEATURES, Feature
from touchline.football.meeting import TeamSnapshot, meeting_vector

KICK_OFF = datetime(2019, 8, 10, 14, tzinfo=UTC)
ASH = TeamSnapshot(1600, 2.0, 1.8, 0.9, 1.4, 1.2, 1.1, 0.9, KICK_OFF.timestamp() - 3 * 86_400, 7, 0)
OAK = TeamSnapshot(1450, 1.1, 1.2, 1.3, 0.9, 1.9, 0.8, 1.2, 0, 0, 1)


def test_the_fields_of_a_snapshot_are_the_team_catalogue() -> None:
    assert tuple(TeamSnapshot.__dataclass_fields__) == TEAM_FEATURES
    assert TeamSnapshot.from_values(ASH.values()) == ASH


def test_a_snapshot_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="11 values, not 3"):
        TeamSnapshot.from_values([1, 2, 3])


def test_every_place_of_the_vector_holds_what_its_name_says() -> None:
    features = dict(zip(MATCH_FEATURES, meeting_vector(ASH, OAK, KICK_OFF), strict=True))
    assert features == {
        "elo_home": 1600, "elo_away": 1450, "elo_difference": 150, "elo_expected": pytest.approx(0.7751, abs=1e-4),
        "points_home": 2.0, "points_away": 1.1,
        "goals_for_home": 1.8, "goals_against_home": 0.9, "goals_for_away": 0.9, "goals_against_away": 1.9,
        "shots_for_home": 1.1, "shots_against_home": 0.9, "shots_for_away": 0.8, "shots_against_away": 1.2,
        "rest_home": 3.0, "rest_away": 14.0, "played_home": 7, "played_away": 0, "promoted_home": 0, "promoted_away": 1,
    }  # fmt: skip


def test_a_kick_off_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        meeting_vector(ASH, OAK, datetime(2019, 8, 10))  # noqa: DTZ001


@pytest.mark.parametrize("catalogue", [TEAM_CATALOGUE, MATCH_CATALOGUE])
def test_names_are_unique_and_ranges_are_ranges(catalogue: tuple[Feature, ...]) -> None:
    assert len({feature.name for feature in catalogue}) == len(catalogue)
    assert all(feature.lowest < feature.highest for feature in catalogue)
