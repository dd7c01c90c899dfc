"""What holds of every catalogue, and what none may be made of."""

from pathlib import Path

import pytest

from touchline.football.catalogue import CATALOGUES, LATEST, WATCHED, Catalogue, Feature, catalogue, project
from touchline.football.catalogue.__main__ import pages
from touchline.football.catalogue.feature import REFUSED
from touchline.football.team import TeamValues

DOCUMENT = Path(__file__).parents[3] / "docs" / "features.md"


def test_the_documented_features_are_those_of_the_code() -> None:
    assert DOCUMENT.read_text("utf-8") == "\n".join(pages()) + "\n"


@pytest.mark.parametrize("source", sorted(REFUSED))
def test_what_is_known_in_hindsight_only_is_refused_as_a_source(source: str) -> None:
    late = Feature("late", "1", "looks ahead", "never", 0, 1, sources=("Match", source))
    with pytest.raises(ValueError, match=rf"late is made of {source}"):
        Catalogue(9, (), (late,), ())


def test_two_features_of_one_name_are_refused() -> None:
    one = Feature("twice", "1", "x", "never", 0, 1)
    with pytest.raises(ValueError, match="two features are called twice"):
        Catalogue(9, (one, one), (), ())


def test_an_older_version_is_a_list_of_the_newest_ones_names() -> None:
    for version in CATALOGUES.values():
        for kind in ("team", "match", "player"):
            names = [feature.name for feature in CATALOGUES[LATEST].of(kind)]
            values = [float(place) for place in range(len(names))]
            projected = project(kind, values, version.version)
            assert projected == [float(names.index(feature.name)) for feature in version.of(kind)]


def test_a_row_of_a_team_has_the_names_of_the_catalogue_in_its_order() -> None:
    assert TeamValues._fields == tuple(feature.name for feature in CATALOGUES[LATEST].teams)


def test_what_the_drift_monitor_watches_is_the_first_version() -> None:
    assert [len(catalogue(WATCHED).of(kind)) for kind in ("team", "match")] == [11, 20]


def test_values_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="a team has 69 values in catalogue version 3, not 3"):
        project("team", [1.0, 2.0, 3.0], 1)
