"""Match models on a simulated league: what they learn, and what they cannot have seen."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from league import league

from touchline.football.margins import power
from touchline.football.scoring import ranked_probability_score
from touchline.trainer.training.models import dixon_coles
from touchline.trainer.training.models.blend import (
    base_rates,
    blend,
    blend_with_odds,
    happened,
    market_forecasts,
    market_only,
    sharpest_forecasts,
    squad_evidence,
)
from touchline.trainer.training.models.dynamic_poisson import Dynamics, filtered
from touchline.trainer.training.models.measures import measures, running_mean
from touchline.trainer.training.models.members import BASE, member_forecasts, rates_of
from touchline.trainer.training.models.pool import fit_pool
from touchline.trainer.training.models.seasons import forecast_seasons, steps

WORLD = league(seasons=10)


def likelihood_of(table: dixon_coles.Table, flat: np.ndarray) -> float:
    teams = (len(flat) - 2) // 2
    at = dixon_coles.Strengths(flat[:teams], flat[teams:-2], flat[-2], flat[-1])
    return dixon_coles.log_likelihood(table, at)


def table_of(matches: int = 400) -> dixon_coles.Table:
    names, codes = np.unique(np.concatenate([WORLD.home[:matches], WORLD.away[:matches]]), return_inverse=True)
    weights = np.linspace(0.2, 1.0, matches)
    return dixon_coles.Table.of(codes[:matches], codes[matches:], WORLD.goals[:matches], weights, len(names))


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


def test_a_rate_that_is_observed_often_is_followed_and_its_variance_falls():
    found = filtered(WORLD, WORLD.goals[None], [Dynamics()])
    first, last = WORLD.seasons == "2000/01", WORLD.seasons == "2009/10"
    assert found.variance[0, last].mean() < found.variance[0, first].mean()
    assert np.corrcoef(found.goals[0, last, 0], WORLD.goals[last, 0])[0, 1] > 0.2


def test_settings_are_filtered_side_by_side_as_each_would_be_alone():
    observed = measures(WORLD)
    settings = [Dynamics(), Dynamics(team_daily=1e-4, dispersion=0.5)]
    both = filtered(WORLD, np.stack([observed["goals"], observed["shots"]]), settings)
    alone = filtered(WORLD, observed["shots"][None], settings[1:])
    assert both.goals[1] == pytest.approx(alone.goals[0], abs=1e-10)


def test_a_running_mean_starts_anew_after_a_gap_in_the_counts():
    counts = np.full((len(WORLD), 2), 10.0)
    counts[300:600] = np.nan
    counts[600:] = 20.0
    means = running_mean(WORLD, counts)
    assert means[320, 0] == pytest.approx(10.0)
    assert means[640, 0] > 17.0


def test_no_forecast_of_any_model_changes_when_later_matches_do():
    """Everything of the last season is replaced: whatever was forecast before it, and its first day, must not move."""
    last = WORLD.seasons == "2009/10"
    first_day = WORLD.predicted_at[last].min()
    before = WORLD.predicted_at <= first_day
    changed = replace(
        WORLD,
        goals=np.where(last[:, None], 9.0 - np.minimum(WORLD.goals, 9.0), WORLD.goals),
        shots=np.where(last[:, None], 1.0, WORLD.shots),
        shots_on_target=np.where(last[:, None], 1.0, WORLD.shots_on_target),
        expected_goals=np.where(last[:, None], 5.0, WORLD.expected_goals),
    )
    planted = everyone(changed)
    for name, honest in said().items():
        for market, shares in honest.items():
            assert shares[before] == pytest.approx(planted[name][market][before], abs=1e-9, nan_ok=True), (name, market)


@cache
def said():
    """What all say of the simulated league; once for all tests."""
    return everyone(WORLD)


def everyone(played):
    members = member_forecasts(played)
    rates = rates_of(played)[BASE]
    alone = blend(played, members, rates)
    found = members | {
        "blend": alone,
        "blend-with-odds": blend_with_odds(played, alone, rates),
        "market-only": market_only(played),
        "base-rate": base_rates(played),
    }
    return {name: forecasts.by_market() for name, forecasts in found.items()}


def test_models_beat_the_base_rates_and_the_blend_beats_dixon_coles_on_a_league_with_signal():
    inside = np.isin(WORLD.seasons, forecast_seasons(WORLD)[5:])
    outcomes = happened(WORLD)["1x2"][inside]
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
    for step in steps(WORLD, forecast_seasons(WORLD)):
        assert WORLD.known[step.known].max() < WORLD.kick_offs[step.asked].min()


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
    unknown = WORLD.seasons < "2003"
    assert (squad_evidence(WORLD)[unknown, 0] == 0).all()
    assert (squad_evidence(WORLD)[~unknown, 0] != 0).any()


def test_prices_of_the_sharpest_book_stand_where_there_are_any():
    holes = np.full_like(WORLD.prices["pinnacle_before", "1x2"], np.nan)
    without = replace(WORLD, prices=dict(WORLD.prices) | {("pinnacle_before", "1x2"): holes})
    average = market_forecasts(WORLD, "average_before", power).by_market()["1x2"]
    assert sharpest_forecasts(without).by_market()["1x2"] == pytest.approx(average)
