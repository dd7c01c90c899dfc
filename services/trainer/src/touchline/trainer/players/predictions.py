"""Forecasts and what they are compared with as one table: a row a player and match."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from touchline.football.player_goals import anytime
from touchline.football.player_minutes import ABSENT, START, SUBSTITUTE, Matrix, Vector
from touchline.football.player_points import base_of
from touchline.trainer.players.latest import Latest
from touchline.trainer.players.model import Forecast
from touchline.trainer.players.table import Players, Rows
from touchline.trainer.players.walk_forward import Stretch

WHO = ("player_id", "match_id", "team_id", "season", "gameweek", "deadline", "kick_off", "at_home")
BEFORE = ("minutes_expected", "plays_expected", "starts_expected")  # features that are forecasts themselves
HAPPENED = ("minutes", "started", "goals", "assists", "points")


def predictions(players: Players, latest: Latest, found: Sequence[tuple[Stretch, Forecast]]) -> pl.DataFrame:
    """What was forecast of all rows judged, beside simple forecasts and what happened."""
    return pl.concat(_part(players, latest, stretch, forecast) for stretch, forecast in found)


def _part(players: Players, latest: Latest, stretch: Stretch, forecast: Forecast) -> pl.DataFrame:
    rows = stretch.judged
    columns = players.where(rows).frame.select(*WHO, *BEFORE, *(f"happened_{name}" for name in HAPPENED))
    return columns.with_columns(
        **_forecast(forecast),
        **_simple(players, latest, rows, stretch.learned),
        points_chances=pl.Series(forecast.points.chances.tolist()),
        words=pl.lit(not stretch.silent),
    )


def _forecast(forecast: Forecast) -> Mapping[str, pl.Series]:
    chances = forecast.minutes.chances
    return {
        "absent": pl.Series(chances[:, ABSENT]),
        "substitute": pl.Series(chances[:, SUBSTITUTE]),
        "start": pl.Series(chances[:, START]),
        "minutes": pl.Series(forecast.minutes.expected),
        "goals": pl.Series(forecast.goals),
        "assists": pl.Series(forecast.assists),
        "scores": pl.Series(anytime(forecast.goal_counts)),
        "assists_any": pl.Series(anytime(forecast.assist_counts)),
        "points": pl.Series(forecast.points.expected),
    }


def _simple(players: Players, latest: Latest, rows: Rows, learned: Rows) -> Mapping[str, pl.Series]:
    """What needs no model, from earlier rows alone."""
    past = players.where(learned)
    means = {name: float(np.mean(past.happened(name))) for name in ("points", "goals", "assists")}
    count = int(rows.sum())
    return {
        "points_last_5": pl.Series(latest.points_last_5[rows]),
        "minutes_last": pl.Series(latest.minutes_last[rows]),
        "minutes_last_5": pl.Series(latest.minutes_last_5[rows]),
        "goals_last_5": pl.Series(players.feature("goals_last_5")[rows]),
        "assists_last_5": pl.Series(players.feature("assists_last_5")[rows]),
        **{f"{name}_mean": pl.Series(np.full(count, mean)) for name, mean in means.items()},
        "scores_of_position": pl.Series(_by_position(past, "goals", players.where(rows))),
        "assists_any_of_position": pl.Series(_by_position(past, "assists", players.where(rows))),
        "points_chances_of_position": pl.Series(_points_by_position(past, players.where(rows)).tolist()),
    }


def _by_position(past: Players, name: str, rows: Players) -> Vector:
    """How often players of his position had at least one before; a row without a position is of its own kind."""
    kinds, asked = _position(past), _position(rows)
    any_of_it = past.happened(name) > 0
    shares = {kind: float(any_of_it[kinds == kind].mean()) for kind in np.unique(kinds)}
    return np.asarray([shares.get(kind, float(any_of_it.mean())) for kind in asked])


def _points_by_position(past: Players, rows: Players) -> Matrix:
    """How often players of his position got each number of points before."""
    kinds, points = _position(past), past.happened("points").astype(np.int64)
    bases = {kind: base_of(points[kinds == kind]) for kind in np.unique(kinds)}
    everybody = base_of(points)
    return np.asarray([bases.get(kind, everybody) for kind in _position(rows)])


def _position(players: Players) -> Vector:
    names = ("goalkeeper", "defender", "midfielder", "forward")
    return sum((place + 1) * players.feature(name) for place, name in enumerate(names)) + np.zeros(len(players))
