"""The drift rule at its boundaries."""

import numpy as np
import pytest

from touchline.drift_monitor.detectors.limits import FLOOR, LIMITS, Limit
from touchline.drift_monitor.detectors.rule import (
    REFERENCE,
    SMALLEST_REFERENCE,
    WINDOW,
    SettledMatch,
    judge,
    judge_each,
)
from touchline.football.catalogue import CATALOGUES, WATCHED
from touchline.football.outcome import OUTCOMES

USUAL = (0.464, 0.253, 0.283)
EMPTY_STADIUMS = (0.379, 0.218, 0.403)


def outcomes(shares: tuple[float, ...], matches: int, score: float | None = None) -> list[SettledMatch]:
    """Matches with exactly these shares, spread evenly."""
    counts = [round(share * matches) for share in shares[:-1]]
    kinds = np.repeat([0, 1, 2], [*counts, matches - sum(counts)])
    mixed = np.random.default_rng(3).permutation(kinds)
    return [SettledMatch(OUTCOMES[kind], ranked_probability_score=score) for kind in mixed]


def test_a_season_like_those_before_raises_nothing() -> None:
    verdict = judge(outcomes(USUAL, REFERENCE) + outcomes(USUAL, WINDOW))
    assert verdict is not None
    assert not verdict.drifted
    assert "within the threshold" in verdict.sentence


def test_a_season_of_empty_stadiums_raises_the_outcome_index() -> None:
    verdict = judge(outcomes(USUAL, REFERENCE) + outcomes(EMPTY_STADIUMS, WINDOW))
    assert verdict is not None
    assert verdict.drifted
    assert verdict.statistic == "psi_outcome"
    assert verdict.p_value is not None
    assert verdict.p_value < 0.0005
    assert verdict.sentence.startswith("Home teams won 37.9% of the last 380 matches and away teams 40.3%")


def test_there_is_no_verdict_on_too_few_matches() -> None:
    few = outcomes(USUAL, WINDOW + SMALLEST_REFERENCE - 1)
    assert judge(few) is None
    assert judge([*few, few[0]]) is not None


def test_only_the_latest_six_seasons_count() -> None:
    recent = outcomes(USUAL, REFERENCE) + outcomes(USUAL, WINDOW)
    assert judge(outcomes(EMPTY_STADIUMS, 3800) + recent) == judge(recent)


def scored(mean: float, matches: int) -> list[SettledMatch]:
    scores = np.random.default_rng(5).normal(mean, 0.14, matches)
    plain = outcomes(USUAL, matches)
    return [SettledMatch(match.outcome, None, float(value)) for match, value in zip(plain, scores, strict=True)]


def test_predictions_that_become_much_worse_raise_the_score_shift() -> None:
    verdict = judge(scored(0.194, REFERENCE) + scored(0.234, WINDOW))
    assert verdict is not None
    assert (verdict.drifted, verdict.statistic) == (True, "rps_shift")


def test_predictions_that_become_better_raise_nothing() -> None:
    verdict = judge(scored(0.204, REFERENCE) + scored(0.164, WINDOW))
    assert verdict is not None
    assert not verdict.drifted


def test_scores_are_not_compared_while_few_are_settled() -> None:
    names = [verdict.statistic for verdict in judge_each(outcomes(USUAL, REFERENCE, 0.2) + outcomes(USUAL, WINDOW))]
    assert names == ["psi_outcome"]


def test_a_provider_that_counts_otherwise_raises_that_feature() -> None:
    random = np.random.default_rng(9)
    vectors = random.normal(size=(REFERENCE + WINDOW, len(CATALOGUES[WATCHED].matches)))
    vectors[-WINDOW:, 10] *= 5
    plain = outcomes(USUAL, REFERENCE) + outcomes(USUAL, WINDOW)
    matches = [SettledMatch(match.outcome, tuple(row)) for match, row in zip(plain, vectors, strict=True)]
    drifted = [verdict.statistic for verdict in judge_each(matches) if verdict.drifted]
    assert drifted == ["psi_feature_shots_for_home"]


@pytest.mark.parametrize("limit", LIMITS)
def test_no_limit_is_below_what_chance_gives(limit: Limit) -> None:
    assert limit.normalised_index >= FLOOR
