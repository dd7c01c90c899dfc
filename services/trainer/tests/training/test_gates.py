"""Each gate refuses what was planted for it, for its own stated reason, and lets an honest model through."""

from dataclasses import replace

import numpy as np
import pytest
from simulated import simulated_frame, simulated_matches

from touchline.football.bundle import BundleRefused, Model, open_bundle
from touchline.trainer.training.gates import FIT_TO_SERVE, LARGEST, SLOWEST, SOUND, Cost, Shown, refusal
from touchline.trainer.training.judgement import judge_challenger, judge_first
from touchline.trainer.training.learning import learn
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.methods import METHODS, base_rates, forecast
from touchline.trainer.training.packing import fit_bundle
from touchline.trainer.training.walk_forward import BASE_RATES, folds, walk

FREE = Cost(0.1, 0.1)
MATCHES = simulated_matches(a_season=380, signal=0.5)
GATES = (*SOUND, *FIT_TO_SERVE)


def champion_of(matches: Matches) -> Model:
    return fit_bundle("touchline-match", "logit", matches.where(matches.seasons < "2006/07"), "0" * 64, 1).opened()


@pytest.fixture(scope="module")
def honest() -> Shown:
    latest = folds(MATCHES)[-1]
    answers = forecast(METHODS["logit"](latest.learned), latest.judged.values)
    base = np.tile(base_rates(latest.learned), (len(answers), 1))
    return Shown(latest.judged, answers, base, answers, walk(MATCHES).by_season("logit", BASE_RATES), FREE)


def test_an_honest_model_passes_every_gate(honest: Shown):
    assert refusal(GATES, honest) is None
    assert refusal(GATES, replace(honest, champion=None)) is None


def test_one_that_answers_with_nan_is_refused(honest: Shown):
    broken = honest.challenger.copy()
    broken[3] = np.nan
    assert "1 of" in (refusal(GATES, replace(honest, challenger=broken)) or "")
    assert "no number" in (refusal(GATES, replace(honest, challenger=broken)) or "")


def test_one_whose_answers_do_not_sum_to_one_is_refused(honest: Shown):
    assert "not probabilities" in (refusal(GATES, replace(honest, challenger=honest.challenger * 1.01)) or "")


def test_a_constant_is_refused(honest: Shown):
    assert "the same of every match" in (refusal(GATES, replace(honest, challenger=honest.base_rates)) or "")


def test_one_whose_method_had_a_much_worse_season_than_the_champions_is_refused(honest: Shown):
    much, little = (("2004/05", 0.21, 0.20),), (("2004/05", 0.203, 0.200),)
    assert "much worse than the champion's" in (refusal(GATES, replace(honest, by_season=much)) or "")
    assert refusal(GATES, replace(honest, by_season=little)) is None


def test_one_that_is_far_too_sure_is_refused_unless_the_champion_is_no_better(honest: Shown):
    sure = honest.challenger**3
    sure /= sure.sum(axis=1, keepdims=True)
    assert "not calibrated" in (refusal(GATES, replace(honest, challenger=sure)) or "")
    assert "calibrated" not in (refusal(GATES, replace(honest, challenger=sure, champion=sure)) or "")


def test_a_log_loss_that_is_worse_by_more_than_chance_is_refused(honest: Shown):
    vague = (honest.challenger + 3 * honest.base_rates) / 4
    sound = [gate for gate in GATES if gate.__name__ == "log_loss_no_worse"]
    assert "log loss is worse" in (refusal(sound, replace(honest, challenger=vague)) or "")
    assert refusal(sound, honest) is None


def test_one_that_is_too_large_or_too_slow_is_refused(honest: Shown):
    assert "MB" in (refusal(GATES, replace(honest, cost=Cost(LARGEST + 1, 0.1))) or "")
    assert "ms" in (refusal(GATES, replace(honest, cost=Cost(0.1, SLOWEST + 1))) or "")


def test_a_challenger_that_saw_the_results_is_refused_although_its_score_is_the_best_of_all():
    values = MATCHES.values.copy()
    values[:, 1] = MATCHES.outcomes  # planted: the future as a feature
    world = replace(MATCHES, values=values)
    champion = champion_of(MATCHES)
    for decided in (
        judge_challenger("logit", walk(world), world, champion, FREE),
        judge_first("logit", walk(world), world, FREE),
    ):
        assert not decided.promoted
        assert "has seen their results" in decided.reason


def test_a_challenger_that_learned_nothing_is_refused_as_a_constant():
    world = replace(MATCHES, values=np.zeros_like(MATCHES.values))
    decided = judge_challenger("logit", walk(world), world, champion_of(MATCHES), FREE)
    assert not decided.promoted
    assert "the same of every match" in decided.reason


def test_a_bundle_with_one_other_byte_is_refused():
    bundle = fit_bundle("touchline-match", "logit", MATCHES, "0" * 64, 1)
    altered = bytearray(bundle.content)
    altered[len(altered) // 2] ^= 1
    with pytest.raises(BundleRefused, match="sha256"):
        open_bundle(bytes(altered), bundle.sha256)


def test_what_a_model_costs_is_measured_on_its_packed_bundle():
    challenger = learn(simulated_frame(), "touchline-match", "0" * 64, 1)
    assert 0 < challenger.cost.megabytes < LARGEST
    assert challenger.cost.milliseconds > 0
