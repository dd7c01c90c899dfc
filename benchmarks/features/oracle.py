"""Answers by brute force: for each question, every row of the team is looked at."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import polars as pl

Row = dict[str, Any]


def brute_force(
    rows: pl.DataFrame, asked: pl.DataFrame, event: str, created: str, names: Sequence[str]
) -> pl.DataFrame:
    """`asked` (`team_id`, `at`) with a column a name, null where no row of the team was known.

    Of the rows whose `event` is not later than `at`, the one with the latest `event` counts; of several, the one with
    the latest `created`.
    """
    by_team = defaultdict[str, list[Row]](list)
    for row in rows.iter_rows(named=True):
        by_team[row["team_id"]].append(row)
    found = [_latest(by_team[team], at, event, created) for team, at in asked.select("team_id", "at").iter_rows()]
    columns = [pl.Series(name, [one and one[name] for one in found], dtype=pl.Float64) for name in names]
    return asked.select("team_id", "at").with_columns(columns)


def _latest(rows: Sequence[Row], at: datetime, event: str, created: str) -> Row | None:
    known = [row for row in rows if row[event] <= at]
    return max(known, key=lambda row: (row[event], row[created]), default=None)
