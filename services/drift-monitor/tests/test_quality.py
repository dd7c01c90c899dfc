from touchline.drift_monitor.quality import Scored, quality_of
from touchline.football.outcome import OUTCOMES, Outcome

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
