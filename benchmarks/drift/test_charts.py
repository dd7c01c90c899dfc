"""The rule over whole histories says what the rule itself says at each look."""

import numpy as np
import pytest

from benchmarks.drift.charts import feature_strength, outcome_strength, pooled_alarms, rule_alarms, score_strength
from benchmarks.drift.deciding import Said, Watched
from benchmarks.drift.delays import drawn, summary, tilted
from benchmarks.drift.players import Ratios, shifted, spoken, walked
from benchmarks.drift.players import shuffled as shuffled_weeks
from benchmarks.drift.seasons import League, chances, fitted
from touchline.drift_monitor.detectors.rule import WINDOW, SettledMatch, judge_each
from touchline.football.outcome import OUTCOMES
from touchline.football.player_errors import TARGETS


@pytest.fixture(scope="module")
def made() -> League:
    dice, number = np.random.default_rng(3), 2400
    predicted = np.tile([0.46, 0.25, 0.29], (number, 1))
    outcomes = drawn(predicted, dice)
    outcomes[2000:] = drawn(tilted(predicted[2000:], 0.5), dice)
    scores = np.where(np.arange(number) < 700, np.nan, dice.uniform(0, 0.4, number))
    days, years = np.arange(number) // 10, 2000 + np.arange(number) // 380
    return League("E0", days, years, outcomes, dice.normal(size=(number, 20)), predicted, scores)


def test_every_statistic_is_as_strong_as_the_rule_finds_it(made: League):
    matches = [
        SettledMatch(OUTCOMES[outcome], tuple(vector), None if np.isnan(score) else float(score))
        for outcome, vector, score in zip(made.outcomes, made.features, made.scores, strict=True)
    ]
    for end in (1140, 1700, 2400):
        said = {verdict.statistic: verdict.strength for verdict in judge_each(matches[:end])}
        ends = np.array([end])
        assert outcome_strength(made.outcomes, ends)[0] == pytest.approx(said["psi_outcome"])
        assert score_strength(made.scores, ends)[0] == pytest.approx(said.get("rps_shift", 0.0))
        features = [strength for name, strength in said.items() if name.startswith("psi_feature_")]
        assert feature_strength(made.features, ends)[0] == pytest.approx(max(features))


def test_the_rule_rests_for_a_window_after_an_alarm():
    ends = np.arange(1000, 2000)
    assert rule_alarms(np.where(ends >= 1200, 2.0, 0.5), ends) == [200, 200 + WINDOW, 200 + 2 * WINDOW]


def test_a_request_for_all_leagues_holds_each_of_them_back_for_a_window_and_the_other_way_round():
    def said(day: int, who: str, settled: int, drifted: bool = True) -> Said:
        return Said(day, who, settled, drifted, 2010, "outcomes")

    watched = Watched()
    for one in (
        said(0, "D1", 700, drifted=False),
        said(0, "all", 2990, drifted=False),
        said(1, "E0", 1200),
        said(2, "all", 3000),
        said(3, "E0", 1200 + WINDOW - 1),
        said(4, "all", 2990 + WINDOW),
        said(5, "E0", 1200 + WINDOW),
        said(6, "D1", 900),
        said(7, "E0", 1199 + 2 * WINDOW),
    ):
        watched.hear(one)
    assert [(one.day, one.who) for one in watched.requests] == [(1, "E0"), (4, "all"), (7, "E0")]
    assert [one.day for one in watched.events] == [1, 2, 4, 6, 7]


@pytest.fixture(scope="module")
def of_players() -> Ratios:
    dice, number = np.random.default_rng(5), 1140
    of = {target: np.exp(dice.normal(-0.1, 0.1, number)) for target in TARGETS}
    ids = tuple(f"E0:2020-21:{place}:x" for place in range(number))
    return Ratios(ids, np.repeat(["2019/20", "2020/21", "2021/22"], 380), np.arange(number) // 10, of)


def test_gameweeks_of_players_change_places_and_each_stays_whole(of_players: Ratios):
    mixed = shuffled_weeks(of_players, np.random.default_rng(1))
    assert mixed.match_ids != of_players.match_ids
    assert sorted(mixed.match_ids) == sorted(of_players.match_ids)
    assert all(len(set(mixed.weeks[start : start + 10])) == 1 for start in range(0, 1140, 10))


def test_greater_errors_of_players_are_seen_sooner_the_greater_they_are(of_players: Ratios):
    assert spoken(of_players) == []
    small, great = (shifted(of_players, size, 20, seed=2) for size in (0.1, 0.3))
    assert great["seen"] == 1
    assert small["median_match_days"] > great["median_match_days"] > 0


def test_the_plain_forecast_of_players_knows_nothing_of_the_season_that_it_forecasts():
    dice, seasons = np.random.default_rng(7), np.repeat(["2019/20", "2020/21"], 400)
    values = dice.normal(size=(800, 3))
    happened = values @ np.array([1.0, -2.0, 0.0]) + np.where(seasons == "2020/21", 100.0, 3.0)
    said = walked(values, happened, seasons)
    assert np.isnan(said[:400]).all()
    assert happened[400:] - said[400:] == pytest.approx(np.full(400, 97.0), abs=0.5)


def test_the_charts_find_the_made_shift_and_nothing_before_it(made: League):
    alarms = pooled_alarms(made, 7.0)
    assert alarms[0][1] == "home-less"
    assert 2000 < alarms[0][0] < 2300


def test_the_plain_model_finds_the_weights_that_made_the_outcomes():
    dice = np.random.default_rng(5)
    terms = np.column_stack([np.ones(20000), dice.normal(size=20000)])
    weights = np.array([[0.6, 0.1], [0.8, -0.7]])
    assert fitted(terms, drawn(chances(terms, weights), dice)) == pytest.approx(weights, abs=0.06)


def test_a_delay_that_most_draws_do_not_have_is_none():
    told = summary([5, None, None], 10)
    assert (told["median_matches"], told["seen"]) == (None, pytest.approx(1 / 3))
