"""Bundles and snapshots of simulated matches."""

import polars as pl
import pytest
from simulated import simulated_frame, simulated_matches

from touchline.trainer.training.matches import matches_of, parquet_of
from touchline.trainer.training.methods import METHODS, forecast
from touchline.trainer.training.packing import fit_bundle
from touchline.trainer.training.walk_forward import settled


@pytest.mark.parametrize("method", sorted(METHODS))
def test_what_is_served_is_what_was_fitted(method: str):
    matches = simulated_matches(seasons=4)
    model = fit_bundle("touchline-match", method, matches, "a" * 64, 1).opened()
    fitted = forecast(METHODS[method](settled(matches)), matches.values)
    assert model.predict_probabilities(matches.values) == pytest.approx(fitted, abs=1e-12)
    assert model.predict_probabilities(matches.values).sum(axis=1) == pytest.approx(1.0, abs=1e-12)


def test_training_twice_gives_the_same_bytes():
    matches = simulated_matches(seasons=4)
    first, second = (fit_bundle("touchline-match", "blend", matches, "a" * 64, 1) for _ in range(2))
    assert first.sha256 == second.sha256


def test_a_snapshot_is_named_by_its_rows_and_not_by_their_order():
    frame = simulated_frame(seasons=2)
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    assert parquet_of(frame)[1] == parquet_of(shuffled)[1]
    corrected = frame.with_columns(home_goals=pl.col("home_goals") + 1)
    assert parquet_of(frame)[1] != parquet_of(corrected)[1]


def test_missing_values_become_what_a_model_can_take():
    frame = simulated_frame(seasons=4).with_row_index()
    holes = frame.with_columns(
        pl.when(pl.col("index") == 3).then(pl.lit(None)).otherwise(pl.col("values").list.get(1)).alias("second")
    ).with_columns(
        pl.concat_list([pl.col("values").list.head(1), pl.col("second"), pl.col("values").list.slice(2)]).alias(
            "values"
        )
    )
    matches = matches_of(holes)
    model = fit_bundle("touchline-match", "blend", matches, "b" * 64, 1).opened()
    assert model.predict_probabilities(matches.values[:5]).sum(axis=1) == pytest.approx(1.0)
