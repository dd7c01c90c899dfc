"""The rule that decides, on simulated matches."""

from dataclasses import replace

import numpy as np
from simulated import bundle_of, simulated_matches, world_of

from touchline.football.bundle import Model
from touchline.trainer.training.gating import Cost
from touchline.trainer.training.judgement import (
    FEWEST_JUDGED,
    JUDGED_MATCHES,
    compare,
    gated,
    judge_challenger,
    judge_first,
    unseen,
)
from touchline.trainer.training.matches import Matches, moment_of

FREE = Cost(0.1, 0.1)


def champion_of(matches: Matches) -> Model:
    return bundle_of(matches).opened()


def test_first_model_with_nothing_to_learn_is_refused():
    matches = simulated_matches()
    drawn = np.random.default_rng(1).permutation(len(matches))  # simulated: goals that nothing in the vectors tells of
    noise = world_of(replace(matches, goals=matches.goals[drawn]))
    refused = judge_first(noise.matches, noise.walk, FREE)
    assert not refused.promoted
    assert "does not beat the base rates" in refused.reason


def test_first_model_with_a_signal_is_promoted():
    world = world_of(simulated_matches(signal=0.6))
    promoted = judge_first(world.matches, world.walk, FREE)
    assert promoted.promoted
    assert promoted.high is not None
    assert promoted.high < 0


def test_an_equal_challenger_is_promoted_and_a_worse_one_refused():
    champion = np.linspace(0.1, 0.3, 50)
    assert compare("logit", champion, champion).promoted
    refused = compare("logit", champion + 1e-6, champion)
    assert not refused.promoted
    assert "is worse than" in refused.reason


def test_who_is_merely_worse_is_sound_and_may_be_scored_beside_the_champion_whom_a_gate_refuses_is_not():
    champion = np.linspace(0.1, 0.3, 50)
    worse, better = (compare("logit", champion + change, champion) for change in (0.1, -0.1))
    assert (gated(worse, None, (), (), "it is").promoted, gated(worse, None, (), (), "it is").sound) == (False, True)
    harmful = gated(worse, None, [lambda _: "it says NaN"], (), "it is")
    unfit = gated(better, None, (), [lambda _: "it is slow"], "it is")
    assert [(one.promoted, one.sound) for one in (harmful, unfit)] == [(False, False)] * 2


def test_champion_has_seen_none_of_the_matches_it_is_judged_on():
    matches = simulated_matches()
    champion = champion_of(matches.where(matches.seasons < "2006/07"))
    judged = unseen(matches, champion)
    assert len(judged) == JUDGED_MATCHES
    assert moment_of(int(judged.kick_offs.min())) > champion.manifest.cut


def test_champion_trained_on_everything_leaves_too_little_to_judge_on():
    matches = simulated_matches()
    champion = champion_of(matches.where(np.arange(len(matches)) < len(matches) - FEWEST_JUDGED + 1))
    world = world_of(matches)
    refused = judge_challenger(matches, world.said, world.walk, champion, FREE)
    assert not refused.promoted
    assert not refused.sound  # no gate has looked at it
    assert refused.reason.startswith("only 29 matches")


def test_a_shift_that_the_champion_never_saw_promotes_the_challenger():
    matches = simulated_matches(seasons=9, shifted_from=2005)
    world = world_of(matches)
    champion = champion_of(matches.where(matches.seasons < "2005/06"))
    decided = judge_challenger(matches, world.said, world.walk, champion, FREE)
    assert decided.promoted
    assert decided.champion_score is not None
    assert decided.challenger_score < decided.champion_score
