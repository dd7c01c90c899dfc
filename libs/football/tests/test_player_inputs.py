"""What models of players read: team-mates beside team-mates alone, and nothing of absences where none is told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.football.player_inputs import COMPARED, INPUTS, VECTOR, WORDS, column, inputs_of, ranks
from touchline.football.player_meeting import UNHEARD, PlayerValues

ROWS = 12


def squads(seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vectors, bans and teams of two squads made by chance."""
    dice = np.random.default_rng(seed)
    vectors = dice.uniform(0.0, 1.0, (ROWS, len(VECTOR)))
    for name in ("goalkeeper", "defender", "midfielder", "forward"):
        vectors[:, VECTOR.index(name)] = 0.0
    for row in range(ROWS - 1):  # of the last nobody states a position
        vectors[row, VECTOR.index(("goalkeeper", "defender", "midfielder", "forward")[row % 4])] = 1.0
    return vectors, (dice.random(ROWS) < 0.2).astype(np.float64), np.repeat([0, 1], ROWS // 2)


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([-1.0, 0.0, 0.5, 3.0])), max_size=12))
def test_a_rank_counts_who_is_higher_and_half_of_who_is_level(rows: list[tuple[int, float]]) -> None:
    groups, values = (np.array([row[place] for row in rows]) for place in (0, 1))
    found = ranks(values.astype(np.float64), groups.astype(np.int64))
    for place, (group, value) in enumerate(rows):
        beside = [other for of, other in rows if of == group]
        higher, level = sum(other > value for other in beside), sum(other == value for other in beside)
        assert found[place] == higher + (level + 1) / 2


def test_another_team_changes_nothing_and_a_team_mate_does() -> None:
    vectors, bans, teams = squads()
    alone = inputs_of(vectors[teams == 0], bans[teams == 0], teams[teams == 0], told=True)
    assert np.array_equal(inputs_of(vectors, bans, teams, told=True)[teams == 0], alone)
    before = inputs_of(vectors, bans, teams, told=True)
    vectors[0, VECTOR.index("price")] += 5.0
    other = inputs_of(vectors, bans, teams, told=True)
    assert not np.array_equal(other[1], alone[1])
    assert np.array_equal(other[teams == 1], before[teams == 1])


def test_shares_of_a_team_add_up_and_ranks_go_from_one_to_its_size() -> None:
    read = inputs_of(*squads(), told=True)
    for name in COMPARED:
        assert column(read, f"{name}_share")[: ROWS // 2].sum() == pytest.approx(1.0)
        assert sorted(column(read, f"{name}_rank")[: ROWS // 2]) == [1, 2, 3, 4, 5, 6]
    assert column(read, "place_players").max() == 2


def test_a_ban_leaves_a_player_little_chance_whatever_is_told() -> None:
    vectors, bans, teams = squads()
    vectors[:, VECTOR.index("chance")], bans[:] = 1.0, [1.0] + [0.0] * (ROWS - 1)
    for told in (True, False):
        chances = column(inputs_of(vectors, bans, teams, told=told), "chance")
        assert (chances[0], chances[1:].min()) == (0.125, 1.0)


def test_untold_is_blind_for_every_word_on_absences() -> None:
    vectors, bans, teams = squads()
    worded = vectors.copy()
    worded[:, [VECTOR.index(name) for name in (*WORDS, "chance")]] = 0.3
    assert np.array_equal(inputs_of(vectors, bans, teams, told=False), inputs_of(worded, bans, teams, told=False))
    assert not np.array_equal(inputs_of(vectors, bans, teams, told=True), inputs_of(worded, bans, teams, told=True))
    assert len(INPUTS) == len(set(INPUTS)) == 73


def test_who_was_never_heard_of_has_a_row_of_priors() -> None:
    assert len(UNHEARD.values) == len(PlayerValues.__slots__)
    assert PlayerValues(*UNHEARD.values).points_per_90 == 3.74
