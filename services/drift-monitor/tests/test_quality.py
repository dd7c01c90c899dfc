import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from touchline.drift_monitor.quality import Scored, expected_score, quality_of
from touchline.football.outcome import OUTCOMES, Outcome
from touchline.football.scoring import ranked_probability_score

EVEN = (0.4, 0.3, 0.3)


def test_nothing_is_said_of_no_matches() -> None:
    assert quality_of([]) is None


def test_probabilities_that_come_true_as_often_as_said_have_no_bias() -> None:
    outcomes = ["home"] * 4 + ["draw"] * 3 + ["away"] * 3
    quality = quality_of([Scored(outcome, EVEN, 0.2, 0.2) for outcome in outcomes])
    assert quality is not None
    assert all(abs(quality.bias[outcome]) < 1e-12 for outcome in OUTCOMES)


def test_home_teams_that_win_less_often_than_said_show_as_a_bias_above_zero() -> None:
    quality = quality_of([Scored(outcome, EVEN, 0.2, 0.2) for outcome in ["home", "draw", "away", "away", "away"]])
    assert quality is not None
    assert round(quality.bias[Outcome.HOME], 9) == 0.2
    assert round(quality.bias[Outcome.AWAY], 9) == -0.3
    assert round(sum(quality.bias.values()), 9) == 0


def test_both_scores_are_means_over_the_same_matches() -> None:
    quality = quality_of([Scored("home", EVEN, 0.1, 0.3), Scored("home", EVEN, 0.2, 0.1)])
    assert quality is not None
    assert (quality.matches, round(quality.sealed, 9), round(quality.closing, 9)) == (2, 0.15, 0.2)


@given(st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3))
def test_the_expected_score_is_the_mean_over_what_may_happen(shares: list[float]) -> None:
    chances = np.array(shares) / sum(shares)
    scores = [float(ranked_probability_score([chances], [place])[0]) for place in range(3)]
    assert abs(expected_score(*chances) - float(chances @ scores)) < 1e-12
