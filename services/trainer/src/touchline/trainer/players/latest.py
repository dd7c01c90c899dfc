"""What a player's latest rows say as of a deadline: the forecasts that a model has to beat, and whether he is banned.

His latest rows are those of earlier gameweeks, of any season and club, whose points were known at the deadline; a
double gameweek is two rows, and neither sees the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

import numpy as np

from touchline.football.player_minutes import Vector
from touchline.football.suspension import is_banned
from touchline.trainer.players.table import Players

LAST = 5


class _Row(NamedTuple):
    player: str
    season: str
    deadline: datetime
    known_at: datetime
    minutes: int
    points: int
    cautions: int
    sent_off: int
    matches: float  # that his team had played this season at the deadline


@dataclass(frozen=True, slots=True)
class Latest:
    """One value a row of the table, in its order."""

    points_last_5: Vector  # sum of the points of his last five rows / 5: a row that is missing counts 0
    minutes_last_5: Vector  # mean over those of them that there are, 0 without any
    minutes_last: Vector  # of his last row, 0 without any
    banned: Vector  # 0 or 1


def latest(players: Players) -> Latest:
    """Walk through each player's rows in the order of deadlines."""
    found = [one for _, rows in groupby(_rows(players), key=lambda row: row.player) for one in _walk(list(rows))]
    columns = np.asarray(found, dtype=np.float64).reshape(len(players), 4)
    return Latest(*(columns[:, place] for place in range(4)))


def _rows(players: Players) -> Iterator[_Row]:
    columns = ("minutes", "points", "yellow_cards", "red_cards")
    frame = players.frame.select(
        *("player_id", "season", "deadline", "known_at"), *(f"happened_{name}" for name in columns), "matches_season"
    ).fill_null(0)
    return map(_Row._make, frame.iter_rows())


def _walk(rows: list[_Row]) -> Iterator[tuple[float, float, float, float]]:
    past: list[_Row] = []
    waiting: list[_Row] = []
    for deadline, together in groupby(rows, key=lambda row: row.deadline):
        past += [row for row in waiting if row.known_at <= deadline]
        waiting = [row for row in waiting if row.known_at > deadline]
        for row in together:
            yield _said(past, row)
            waiting.append(row)


def _said(past: list[_Row], row: _Row) -> tuple[float, float, float, float]:
    recent = past[-LAST:]
    if not recent:
        return 0.0, 0.0, 0.0, 0.0
    minutes = [one.minutes for one in recent]
    points = sum(one.points for one in recent) / LAST
    return points, sum(minutes) / len(minutes), minutes[-1], float(_is_banned(past, row))


def _is_banned(past: list[_Row], row: _Row) -> bool:
    last = past[-1]
    if last.season != row.season:
        return False
    cautions = sum(one.cautions for one in past if one.season == row.season)
    return is_banned(cautions, int(row.matches), cautioned_last=bool(last.cautions), sent_off_last=bool(last.sent_off))
