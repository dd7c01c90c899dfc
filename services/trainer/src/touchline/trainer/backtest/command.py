"""`backtest --history FILE --from DAY --to DAY --out FOLDER`: judge every model walk-forward, and write what was found.

Leaves `backtest.json` (its keys are a contract), `backtest.html` and, for each match and model, its probabilities in
`backtest-predictions.parquet`.
"""

import argparse
import json
import platform
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from touchline.runtime.errors import Refused
from touchline.runtime.fingerprint import code_of, files_of, fingerprint
from touchline.trainer.backtest.distributing import compute_ahead
from touchline.trainer.backtest.forecasting import Backtest, asked_about, costly_parts, forecast_all
from touchline.trainer.backtest.goals import GoalRow, goal_rows
from touchline.trainer.backtest.memory import Memory, expected_cost
from touchline.trainer.backtest.page import page
from touchline.trainer.backtest.tables import goal_table, tables
from touchline.trainer.training.judging.differences import Difference, differences
from touchline.trainer.training.judging.rows import Row, rows_of
from touchline.trainer.training.models.seasons import forecast_seasons
from touchline.trainer.training.played import played_of

CODE = ("touchline.trainer.training", "touchline.football")
NAME = "backtest"
LOCAL, DASK = ENGINES = ("local", "dask")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Say how it is called."""
    judging = commands.add_parser(NAME, help="judge every match model walk-forward on a table of played matches")
    judging.add_argument("--history", type=Path, required=True, metavar="FILE", help="what feature-store folded")
    judging.add_argument("--from", dest="first", type=date.fromisoformat, required=True, metavar="DAY")
    judging.add_argument("--to", dest="last", type=date.fromisoformat, required=True, metavar="DAY", help="included")
    judging.add_argument("--engine", choices=ENGINES, default=LOCAL, help="where models are learned")
    judging.add_argument("--out", type=Path, default=Path("build"), metavar="FOLDER")
    return judging


def run(asked: argparse.Namespace, scheduler: str = "") -> str:
    """Judge, write, and answer with the tables; `scheduler` is where Dask is, if that is the engine.

    Raises:
        Refused: there is no such table, or no match of those days can be forecast.
    """
    begun = time.monotonic()
    if not asked.history.is_file():
        raise Refused(f"there is no table at {asked.history}: make it with `python -m touchline.feature_store history`")
    frame = pl.read_parquet(asked.history)
    played = played_of(frame)
    name = fingerprint(files_of([asked.history]), code_of(*CODE))
    seasons = len(forecast_seasons(played.matches))
    memory = Memory(asked.history.parent / "forecasts" / name, expected_cost(seasons))
    if asked.engine == DASK:
        compute_ahead(costly_parts(played), memory, scheduler)
        memory.done = 0.0  # they are remembered, and told of once more
    tested = asked_about(played, forecast_all(played, memory), asked.first, asked.last)
    if not len(tested.played):
        raise Refused(f"no match from {asked.first} to {asked.last} has enough history before it")
    rows = rows_of(tested.models, tested.happened, tested.played.matches.seasons)
    found = differences(tested.models, tested.happened)
    goals = goal_rows(tested.goals, tested.played.matches)
    competition = str(frame["competition"][0])
    about = {
        "competition": competition,
        "from": asked.first.isoformat(),
        "to": asked.last.isoformat(),
        "n": len(tested.played),
        "history": name,
        "seconds": round(time.monotonic() - begun, 1),
        "machine": f"{platform.machine()} {platform.python_implementation()} {platform.python_version()}",
    }
    _write(asked.out, about, rows, found, goals, tested)
    where = f"{asked.out}/backtest.json, backtest.html, backtest-predictions.parquet"
    return (
        f"{tables(rows, found)}\n{goal_table(goals)}\n\n{len(tested.played)} matches in {about['seconds']} s; {where}"
    )


def _write(
    out: Path, about: dict[str, Any], rows: list[Row], found: list[Difference], goals: list[GoalRow], tested: Backtest
) -> None:
    out.mkdir(parents=True, exist_ok=True)
    told = [{key: value for key, value in asdict(row).items() if value is not None} for row in rows]
    content = about | {
        "rows": told,
        "differences": [asdict(one) for one in found],
        "goals": [asdict(one) for one in goals],
    }
    (out / "backtest.json").write_text(json.dumps(content, indent=1) + "\n")
    title = f"Back-test of {about['competition']}, {about['from']} to {about['to']}"
    (out / "backtest.html").write_text(page(title, rows, found, goals, tested.models, tested.happened))
    predictions(tested).write_parquet(out / "backtest-predictions.parquet")


def predictions(tested: Backtest) -> pl.DataFrame:
    """A row a match, model and market: its probabilities, the event first, and the place of what happened."""
    frames = [
        pl.DataFrame(
            {
                "match_id": tested.played.match_ids,
                "season": tested.played.matches.seasons,
                "kick_off": pl.Series(tested.played.matches.kick_offs).cast(pl.Datetime("us", "UTC")),
                "predicted_at": pl.Series(tested.played.predicted_at).cast(pl.Datetime("us", "UTC")),
                "model": model,
                "market": market,
                "probabilities": shares.tolist(),
                "happened": tested.happened[market],
            }
        )
        for model, markets in tested.models.items()
        for market, shares in markets.items()
    ]
    return pl.concat(frames)
