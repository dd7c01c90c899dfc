"""The back-test of a simulated league, from a table to files."""

import argparse
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from league import league_frame

from touchline.runtime.errors import Refused
from touchline.trainer.backtest import command, distributing
from touchline.trainer.backtest.memory import Memory

KEYS = {"model", "market", "season", "n", "rps", "log_loss", "brier", "accuracy", "ece"}  # a contract


def asked(
    folder: Path, first: str = "2008-08-01", last: str = "2010-06-30", engine: str = "local"
) -> argparse.Namespace:
    history = folder / "history.parquet"
    return argparse.Namespace(
        history=history,
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        out=folder / "build",
        engine=engine,
    )


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backtest")
    league_frame(seasons=10).write_parquet(folder / "history.parquet")
    answer = command.run(asked(folder))
    (folder / "answer.txt").write_text(answer)
    return folder


def test_every_row_has_the_keys_of_the_contract_and_all_are_of_one_set_of_matches(tested: Path):
    rows = json.loads((tested / "build" / "backtest.json").read_text())["rows"]
    assert all(row.keys() >= KEYS for row in rows)
    assert {row["n"] for row in rows if row["season"] == "all"} == {264}
    models = {row["model"] for row in rows if row["market"] == "1x2"}
    assert models >= {
        "blend",
        "blend-with-odds",
        "market-only",
        "market-closing",
        "market-before",
        "b365-before",
        "dixon-coles",
        "base-rate",
    }
    assert {row["market"] for row in rows} == {"1x2", "over-2.5", "both-to-score"}


def test_goals_are_judged_beside_dixon_coles_and_the_mean(tested: Path):
    rows = json.loads((tested / "build" / "backtest.json").read_text())["goals"]
    whole = {row["model"]: row for row in rows if row["subset"] == "all"}
    assert {"blend", "blend-with-odds", "dixon-coles", "dynamic-goals", "base-rate"} <= set(whole)
    assert {row["n"] for row in whole.values()} == {264}
    assert whole["blend"]["rmse"] < whole["base-rate"]["rmse"]
    assert "goals of a side, RMSE (MAE)" in (tested / "answer.txt").read_text()


def test_predictions_hold_each_match_once_for_each_model_and_market(tested: Path):
    held = pl.read_parquet(tested / "build" / "backtest-predictions.parquet")
    assert not held.select("match_id", "model", "market").is_duplicated().any()
    assert (held["predicted_at"] <= held["kick_off"]).all()


def test_the_page_needs_no_network(tested: Path):
    page = (tested / "build" / "backtest.html").read_text()
    assert "<svg" in page
    assert "http" not in page


def test_a_second_run_computes_nothing_and_says_the_same(tested: Path):
    before = json.loads((tested / "build" / "backtest.json").read_text())["rows"]
    forecasts = sorted((tested / "forecasts").rglob("*.npz"))
    stamps = [file.stat().st_mtime_ns for file in forecasts]
    command.run(asked(tested))
    assert [file.stat().st_mtime_ns for file in forecasts] == stamps
    assert json.loads((tested / "build" / "backtest.json").read_text())["rows"] == before


def test_what_was_computed_before_a_run_was_ended_is_not_computed_again(tmp_path: Path):
    def fail() -> dict:
        raise AssertionError("computed again")

    array = {"shares": pl.Series([1.0, 2.0]).to_numpy()}
    assert Memory(tmp_path, 1.0)("rates", lambda: array).keys() == array.keys()
    again = Memory(tmp_path, 1.0)("rates", fail)
    assert again["shares"].tolist() == [1.0, 2.0]


def test_days_without_enough_history_and_a_missing_table_are_refused(tested: Path, tmp_path: Path):
    with pytest.raises(Refused, match="enough history"):
        command.run(asked(tested, "1999-08-01", "2000-06-30"))
    with pytest.raises(Refused, match="there is no table"):
        command.run(asked(tmp_path))


def test_dask_says_the_same_to_the_last_bit(tested: Path, tmp_path: Path):
    (tmp_path / "history.parquet").write_bytes((tested / "history.parquet").read_bytes())
    command.run(asked(tmp_path, engine="dask"))
    one, other = (pl.read_parquet(folder / "build" / "backtest-predictions.parquet") for folder in (tested, tmp_path))
    assert one.equals(other)


def test_a_cluster_that_is_not_there_is_refused_with_its_address(tested: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(distributing, "PATIENCE", 0.5)
    (tmp_path / "history.parquet").write_bytes((tested / "history.parquet").read_bytes())
    with pytest.raises(Refused, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        command.run(asked(tmp_path, engine="dask"), "tcp://127.0.0.1:1")
