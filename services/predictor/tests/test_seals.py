"""Seals and what is sealed."""

import dataclasses
import json
import math
from datetime import timedelta
from typing import Any

import pytest
from blends import said

from touchline.football.scoreline import poisson_grid
from touchline.football.tilt import tilted
from touchline.predictor.prediction.forecast import forecast_of
from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import FIRST, Chain, canonical, first_break, seal_of
from touchline.schemas.records import MatchPrediction

SAID = said(0.5, 0.3, 0.2)


def sealed(make: Any, count: int) -> list[MatchPrediction]:
    rows: list[MatchPrediction] = []
    for number in range(count):
        fixture = make.fixture(match_id=f"E0:2019-20:home{number}:away", revision=number + 1)
        chain = Chain(rows[-1].seal, number) if rows else Chain()
        row = next_seal(
            fixture,
            SAID,
            make.champion(),
            before=None,
            chain=chain,
            clock=make.noon,
            incarnation=0,
            recorded_at=make.noon,
        )
        assert row is not None
        rows.append(row)
    return rows


def test_a_chain_of_seals_holds_from_the_first_on(make: Any) -> None:
    rows = sealed(make, 4)
    assert rows[0].previous_seal == FIRST
    assert first_break(rows) is None


@pytest.mark.parametrize("field", [f.name for f in dataclasses.fields(MatchPrediction) if f.name != "recorded_at"])
def test_a_change_of_any_column_of_any_row_is_detected(make: Any, field: str) -> None:
    for number in range(3):
        rows = sealed(make, 3)
        rows[number] = dataclasses.replace(rows[number], **{field: changed(getattr(rows[number], field))})
        assert first_break(rows) == rows[number].prediction_id


def changed(value: Any) -> Any:
    if value is None:
        return "something"
    if isinstance(value, list):
        return [*value[:-1], value[-1] / 2]
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1] != "x" else "y")
    return value + timedelta(microseconds=1) if hasattr(value, "isoformat") else value + type(value)(1)


def test_the_smallest_change_of_a_probability_breaks_the_seal(make: Any) -> None:
    (row,) = sealed(make, 1)
    assert first_break([dataclasses.replace(row, home=math.nextafter(row.home, 1))]) == row.prediction_id


def test_a_row_left_out_or_put_elsewhere_is_detected(make: Any) -> None:
    rows = sealed(make, 3)
    assert first_break([rows[0], rows[2]]) == rows[2].prediction_id
    assert first_break([rows[1], rows[0], rows[2]]) == rows[1].prediction_id


def test_our_clock_is_no_part_of_the_seal(make: Any) -> None:
    (row,) = sealed(make, 1)
    assert seal_of(dataclasses.replace(row, recorded_at=row.recorded_at + timedelta(days=1))) == row.seal


def test_canonical_bytes_are_sorted_json_of_every_column_that_is_sealed(make: Any) -> None:
    (row,) = sealed(make, 1)
    columns = json.loads(canonical(row))
    assert list(columns) == sorted(columns)
    assert set(columns) == {field.name for field in dataclasses.fields(row)} - {"recorded_at", "seal", "grid_with_odds"}
    assert columns["event_time"] == "2019-12-28T12:00:00.000000+00:00"
    assert columns["grid"] == list(SAID.grid)


def test_a_match_that_has_started_is_never_sealed(make: Any) -> None:
    late = make.fixture(event_time=make.noon)
    with pytest.raises(ValueError, match="kicked off"):
        next_seal(
            late,
            SAID,
            make.champion(),
            before=None,
            chain=Chain(),
            clock=make.noon,
            incarnation=0,
            recorded_at=make.noon,
        )


def test_a_champion_that_returns_seals_under_a_new_name(make: Any) -> None:
    (first,) = sealed(make, 1)
    fixture = make.fixture(match_id=first.match_id, revision=first.features_revision)
    about: Any = {"clock": make.noon, "incarnation": 0, "recorded_at": make.noon}
    other = next_seal(
        fixture, SAID, make.champion(model_version="2"), before=first, chain=Chain(first.seal, 1), **about
    )
    assert other is not None
    again = next_seal(fixture, SAID, make.champion(), before=other, chain=Chain(other.seal, 2), **about)
    assert again is not None
    assert again.supersedes == other.prediction_id
    assert len({first.prediction_id, other.prediction_id, again.prediction_id}) == 3
    assert first_break([first, other, again]) is None


def test_a_row_that_was_sealed_before_grids_were_kept_still_holds(make: Any) -> None:
    noon = make.noon
    row = MatchPrediction(
        "0" * 32, "E0:2019-20:arsenal:chelsea", "ENG", "E0", "2019/20", "arsenal", "chelsea", "touchline-match", "1", 1,
        "5" * 64, 1, "e" * 64, 0.5, 0.3, 0.2, None, None, FIRST, "", noon, noon, noon, 1,
    )  # fmt: skip
    sealed_then = "1d85d45818d6d68c9f19d20fb1a164c34a963802e53be303894b4b85283061cd"
    assert first_break([dataclasses.replace(row, seal=sealed_then)]) is None


def test_a_grid_put_into_a_row_that_had_none_or_taken_out_is_detected(make: Any) -> None:
    (row,) = sealed(make, 1)
    without = dataclasses.replace(row, grid=None)
    assert first_break([without]) == row.prediction_id
    resealed = dataclasses.replace(without, seal=seal_of(without))
    assert first_break([dataclasses.replace(resealed, grid=row.grid)]) == row.prediction_id


def test_a_grid_with_odds_put_into_a_row_or_taken_out_is_detected(make: Any) -> None:
    (row,) = sealed(make, 1)
    assert "grid_with_odds" not in json.loads(canonical(row))  # a row without one is sealed as before there were any
    added = dataclasses.replace(row, grid_with_odds=row.grid)
    assert first_break([added]) == row.prediction_id
    resealed = dataclasses.replace(added, seal=seal_of(added))
    assert first_break([resealed]) is None
    assert first_break([dataclasses.replace(resealed, grid_with_odds=None)]) == row.prediction_id


def test_prices_that_move_only_the_product_with_odds_are_sealed_anew(make: Any) -> None:
    about: Any = {"clock": make.noon, "incarnation": 0, "recorded_at": make.noon}
    fixture, champion = make.fixture(), make.champion()
    priced = dataclasses.replace(SAID, grid_with_odds=SAID.grid)
    first = next_seal(fixture, priced, champion, before=None, chain=Chain(), **about)
    assert first is not None
    chain = Chain(first.seal, 1)
    assert next_seal(fixture, priced, champion, before=first, chain=chain, **about) is None
    moved = dataclasses.replace(SAID, grid_with_odds=said(0.6, 0.25, 0.15).grid)
    for forecast in (moved, SAID):  # other prices, and prices that were taken back
        second = next_seal(fixture, forecast, champion, before=first, chain=chain, **about)
        assert second is not None
        assert second.grid == first.grid
        assert second.supersedes == first.prediction_id


def test_the_smallest_change_of_any_cell_breaks_the_seal(make: Any) -> None:
    (row,) = sealed(make, 1)
    assert row.grid is not None
    for place in range(len(row.grid)):
        cells = [math.nextafter(cell, 1) if at == place else cell for at, cell in enumerate(row.grid)]
        assert first_break([dataclasses.replace(row, grid=cells)]) == row.prediction_id


def test_a_forecast_that_moves_goals_but_no_result_is_sealed_anew(make: Any) -> None:
    (first,) = sealed(make, 1)
    fixture = make.fixture(match_id=first.match_id, revision=2)
    moved = forecast_of(tilted(poisson_grid(1.5, 1.2), [0.5, 0.3, 0.2], over=0.6))
    about: Any = {"clock": make.noon, "incarnation": 0, "recorded_at": make.noon}
    row = next_seal(fixture, moved, make.champion(), before=first, chain=Chain(first.seal, 1), **about)
    assert row is not None
    assert row.home == pytest.approx(first.home, abs=1e-9)
    assert next_seal(fixture, moved, make.champion(), before=row, chain=Chain(row.seal, 2), **about) is None
