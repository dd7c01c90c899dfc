"""Bundles and snapshots of simulated matches."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from simulated import bundle_of, simulated_frame, simulated_matches

from touchline.football import markets
from touchline.football.blend import BOTH, CLASSES, OVER, RESULT
from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.families import ordinary_meeting
from touchline.trainer.training.matches import parquet_of
from touchline.trainer.training.models.blend import poolings_of
from touchline.trainer.training.models.seasons import forecast_seasons
from touchline.trainer.training.models.voices import VOICES, walked


def test_what_is_served_says_in_every_market_what_the_pools_learned():
    matches = simulated_matches(seasons=4)
    model = bundle_of(matches).opened()
    grids = model.predict_grids(matches.values)
    assert grids.sum(axis=(1, 2)) == pytest.approx(1.0, abs=1e-12)
    said = {RESULT: markets.result(grids), OVER: markets.total(grids, 2.5), BOTH: markets.both_to_score(grids)}
    for market in CLASSES:
        assert said[market] == pytest.approx(model.blend.pooled(market, matches.values), abs=1e-9)
    assert model.predict_probabilities(matches.values) == pytest.approx(said[RESULT], abs=1e-15)


def test_weights_come_back_from_a_bundle_as_they_were_learned():
    matches = simulated_matches(seasons=4)
    said = walked(matches, forecast_seasons(matches))
    learned = poolings_of(matches, np.ones(len(matches), dtype=np.bool_), said)
    opened = bundle_of(matches).opened().blend.poolings
    for market, pooling in learned.items():
        assert opened[market].voices == VOICES[market]
        assert opened[market].pool.weights.tolist() == pooling.pool.weights.tolist()


def test_a_bundle_states_the_ordinary_meeting_of_the_latest_seasons_and_its_version_names_it() -> None:
    matches = simulated_matches(seasons=5)
    latest = matches.where(np.isin(matches.seasons, ["2002/03", "2003/04", "2004/05"]))
    bundle = bundle_of(matches)
    assert bundle.opened().manifest.ordinary == tuple(ordinary_meeting(latest.values))
    earlier, later = matches.values.copy(), matches.values.copy()
    market = MATCH_FEATURES.index("market_books")  # read by no voice: it changes the ordinary meeting and nothing else
    earlier[0, market] += 1.0
    later[-1, market] += 1.0
    changed = [bundle_of(replace(matches, values=values)) for values in (earlier, later)]
    assert changed[0].manifest.ordinary == bundle.manifest.ordinary
    assert changed[1].manifest.ordinary != bundle.manifest.ordinary
    assert changed[1].manifest.files == bundle.manifest.files
    assert changed[1].manifest.version != bundle.manifest.version


def test_training_twice_gives_the_same_bytes():
    matches = simulated_matches(seasons=4)
    assert bundle_of(matches).sha256 == bundle_of(matches).sha256


def test_a_snapshot_is_named_by_its_rows_and_not_by_their_order():
    frame = simulated_frame(seasons=2)
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    assert parquet_of(frame)[1] == parquet_of(shuffled)[1]
    corrected = frame.with_columns(home_goals=pl.col("home_goals") + 1)
    assert parquet_of(frame)[1] != parquet_of(corrected)[1]
