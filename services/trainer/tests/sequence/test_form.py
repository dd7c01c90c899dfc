"""What the network hears: both teams' latest results, none that was not known."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from services.trainer.tests.league import league_frame
from touchline.football.vector import rates
from touchline.trainer.sequence.form import CHANNELS, EXPECTED, LENGTH, Forms, forms_of, statistics_of
from touchline.trainer.training.played import Played, played_of

GOALS, AT_HOME, AGO = (CHANNELS.index(name) for name in ("goals_beyond", "at_home", "ago"))


@pytest.fixture(scope="module")
def played() -> Played:
    return played_of(league_frame(seasons=3))


def heard(played: Played) -> Forms:
    return forms_of(played, np.full((len(played), 2, 3), np.nan))


def test_the_latest_match_stands_last_and_is_the_teams_own(played: Played) -> None:
    forms, match = heard(played), len(played) - 1
    for side, team in enumerate((played.home[match], played.away[match])):
        past = [one for one in range(match) if team in (played.home[one], played.away[one])]
        past = [one for one in past if played.matches.known[one] < played.predicted_at[match]][-LENGTH:]
        was_away = [int(played.away[one] == team) for one in past]
        sequence = forms.sequences[match, side]
        assert sequence[:, AT_HOME].tolist() == [1.0 - 2.0 * away for away in was_away]
        assert (np.diff(sequence[:, AGO]) <= 0).all()
        goals, expected = (
            each[past, was_away] for each in (played.matches.goals, rates(played.matches.values, EXPECTED))
        )
        assert sequence[:, GOALS] == pytest.approx((goals - expected) / np.sqrt(expected), rel=1e-5)


def test_what_was_not_known_changes_nothing(played: Played) -> None:
    half = len(played) // 2
    moment = played.predicted_at[half]
    unknown = played.matches.known >= moment
    goals = np.where(unknown[:, None], 9.0, played.matches.goals)
    planted = replace(played, matches=replace(played.matches, goals=goals))
    asked = played.predicted_at <= moment
    assert unknown.any()
    assert (heard(planted).sequences[asked] == heard(played).sequences[asked]).all()
    assert (heard(planted).sequences != heard(played).sequences).any()


def test_a_result_of_the_same_day_is_not_heard(played: Played) -> None:
    late = replace(played, predicted_at=np.full_like(played.predicted_at, played.predicted_at.min()))
    assert not heard(late).sequences.any()
    assert not heard(late).known.any()


def test_statistics_that_nobody_stated_are_as_usual() -> None:
    columns = [f"{side}_{name}" for side in ("home", "away") for name in ("shots", "shots_on_target", "expected_goals")]
    frame = league_frame(seasons=1).with_columns(pl.lit(None, pl.Float64).alias(name) for name in columns)
    statistics = statistics_of(frame)
    assert np.isnan(statistics).all()
    sequences = forms_of(played_of(frame), statistics).sequences
    assert not sequences[..., CHANNELS.index("shots") : CHANNELS.index("at_home")].any()
    stated = forms_of(played_of(frame), np.full_like(statistics, 2.6)).sequences
    assert stated[..., CHANNELS.index("expected_goals")].max() == pytest.approx(1.0)
