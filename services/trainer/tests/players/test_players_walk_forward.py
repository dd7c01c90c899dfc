"""Players walked forward: nothing of the future is learned or read, and parts add up."""

import numpy as np
import polars as pl
import pytest
from made_players import made_players

from touchline.football.player_inputs import INPUTS
from touchline.football.player_points import POINTS
from touchline.trainer.players.inputs import inputs
from touchline.trainer.players.judgement import better, line
from touchline.trainer.players.latest import latest
from touchline.trainer.players.model import Forecast, fit, forecast
from touchline.trainer.players.predictions import predictions
from touchline.trainer.players.results import OURS, curves, results, told
from touchline.trainer.players.table import Players
from touchline.trainer.players.walk_forward import Stretch, stretches, walked

JUDGED = "2021/22"


@pytest.fixture(scope="module")
def players() -> Players:
    return made_players()


def walked_through(players: Players) -> tuple[Stretch, Forecast]:
    read = inputs(players, latest(players))
    [one] = walked(players, read, [JUDGED], 50)
    return one


@pytest.fixture(scope="module")
def judged(players: Players) -> tuple[Stretch, Forecast]:
    return walked_through(players)


@pytest.fixture(scope="module")
def found(judged: tuple[Stretch, Forecast]) -> Forecast:
    return judged[1]


def test_inputs_are_finite_and_in_the_order_of_their_names(players: Players) -> None:
    read = inputs(players, latest(players))
    assert read.told.shape == (len(players), len(INPUTS))
    assert np.isfinite(read.told).all()
    assert np.isfinite(read.untold).all()


def test_what_happens_in_the_season_judged_changes_no_forecast_of_it(players: Players, found: Forecast) -> None:
    of_season = pl.col("season") == JUDGED
    happened = [name for name in players.frame.columns if name.startswith("happened_")]
    other = players.frame.with_columns(
        pl.when(of_season).then(pl.col(name).shuffle(seed=2)).otherwise(pl.col(name)).alias(name) for name in happened
    )
    # Cards are read by the ban of the next match: they are of the past there, and there are none here.
    _, again = walked_through(Players(other))
    assert np.array_equal(again.points.expected, found.points.expected)
    assert np.array_equal(again.goal_counts, found.goal_counts)
    assert np.array_equal(again.minutes.chances, found.minutes.chances)


def test_a_stretch_learns_only_from_what_was_known_at_its_first_deadline(players: Players) -> None:
    silent = np.zeros(len(players), dtype=np.bool_)
    parts = list(stretches(players, silent, JUDGED, 2))
    assert len(parts) == 3
    for part in parts:
        first = players.where(part.judged).frame["deadline"].min()
        assert players.where(part.learned).frame["known_at"].max() <= first
    assert sum(part.judged.sum() for part in parts) == (players.seasons == JUDGED).sum()


def test_gameweeks_with_and_without_words_on_absences_share_no_model(players: Players) -> None:
    silent = players.gameweeks % 2 == 0
    assert {part.silent for part in stretches(players, silent, JUDGED, 50)} == {False, True}


def test_without_words_nothing_is_read_of_absences(players: Players) -> None:
    worded = Players(players.frame.with_columns(chance=pl.lit(0.0), injured=pl.lit(1.0)))
    ours, theirs = inputs(players, latest(players)), inputs(worded, latest(worded))
    assert np.array_equal(ours.untold, theirs.untold)
    assert not np.array_equal(ours.told, theirs.told)


def test_players_goals_add_up_within_a_team_and_chances_to_one(players: Players, found: Forecast) -> None:
    rows = players.where(players.seasons == JUDGED)
    sums = np.bincount(rows.teams, found.goals)
    assert ((sums > 0.1) & (sums < 5.0)).all()
    ratios = np.bincount(rows.teams, found.assists) / sums
    assert ratios == pytest.approx(np.full(len(ratios), ratios[0]))
    for chances in (found.minutes.chances, found.goal_counts, found.assist_counts, found.points.chances):
        assert chances.sum(axis=1) == pytest.approx(np.ones(len(rows)))
    assert found.points.chances @ POINTS == pytest.approx(found.points.expected)


def test_files_are_all_that_a_forecast_needs_and_the_same_rows_give_the_same_files(players: Players) -> None:
    season = players.where(players.seasons == JUDGED)
    values = inputs(season, latest(season)).told
    files, again = fit(season, values), fit(season, values)
    assert files == again
    assert {name.rpartition(".")[2] for name in files} == {"txt", "npz"}
    assert np.isfinite(forecast(files, values, season.teams).points.expected).all()


def test_results_name_every_model_on_every_target_subset_and_season(
    players: Players, judged: tuple[Stretch, Forecast]
) -> None:
    table = predictions(players, latest(players), [judged])
    rows = results(table)
    assert {row.subset for row in rows} == {"all-rows", "regulars"}
    assert {row.season for row in rows} == {JUDGED, "all"}
    points = next(row for row in rows if (row.model, row.target, row.season) == (OURS, "points", "all"))
    stated = points.stated()
    assert stated["against"] == "mean-last-5"
    assert "log_loss" not in stated
    errors = (table["points"] - table["happened_points"]).to_numpy()
    assert stated["rmse"] == pytest.approx(float(np.sqrt(np.mean(errors**2))))
    assert stated["n"] == len(table) == (players.seasons == JUDGED).sum()
    assert told(rows).count("\n") == len(rows)
    assert {one["target"] for one in curves(table)} == {"anytime-scorer", "anytime-assist", "plays", "starts"}
    assert sum(one["n"] for one in curves(table) if one["target"] == "plays") == len(table)


def test_a_line_through_calibrated_chances_has_slope_one_and_through_bold_ones_less() -> None:
    dice = np.random.default_rng(3)
    chances = dice.uniform(0.05, 0.95, 20_000)
    happened = dice.random(20_000) < chances
    fair = line(chances, happened)
    assert abs(fair.slope - 1.0) < 3 * fair.slope_error
    assert abs(fair.intercept) < 3 * fair.intercept_error
    odds = (chances / (1.0 - chances)) ** 2
    assert line(odds / (1.0 + odds), happened).slope == pytest.approx(fair.slope / 2, rel=1e-6)


def test_an_interval_covers_a_difference_that_is_there() -> None:
    dice = np.random.default_rng(4)
    ours, theirs = dice.uniform(0.5, 1.5, 4_000), dice.uniform(1.5, 2.5, 4_000)
    few = better(ours, theirs, np.repeat(np.arange(8), 500), root=False)
    many = better(ours, theirs, np.repeat(np.arange(400), 10), root=False)
    assert few.percent == many.percent == pytest.approx(50.0, abs=1.0)
    assert many.low < many.percent < many.high


def test_gameweeks_that_differ_widen_the_interval() -> None:
    weeks = np.repeat(np.arange(40), 50)
    theirs = np.ones(2_000)
    even = better(np.tile([0.4, 0.6], 1_000), theirs, weeks, root=False)
    uneven = better(np.where(weeks % 2 == 0, 0.4, 0.6), theirs, weeks, root=False)
    assert uneven.high - uneven.low > 5 * (even.high - even.low)
