"""Families of features: each feature that is read belongs to one, and the ordinary meeting is a meeting."""

from datetime import UTC, datetime

import numpy as np
import pytest

from touchline.football.blend import INPUTS
from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.families import FAMILIES, UNREAD, Family, check_ordinary, ordinary_meeting
from touchline.football.meeting import Occasion, meeting_values
from touchline.football.strength import MEASURES
from touchline.football.vector import MARKET, RATES, SQUAD, Matrix, columns, places, rates, squad_evidence

MEETING = Occasion("E0", "2019/20", datetime(2019, 8, 17, 15, tzinfo=UTC), "arsenal", "chelsea", None)
# simulated: squads that are known, every number moved by a few percent
VALUES = np.array(meeting_values(MEETING, None, None, home_squad=[2, 0.1, 1, 1, 6, 0.1], away_squad=[1, 0, 0, 1, 5, 0]))
VECTORS = VALUES * np.random.default_rng(3).normal(1, 0.03, size=(40, len(VALUES)))


def read_of(values: Matrix) -> list[Matrix]:
    """Everything that a voice, the pools or the base grid may read of vectors."""
    filters = [rates(values, measure) for measure in MEASURES]  # a voice or the base grid, each
    return [*(read(values) for read in INPUTS.values()), *filters, squad_evidence(values)]


def is_read(name: str) -> bool:
    changed = VECTORS.copy()
    changed[:, places((name,))] += 0.25
    return any((one != other).any() for one, other in zip(read_of(VECTORS), read_of(changed), strict=True))


def test_every_feature_that_is_read_is_in_exactly_one_family() -> None:
    named = [name for names in FAMILIES.values() for name in names]
    read = {name for name in MATCH_FEATURES if is_read(name)}
    assert len(read) > 100
    assert read <= set(named)
    assert len(named) == len(set(named))
    assert set(named) | set(UNREAD) == set(MATCH_FEATURES)


def test_prices_are_in_no_family_and_nothing_reads_them() -> None:
    assert set(MARKET) == set(UNREAD)
    assert not any(is_read(name) for name in UNREAD)
    assert not {name for names in FAMILIES.values() for name in names} & set(UNREAD)


def test_there_are_at_most_eight_families_and_none_is_empty() -> None:
    assert set(FAMILIES) == set(Family)
    assert len(Family) <= 8
    assert all(FAMILIES.values())


def test_both_sides_of_a_feature_are_in_the_same_family() -> None:
    for names in FAMILIES.values():
        for name in names:
            if name.endswith("_home") and name.replace("_home", "_away") in MATCH_FEATURES:
                assert name.replace("_home", "_away") in names


def test_an_ordinary_meeting_has_the_means_of_its_matches_and_of_rates_the_geometric_one() -> None:
    ordinary = ordinary_meeting(VECTORS)
    plain = tuple(name for name in MATCH_FEATURES if name not in {*RATES, *SQUAD})
    assert ordinary[places(plain)] == pytest.approx(columns(VECTORS, plain).mean(axis=0), rel=1e-12)
    rate = columns(VECTORS, RATES)
    assert ordinary[places(RATES)] == pytest.approx(rate.prod(axis=0) ** (1 / len(rate)), rel=1e-9)
    assert (ordinary[places(RATES)] < rate.mean(axis=0)).all()


def test_the_squads_of_an_ordinary_meeting_are_equal_so_that_unknown_ones_change_nothing() -> None:
    ordinary, unknown = ordinary_meeting(VECTORS), VECTORS[:1].copy()
    assert squad_evidence(VECTORS[:1]).all()
    unknown[:, places(SQUAD)] = 0.0
    assert squad_evidence(ordinary[None]).tolist() == squad_evidence(unknown).tolist() == [[0.0, 0.0]]


def test_an_ordinary_meeting_does_not_depend_on_the_order_of_the_matches_nor_change_them() -> None:
    before = VECTORS.copy()
    assert ordinary_meeting(VECTORS[::-1]) == pytest.approx(ordinary_meeting(VECTORS), rel=1e-12)
    assert np.array_equal(VECTORS, before)


@pytest.mark.parametrize(("name", "value"), [("elo_home", np.nan), ("load_away", np.inf), ("shots_rate_away", 0.0)])
def test_a_vector_that_is_no_meeting_is_no_ordinary_one(name: str, value: float) -> None:
    broken = VECTORS.copy()
    broken[3, places((name,))] = value
    with pytest.raises(ValueError, match="finite number for each feature"):
        ordinary_meeting(broken)
    with pytest.raises(ValueError, match="finite number for each feature"):
        check_ordinary(VALUES[:-1])
