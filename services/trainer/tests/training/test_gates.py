"""Each gate refuses what was planted for it, for its own stated reason, and lets an honest model through."""

from dataclasses import replace

import numpy as np
import pytest
from simulated import PLACES, SIGNAL, bundle_of, simulated_frame, simulated_matches, world_of

from touchline.football.blend import RESULT
from touchline.football.bundle import BundleRefused, Model, open_bundle
from touchline.football.vector import RATES
from touchline.trainer.training.gates import FIT_TO_SERVE, LARGEST, SLOWEST, SOUND, Shown
from touchline.trainer.training.gating import Cost, refusal
from touchline.trainer.training.judgement import judge_challenger, judge_first
from touchline.trainer.training.learning import learn
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.models.blend import blended, told
from touchline.trainer.training.walk_forward import BASE_RATES, METHOD, base_rates

FREE = Cost(0.1, 0.1)
MATCHES = simulated_matches(seasons=6, a_season=380, signal=0.5)
GATES = (*SOUND, *FIT_TO_SERVE)


def champion_of(matches: Matches) -> Model:
    return bundle_of(matches.where(matches.seasons < "2005/06")).opened()


@pytest.fixture(scope="module")
def honest() -> Shown:
    world, latest = world_of(MATCHES), MATCHES.seasons == "2005/06"
    answers = told(blended(MATCHES, world.said, ["2005/06"]))[RESULT][latest]
    base = np.tile(base_rates(MATCHES.where(~latest)), (len(answers), 1))
    return Shown(MATCHES.where(latest), answers, base, answers, world.walk.by_season(METHOD, BASE_RATES), FREE)


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
    values[:, PLACES[SIGNAL]] = 1 - MATCHES.outcomes  # planted: the future as features
    values[:, [PLACES[name] for name in RATES]] = np.tile(MATCHES.goals + 0.1, len(RATES) // 2)
    seer = world_of(replace(MATCHES, values=values))
    for decided in (
        judge_challenger(seer.matches, seer.said, seer.walk, champion_of(MATCHES), FREE),
        judge_first(seer.matches, seer.walk, FREE),
    ):
        assert not decided.promoted
        assert "has seen their results" in decided.reason


def test_a_challenger_that_learned_nothing_is_refused_as_a_constant():
    same = world_of(replace(MATCHES, values=np.tile(MATCHES.values[0], (len(MATCHES), 1))))
    decided = judge_challenger(same.matches, same.said, same.walk, champion_of(MATCHES), FREE)
    assert not decided.promoted
    assert "the same of every match" in decided.reason


def test_a_bundle_with_one_other_byte_is_refused():
    bundle = bundle_of(MATCHES.where(MATCHES.seasons < "2003/04"))
    altered = bytearray(bundle.content)
    altered[len(altered) // 2] ^= 1
    with pytest.raises(BundleRefused, match="sha256"):
        open_bundle(bytes(altered), bundle.sha256)


def test_what_a_model_costs_is_measured_on_its_packed_bundle():
    challenger = learn(simulated_frame(seasons=4), "touchline-match", "0" * 64, 3)
    assert 0 < challenger.cost.megabytes < LARGEST
    assert challenger.cost.milliseconds > 0
