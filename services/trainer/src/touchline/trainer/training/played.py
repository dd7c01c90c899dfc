"""Played matches to judge by: besides what models learn from, who met and what the market asked. The order is that of
kick-offs; times are microseconds since 1970, UTC."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.football.vector import Matrix
from touchline.trainer.training.matches import Matches, canonical, matches_of, microseconds

MARKETS: Mapping[str, tuple[str, ...]] = {"1x2": ("home", "draw", "away"), "over-2.5": ("over", "under")}
BOOKS = ("average_before", "average_closing", "b365_before", "pinnacle_before")


@dataclass(frozen=True, slots=True)
class Played:
    """Matches with their names and prices; arrays of one length n."""

    matches: Matches
    match_ids: NDArray[np.str_]
    home: NDArray[np.str_]
    away: NDArray[np.str_]
    predicted_at: NDArray[np.int64]  # the first kick-off of the day: only what was known before it may be used
    prices: Mapping[tuple[str, str], Matrix]  # by book and market; decimal odds

    def __len__(self) -> int:
        return len(self.match_ids)

    def where(self, chosen: NDArray[np.bool_]) -> "Played":
        """Those for which `chosen` is true."""
        prices = {name: held[chosen] for name, held in self.prices.items()}
        return Played(
            self.matches.where(chosen),
            self.match_ids[chosen],
            self.home[chosen],
            self.away[chosen],
            self.predicted_at[chosen],
            prices,
        )


def played_of(frame: pl.DataFrame) -> Played:
    """The table that the feature-store folds (`history`), as arrays."""
    ordered = canonical(frame)

    def texts(name: str) -> NDArray[np.str_]:
        return np.array(ordered[name].to_list(), dtype=np.str_)

    return Played(
        matches_of(ordered),
        texts("match_id"),
        texts("home_team"),
        texts("away_team"),
        microseconds(ordered["predicted_at"]),
        {
            (book, market): _numbers(ordered, [f"{book}_{name}" for name in names])
            for book in BOOKS
            for market, names in MARKETS.items()
        },
    )


def _numbers(frame: pl.DataFrame, names: list[str]) -> Matrix:
    """Columns as numbers of shape (n, names); null becomes NaN."""
    return np.column_stack([frame[name].cast(pl.Float64).to_numpy() for name in names])
