"""Explanations: exact, complete, and of the number that is served."""

from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from made_blends import FILES, INPUTS

from touchline.football.blend import open_blend
from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.explanation import Explanation, Numbers, explained, numbers_of
from touchline.football.families import FAMILIES, UNREAD, Family, ordinary_meeting
from touchline.football.scoreline import Grid, poisson_grid
from touchline.football.shapley import Worths, coalitions, shapley_values
from touchline.football.vector import Matrix, places

BLEND = open_blend(FILES)
ORDINARY = ordinary_meeting(INPUTS)
MATCH = INPUTS[7].copy()
MATCH[places(("squad_worth_home", "squad_worth_away", "absent_worth_home"))] = 7.1, 5.2, 0.3
EXACT = 1e-12


@st.composite
def games(draw: st.DrawFn, most: int = 5) -> Worths:
    players = draw(st.integers(0, most))
    return draw(arrays(np.float64, (2**players, 2), elements=st.floats(-1, 1, width=32)))


def by_permutations(worths: Worths) -> Worths:
    """The oracle: let the players join in every order, and average what each adds when it comes."""
    players = len(worths).bit_length() - 1
    shares = np.zeros((players, *worths.shape[1:]))
    for order in permutations(range(players)):
        joined = 0
        for player in order:
            shares[player] += worths[joined | 1 << player] - worths[joined]
            joined |= 1 << player
    return shares / factorial(players)


def relabelled(worths: Worths, order: list[int]) -> Worths:
    """The same game, whose player f is the old player order[f]."""
    inside = coalitions(len(order))
    return worths[(inside * (1 << np.array(order, dtype=np.intp))).sum(axis=1).astype(np.intp)]


def told(match: Matrix = MATCH, families: dict[Family, tuple[str, ...]] | None = None) -> Explanation:
    return explained(BLEND.grids, match, ORDINARY, dict(FAMILIES) if families is None else families)


@given(games())
def test_shares_are_those_of_every_order_of_joining(worths: Worths) -> None:
    assert shapley_values(worths) == pytest.approx(by_permutations(worths), abs=EXACT)


@given(games(most=8))
def test_shares_sum_to_what_all_together_add_to_nobody(worths: Worths) -> None:
    assert shapley_values(worths).sum(axis=0) == pytest.approx(worths[-1] - worths[0], abs=EXACT)


@given(games(), st.randoms(use_true_random=False))
def test_shares_do_not_depend_on_the_order_in_which_players_are_named(worths: Worths, random: object) -> None:
    order = list(range(len(worths).bit_length() - 1))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert shapley_values(relabelled(worths, order)) == pytest.approx(shapley_values(worths)[order], abs=EXACT)


@given(games().filter(lambda worths: len(worths) >= 4))
def test_players_who_change_the_same_get_the_same(worths: Worths) -> None:
    swapped = [1, 0, *range(2, len(worths).bit_length() - 1)]
    alike = (worths + relabelled(worths, swapped)) / 2
    first, second, *_ = shapley_values(alike)
    assert first == pytest.approx(second, abs=EXACT)


@given(games())
def test_a_player_who_changes_nothing_gets_nothing(worths: Worths) -> None:
    joined = np.concatenate([worths, worths])  # the last player: every coalition is worth what it was without him
    assert not shapley_values(joined)[-1].any()
    assert shapley_values(joined)[:-1] == pytest.approx(shapley_values(worths), abs=EXACT)


@pytest.mark.parametrize("number", [0, 3, 6, 257])
def test_worths_that_are_not_those_of_all_coalitions_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not those of all coalitions"):
        shapley_values(np.zeros((number, 1)))


def test_contributions_of_the_families_sum_to_the_served_number_less_the_ordinary_one() -> None:
    for match in (MATCH, *INPUTS[:20]):
        said = told(match)
        total = np.array(list(said.contributions.values())).sum(axis=0)
        assert total == pytest.approx(np.subtract(said.served, said.ordinary), abs=EXACT)
        assert said.served == tuple(numbers_of(BLEND.grids(match[None]))[0])  # to the last bit
        assert said.ordinary == tuple(numbers_of(BLEND.grids(ORDINARY[None]))[0])


def test_what_a_family_adds_to_one_result_it_takes_from_the_others() -> None:
    for one in told().contributions.values():
        assert one.home + one.draw + one.away == pytest.approx(0, abs=EXACT)


def test_every_family_counts_in_a_match_in_which_every_feature_is_unusual() -> None:
    said = told().contributions
    assert [family for family, one in said.items() if not any(one)] == []


@pytest.mark.parametrize("family", list(Family))
def test_a_family_as_in_the_ordinary_meeting_contributes_exactly_nothing(family: Family) -> None:
    match = MATCH.copy()
    where = places(FAMILIES[family])
    match[where] = ORDINARY[where]
    assert told(match).contributions[family] == Numbers(0.0, 0.0, 0.0, 0.0, 0.0)


def test_an_ordinary_meeting_is_explained_by_nothing() -> None:
    said = told(ORDINARY)
    assert said.served == said.ordinary
    assert set(said.contributions.values()) == {Numbers(0.0, 0.0, 0.0, 0.0, 0.0)}


def test_contributions_of_a_blend_are_those_of_every_order_of_its_families() -> None:
    inside = coalitions(len(FAMILIES))
    worths = []
    for chosen in inside:
        vector = ORDINARY.copy()
        vector[places(UNREAD)] = MATCH[places(UNREAD)]
        for names, moved in zip(FAMILIES.values(), chosen, strict=True):
            if moved:
                vector[places(names)] = MATCH[places(names)]
        worths.append(numbers_of(BLEND.grids(vector[None]))[0])  # each by itself
    said = np.array(list(told().contributions.values()))
    assert said == pytest.approx(by_permutations(np.array(worths)), abs=1e-11)


def test_the_order_of_the_families_does_not_matter() -> None:
    backwards = told(families=dict(reversed(FAMILIES.items())))
    for family, one in told().contributions.items():
        assert backwards.contributions[family] == pytest.approx(one, abs=EXACT)


def test_families_that_are_read_alike_get_the_same() -> None:
    def grids(values: Matrix) -> Grid:
        elo, points = values[:, places(("elo_home",))[0]], values[:, places(("points_home",))[0]]
        return poisson_grid(np.exp(0.1 * elo * points), np.exp(0.05 * (elo + points)))

    ordinary, match = np.ones(len(MATCH_FEATURES)), np.full(len(MATCH_FEATURES), 2.0)
    said = explained(grids, match, ordinary).contributions
    assert said[Family.RATINGS] == pytest.approx(said[Family.FORM], abs=EXACT)
    assert said[Family.RATINGS].home > 0.01


def test_prices_move_neither_the_served_number_nor_any_part_of_it() -> None:
    priced = MATCH.copy()
    priced[places(UNREAD)] += 1.0
    assert told(priced) == told()
