"""`python -m touchline.trainer backtest-players`: walk forward, judge, and write what was found."""

import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from touchline.runtime.errors import Refused
from touchline.trainer.players.inputs import inputs
from touchline.trainer.players.latest import latest
from touchline.trainer.players.predictions import predictions
from touchline.trainer.players.results import curves, results, told
from touchline.trainer.players.table import Players
from touchline.trainer.players.walk_forward import walked

SEASONS = ("2022/23", "2023/24")
GAMEWEEKS = 50  # a whole season: the models are learned once before it


def backtest_players(history: Path, out: Path, seasons: Sequence[str], gameweeks: int) -> str:
    """Judge the models on seasons; writes `out` as JSON and the predictions beside it as Parquet, returns a table.

    Raises:
        Refused: the history is not there, or lacks a season.
    """
    if not history.is_file():
        raise Refused(f"{history} is not there: `make backtest-players` writes it")
    players = Players.of(pl.read_parquet(history))
    known = set(players.frame["season"].unique().to_list())
    for season in seasons:
        if season not in known or season == min(known):
            raise Refused(
                f"{history} holds nothing of {season}, or nothing before it; it has {', '.join(sorted(known))}"
            )
    said = latest(players)
    forecasts = list(walked(players, inputs(players, said), seasons, gameweeks))
    table = predictions(players, said, forecasts)
    found = results(table)
    out.parent.mkdir(parents=True, exist_ok=True)
    table.write_parquet(out.with_suffix(".parquet"))
    said_of_all = {"rows": [one.stated() for one in found], "reliability": curves(table)}
    out.write_text(json.dumps({"gameweeks_a_model": gameweeks} | said_of_all, indent=1) + "\n")
    return told(found)
