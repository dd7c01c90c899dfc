"""Walking forward on simulated matches."""

import numpy as np
import pytest
from simulated import simulated_matches

from touchline.trainer.training.matches import Matches
from touchline.trainer.training.methods import METHODS, TooFewMatches
from touchline.trainer.training.walk_forward import BASE_RATES, FEWEST, folds, walk


def test_no_simulated_match_is_learned_before_its_result_was_known():
    for fold in folds(simulated_matches()):
        assert len(fold.learned) >= FEWEST
        assert fold.learned.known.max() < fold.judged.kick_offs.min()
        assert fold.season not in fold.learned.seasons


def test_a_result_that_became_known_late_is_not_learned_from():
    matches = simulated_matches()
    late = matches.known.copy()
    late[400] = matches.known.max()
    delayed = Matches(matches.values, matches.outcomes, matches.seasons, matches.kick_offs, late)
    before, after = folds(matches)[0], folds(delayed)[0]
    assert len(after.learned) == len(before.learned) - 1


def test_a_planted_leak_of_the_future_leaves_every_earlier_simulated_season_as_it_was():
    matches = simulated_matches()
    season = max(matches.seasons.tolist())
    last = matches.seasons == season
    planted = matches.outcomes.copy()
    planted[last] = (planted[last] + 1) % 3
    changed = Matches(matches.values, planted, matches.seasons, matches.kick_offs, matches.known)
    earlier = [score for score in walk(matches).scores if score.season not in (season, "all")]
    assert earlier == [score for score in walk(changed).scores if score.season not in (season, "all")]


def test_methods_beat_the_base_rates_on_simulated_matches_with_a_signal():
    walked = walk(simulated_matches())
    assert all(walked.mean(method) < walked.mean(BASE_RATES) - 0.02 for method in METHODS)
    assert walked.mean(walked.best) == min(walked.mean(method) for method in METHODS)


def test_pooled_score_is_the_mean_over_all_matches_judged():
    walked = walk(simulated_matches())
    pooled = next(score for score in walked.scores if (score.method, score.season) == ("logit", "all"))
    assert pooled.matches == len(walked.by_match["logit"])
    assert np.isclose(pooled.ranked_probability_score, walked.by_match["logit"].mean())


def test_a_history_too_short_to_walk_is_refused():
    with pytest.raises(TooFewMatches, match="no season with 200"):
        walk(simulated_matches(seasons=2, a_season=50))
