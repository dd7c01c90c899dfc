"""Rows of tables and of the cache, and what comes back from them."""

import dataclasses
import json
import struct
from typing import Any

import pytest

from touchline.predictor.answers import answer_of, kept_of
from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain, first_break
from touchline.predictor.stores import PREDICTION_FIELDS, prediction_from, prediction_row
from touchline.schemas.records import MatchPrediction


@pytest.fixture
def row(make: Any) -> MatchPrediction:
    """A sealed row whose last cells are hard to write down."""
    said = make.said(0.5, 0.3, 0.2)
    cells = (*said.grid[:-3], 5e-324, 2.2250738585072014e-308, 1e-17)
    both = dataclasses.replace(said, grid=cells, grid_with_odds=cells[::-1])
    sealed = next_seal(
        make.fixture(), both, make.champion(), before=None, chain=Chain(),
        clock=make.noon, incarnation=0, recorded_at=make.noon,
    )  # fmt: skip
    assert sealed is not None
    return sealed


def bits(cells: list[float] | None) -> bytes:
    assert cells is not None
    return struct.pack(f">{len(cells)}d", *cells)


def test_a_row_comes_back_from_its_table_bit_by_bit_and_its_seal_holds(row: MatchPrediction) -> None:
    back = prediction_from(prediction_row(row))
    assert bits(back.grid) == bits(row.grid)
    assert bits(back.grid_with_odds) == bits(row.grid_with_odds)
    assert back == row
    assert first_break([back]) is None


def test_a_row_that_was_sealed_before_grids_were_kept_comes_back_without_one(row: MatchPrediction) -> None:
    older = dataclasses.replace(row, grid=None, grid_with_odds=None)
    for name in ("grid", "grid_with_odds"):
        assert prediction_row(older)[PREDICTION_FIELDS.index(name)] is None
    assert prediction_from(prediction_row(older)) == older


def test_a_ready_answer_holds_the_whole_grids_bit_by_bit(row: MatchPrediction) -> None:
    kept = json.loads(kept_of(row))
    assert bits(kept.pop("grid")) == bits(row.grid)
    assert bits(kept.pop("grid_with_odds")) == bits(row.grid_with_odds)
    assert kept == answer_of(row)
