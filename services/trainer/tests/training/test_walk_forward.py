"""Walking forward on simulated matches."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from simulated import World, simulated_matches, world_of

from touchline.trainer.training.models.seasons import forecast_seasons, steps
from touchline.trainer.training.walk_forward import (
    BASE_RATES,
    FEWEST,
    METHOD,
    TooFewMatches,
    judged_seasons,
    walk,
)


@cache
def world() -> World:
    return world_of(simulated_matches())


def test_no_simulated_match_is_learned_before_its_result_was_known():
    matches = world().matches
    for step in steps(matches, judged_seasons(matches)):
        assert step.known.sum() >= FEWEST
        assert matches.known[step.known].max() < matches.kick_offs[step.asked].min()
        assert step.season not in matches.seasons[step.known]


def test_a_result_that_became_known_late_is_not_learned_from():
    matches = simulated_matches()
    late = matches.known.copy()
    late[100] = matches.known.max()
    seasons = judged_seasons(matches)
    before, after = (next(steps(one, seasons)) for one in (matches, replace(matches, known=late)))
    assert after.known.sum() == before.known.sum() - 1


def test_a_planted_leak_of_the_future_leaves_every_earlier_simulated_season_as_it_was():
    matches = world().matches
    season = max(matches.seasons.tolist())
    last = matches.seasons == season
    planted = replace(matches, goals=np.where(last[:, None], matches.goals[:, ::-1] + 3, matches.goals))
    earlier = [score for score in world().walk.scores if score.season not in (season, "all")]
    assert earlier
    assert earlier == [score for score in world_of(planted).walk.scores if score.season not in (season, "all")]


def test_the_blend_and_its_voices_beat_the_base_rates_on_simulated_matches_with_a_signal():
    found = world().walk
    assert all(found.mean(one) < found.mean(BASE_RATES) - 0.01 for one in found.by_match if one != BASE_RATES)
    assert {METHOD, "lightgbm", "logit", "dynamic-goals"} < set(found.by_match)


def test_pooled_score_is_the_mean_over_all_matches_judged():
    walked = world().walk
    pooled = next(score for score in walked.scores if (score.method, score.season) == (METHOD, "all"))
    assert pooled.matches == len(walked.by_match[METHOD])
    assert np.isclose(pooled.ranked_probability_score, walked.by_match[METHOD].mean())


def test_a_history_too_short_to_walk_is_refused():
    with pytest.raises(TooFewMatches, match="no season with 200"):
        judged_seasons(simulated_matches(seasons=2, a_season=50))


def test_a_young_league_whose_voices_have_never_been_heard_is_forecast_by_equal_weights():
    matches = simulated_matches(seasons=3)
    assert judged_seasons(matches) == forecast_seasons(matches) == ["2002/03"]
    young = world_of(matches)
    assert walk(matches, young.said, ["2002/03"]).mean(METHOD) < young.walk.mean(BASE_RATES)
