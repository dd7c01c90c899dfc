"""Match models on a simulated league: what they learn, and what they cannot have seen."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from league import league

from touchline.football.scoring import ranked_probability_score
from touchline.football.vector import squad_evidence
from touchline.trainer.backtest.forecasting import forecast_all
from touchline.trainer.backtest.goals import GOALS
from touchline.trainer.training.models import dixon_coles
from touchline.trainer.training.models.pool import fit_pool
from touchline.trainer.training.models.seasons import forecast_seasons, settled, steps
from touchline.trainer.training.models.voices import do_anew

WORLD = league(seasons=10)


def likelihood_of(table: dixon_coles.Table, flat: np.ndarray) -> float:
    teams = (len(flat) - 2) // 2
    at = dixon_coles.Strengths(flat[:teams], flat[teams:-2], flat[-2], flat[-1])
    return dixon_coles.log_likelihood(table, at)


def table_of(matches: int = 400) -> dixon_coles.Table:
    names, codes = np.unique(np.concatenate([WORLD.home[:matches], WORLD.away[:matches]]), return_inverse=True)
    weights = np.linspace(0.2, 1.0, matches)
    return dixon_coles.Table.of(codes[:matches], codes[matches:], WORLD.matches.goals[:matches], weights, len(names))


def test_at_the_optimum_of_dixon_coles_no_parameter_can_be_moved_to_a_greater_likelihood():
    table = table_of()
    teams = len(table.weight)
    found = dixon_coles.fit(table, dixon_coles.Strengths.even(teams), precision=0.0)
    flat = np.concatenate([found.attack, found.defence, [found.advantage, found.rho]])
    best = likelihood_of(table, flat)
    for place in range(len(flat)):
        for move in (1e-3, -1e-3):
            moved = flat.copy()
            moved[place] += move
            assert likelihood_of(table, moved) < best


def test_dixon_coles_finds_the_same_optimum_from_anywhere():
    table = table_of()
    teams = len(table.weight)
    dice = np.random.default_rng(1)
    afar = dixon_coles.Strengths(dice.normal(0, 0.5, teams), dice.normal(0, 0.5, teams), 0.0, 0.0)
    near = dixon_coles.fit(table, dixon_coles.Strengths.even(teams), 0.0)
    far = dixon_coles.fit(table, afar, 0.0)
    home, away = np.arange(teams - 1), np.arange(1, teams)
    assert far.rates(home, away) == pytest.approx(near.rates(home, away), abs=1e-6)
    assert far.rho == pytest.approx(near.rho, abs=1e-6)


def test_a_table_of_sums_says_what_the_matches_say_one_by_one():
    at = dixon_coles.Strengths(np.array([0.2, -0.1]), np.array([0.0, 0.1]), 0.3, -0.08)
    home, away = np.array([0, 1, 0]), np.array([1, 0, 1])
    goals, weights = np.array([[0.0, 0.0], [1.0, 3.0], [1.0, 1.0]]), np.array([1.0, 0.5, 0.25])
    table = dixon_coles.Table.of(home, away, goals, weights, 2)
    rates = at.rates(home, away)
    tau = np.array([1 - rates[0, 0] * rates[0, 1] * at.rho, 1.0, 1 - at.rho])
    factorials = np.array([0.0, np.log(6), 0.0])
    by_match = np.log(tau) + (goals * np.log(rates) - rates).sum(axis=1) - factorials
    assert dixon_coles.log_likelihood(table, at) == pytest.approx(float(weights @ by_match))


def test_no_forecast_of_any_model_changes_when_later_matches_do():
    """Everything of the last season is replaced: whatever was forecast before it, and its first day, must not move."""
    last = WORLD.matches.seasons == "2009/10"
    first_day = WORLD.predicted_at[last].min()
    before = WORLD.predicted_at <= first_day
    goals = np.where(last[:, None], 9.0 - np.minimum(WORLD.matches.goals, 9.0), WORLD.matches.goals)
    values = np.where((last & ~before)[:, None], WORLD.matches.values[::-1] + 1.0, WORLD.matches.values)
    changed = replace(WORLD, matches=replace(WORLD.matches, goals=goals, values=values))
    planted = everyone(changed)
    for name, honest in said().items():
        for market, shares in honest.items():
            assert shares[before] == pytest.approx(planted[name][market][before], abs=1e-9, nan_ok=True), (name, market)


@cache
def said():
    """What all say of the simulated league; once for all tests."""
    return everyone(WORLD)


def everyone(played):
    said = forecast_all(played, do_anew)
    return {
        name: {market: shares for market, shares in markets.items() if market != GOALS}
        for name, markets in said.items()
    }


def test_models_beat_the_base_rates_and_the_blend_beats_dixon_coles_on_a_league_with_signal():
    inside = np.isin(WORLD.matches.seasons, forecast_seasons(WORLD.matches)[5:])
    outcomes = WORLD.matches.outcomes[inside]
    scores = {name: ranked_probability_score(one["1x2"][inside], outcomes).mean() for name, one in said().items()}
    assert all(scores[name] < scores["base-rate"] for name in scores if name != "base-rate")
    assert scores["blend"] < scores["dixon-coles"]


def test_every_forecast_sums_to_one():
    for markets in said().values():
        for shares in markets.values():
            there = ~np.isnan(shares[:, 0])
            assert there.any()
            assert shares[there].sum(axis=1) == pytest.approx(1.0, abs=1e-9)


def test_a_season_is_learned_from_matches_known_before_its_first_kick_off_only():
    for step in steps(WORLD.matches, forecast_seasons(WORLD.matches)):
        assert WORLD.matches.known[step.known].max() < WORLD.matches.kick_offs[step.asked].min()


def test_a_pool_weighs_who_knows_over_who_guesses():
    dice = np.random.default_rng(3)
    truth = dice.dirichlet([2, 2, 2], 3000)
    outcomes = (dice.random((3000, 1)) > truth.cumsum(axis=1)[:, :2]).sum(axis=1)
    noise = dice.dirichlet([2, 2, 2], 3000)
    pool = fit_pool([truth, noise], outcomes, precision=100.0)
    assert pool.weights[0] > 0.7
    assert abs(pool.weights[1]) < 0.2


def test_evidence_of_the_stronger_side_moves_home_and_away_and_leaves_the_draw_between():
    dice = np.random.default_rng(4)
    strength = dice.normal(0, 1, (4000, 1))
    plain = np.tile([0.4, 0.25, 0.35], (4000, 1))
    scores = np.log(plain) + strength * np.array([0.5, 0.0, -0.5])
    truth = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    outcomes = (dice.random((4000, 1)) > truth.cumsum(axis=1)[:, :2]).sum(axis=1)
    pool = fit_pool([plain], outcomes, evidence=strength)
    assert pool.effects[0] == pytest.approx(0.5, abs=0.1)
    known, unknown = pool([plain[:1]], np.ones((1, 1))), pool([plain[:1]], np.zeros((1, 1)))
    assert known[0, 0] > unknown[0, 0] > known[0, 2]


def test_unknown_squads_are_no_evidence():
    unknown = WORLD.matches.seasons < "2003"
    evidence = squad_evidence(WORLD.matches.values)
    assert (evidence[unknown] == 0).all()
    assert (evidence[~unknown, 0] != 0).any()
    assert (evidence[~unknown, 1] > 0).all()


def test_before_every_forecast_there_is_a_settled_season_to_learn_from():
    for seasons in (3, 5, 8, 12, 33):
        matches = replace(
            WORLD.matches.where(np.arange(len(WORLD)) < seasons),
            seasons=np.array([f"{year}/{year + 1}" for year in range(1990, 1990 + seasons)]),
        )
        first = forecast_seasons(matches)[0]
        assert matches.seasons[settled(matches)][0] < first
