"""The filter beside its definition in matrices, and what it must do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.football.strength import (
    LONGEST_GAP,
    MEASURES,
    Level,
    Strength,
    after_summer,
    goals_to_expect,
    learned,
    promoted,
    waited,
)

DYNAMICS = MEASURES["chances"]
parts = st.floats(-0.6, 0.6)
variances = st.floats(0.001, 0.2)
teams = st.builds(Strength, parts, parts, variances, variances)
levels = st.builds(Level, parts, parts, variances, variances)
goals = st.tuples(st.floats(0, 8), st.floats(0, 8))


@given(levels, teams, teams, goals)
def test_it_is_the_extended_kalman_filter_with_independent_terms(
    level: Level, home: Strength, away: Strength, made: tuple[float, float]
) -> None:
    mean = np.array([level.level, level.advantage, home.attack, home.defence, away.attack, away.defence])
    known = np.diag([*level[2:], *home[2:], *away[2:]])
    design = np.array([[1, 1, 1, 0, 0, -1], [1, 0, 0, -1, 1, 0]], dtype=float)
    rate = np.exp(design @ mean)
    spread = design @ known @ design.T + np.diag(DYNAMICS.dispersion / rate)
    gain = known @ design.T @ np.linalg.inv(spread)
    after = mean + gain @ ((np.array(made) - rate) / rate)
    variance = np.diag(known - gain @ design @ known)
    now, one, other = learned(level, home, away, made, DYNAMICS)
    assert [*now[:2], *one[:2], *other[:2]] == pytest.approx(after.tolist(), rel=1e-9, abs=1e-12)
    assert [*now[2:], *one[2:], *other[2:]] == pytest.approx(variance.tolist(), rel=1e-9, abs=1e-12)


@given(levels, teams, teams, goals)
def test_a_match_never_makes_anything_less_well_known(
    level: Level, home: Strength, away: Strength, made: tuple[float, float]
) -> None:
    now, one, other = learned(level, home, away, made, DYNAMICS)
    before, after = (*level[2:], *home[2:], *away[2:]), (*now[2:], *one[2:], *other[2:])
    assert all(0 < later <= earlier for earlier, later in zip(before, after, strict=True))


def test_time_makes_teams_less_well_known_and_a_summer_draws_them_to_the_mean() -> None:
    team = Strength(0.4, 0.2, 0.01, 0.01)
    assert waited(team, 7, DYNAMICS).attack_variance == pytest.approx(0.01 + 7 * DYNAMICS.team_daily)
    assert waited(team, 1e6, DYNAMICS) == waited(team, LONGEST_GAP, DYNAMICS)
    assert waited(team, -1, DYNAMICS) == team
    rested = after_summer(team, DYNAMICS)
    assert 0 < rested.attack < team.attack
    assert rested.attack_variance > team.attack_variance


def test_a_promoted_team_learns_more_from_a_match_than_a_settled_one() -> None:
    newcomer, settled = promoted(DYNAMICS), Strength(-0.258, -0.189, 0.005, 0.005)
    other = Strength(0.0, 0.0, 0.01, 0.01)
    level = Level(0.15, 0.3, 0.001, 0.001)
    moved = [learned(level, team, other, (3.0, 0.0), DYNAMICS)[1].attack - team.attack for team in (newcomer, settled)]
    assert moved[0] > 2 * moved[1] > 0


def test_it_finds_strengths_that_made_the_goals() -> None:
    random = np.random.default_rng(20261129)
    true = {team: random.normal(0, 0.25, 2) for team in range(10)}
    known, level = {team: Strength() for team in true}, Level()
    for _ in range(40):
        for home in true:
            for away in true:
                if home == away:
                    continue
                rates = np.exp([0.1 + 0.3 + true[home][0] - true[away][1], 0.1 + true[away][0] - true[home][1]])
                made = random.poisson(rates).astype(float)
                level, known[home], known[away] = learned(level, known[home], known[away], (made[0], made[1]), DYNAMICS)
    pairs = [(home, away) for home in true for away in true if home != away]
    told = [goals_to_expect(level.level, level.advantage, known[home], known[away])[0] for home, away in pairs]
    meant = [np.exp(0.4 + true[home][0] - true[away][1]) for home, away in pairs]
    assert np.corrcoef(np.log(told), np.log(meant))[0, 1] > 0.95
