"""Played matches as arrays: who met, what was known before, how it ended, what the market asked. The order is that of
kick-offs; times are microseconds since 1970, UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.football.bundle import Matrix
from touchline.trainer.training.matches import microseconds

MARKETS: Mapping[str, tuple[str, ...]] = {"1x2": ("home", "draw", "away"), "over-2.5": ("over", "under")}
BOOKS = ("average_before", "average_closing", "b365_before", "pinnacle_before")


@dataclass(frozen=True, slots=True)
class Played:
    """Arrays of one length n. Counts are (n, 2), home and away, NaN where nobody counted."""

    match_ids: NDArray[np.str_]
    seasons: NDArray[np.str_]
    home: NDArray[np.str_]
    away: NDArray[np.str_]
    kick_offs: NDArray[np.int64]
    predicted_at: NDArray[np.int64]  # the first kick-off of the day: only what was known before it may be used
    known: NDArray[np.int64]  # when the result became available
    goals: Matrix
    shots: Matrix
    shots_on_target: Matrix
    expected_goals: Matrix
    squad_value: Matrix  # (n, 2), millions; NaN where nothing is known of a squad
    squad_missing: Matrix  # (n, 2), share of it that is said to be out
    values: Matrix  # (n, k) in the order of the catalogue
    prices: Mapping[tuple[str, str], Matrix]  # by book and market; decimal odds

    def __len__(self) -> int:
        return len(self.match_ids)

    @property
    def outcomes(self) -> NDArray[np.int64]:
        """0 home, 1 draw, 2 away."""
        difference = self.goals[:, 0] - self.goals[:, 1]
        return np.asarray(np.where(difference > 0, 0, np.where(difference == 0, 1, 2)), dtype=np.int64)

    @property
    def over(self) -> NDArray[np.int64]:
        """1: three goals or more."""
        return np.asarray(self.goals.sum(axis=1) > 2.5, dtype=np.int64)

    @property
    def both(self) -> NDArray[np.int64]:
        """1: both teams scored."""
        return np.asarray(self.goals.min(axis=1) > 0, dtype=np.int64)

    def where(self, chosen: NDArray[np.bool_]) -> "Played":
        """Those for which `chosen` is true."""
        parts = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "prices"}
        prices = {name: held[chosen] for name, held in self.prices.items()}
        return Played(**{name: part[chosen] for name, part in parts.items()}, prices=prices)


def played_of(frame: pl.DataFrame) -> Played:
    """The table that the feature-store folds (`history`), as arrays."""
    ordered = frame.sort("kick_off", "match_id")

    def texts(name: str) -> NDArray[np.str_]:
        return np.array(ordered[name].to_list(), dtype=np.str_)

    def pair(name: str) -> Matrix:
        return _numbers(ordered, [f"home_{name}", f"away_{name}"])

    return Played(
        match_ids=texts("match_id"),
        seasons=texts("season"),
        home=texts("home_team"),
        away=texts("away_team"),
        kick_offs=microseconds(ordered["kick_off"]),
        predicted_at=microseconds(ordered["predicted_at"]),
        known=microseconds(ordered["result_available_at"]),
        goals=pair("goals"),
        shots=pair("shots"),
        shots_on_target=pair("shots_on_target"),
        expected_goals=pair("expected_goals"),
        squad_value=pair("squad_value"),
        squad_missing=pair("squad_missing"),
        values=np.array(ordered["values"].to_list(), dtype=np.float64),
        prices={
            (book, market): _numbers(ordered, [f"{book}_{name}" for name in names])
            for book in BOOKS
            for market, names in MARKETS.items()
        },
    )


def _numbers(frame: pl.DataFrame, names: list[str]) -> Matrix:
    """Columns as numbers of shape (n, names); null becomes NaN."""
    return np.column_stack([frame[name].cast(pl.Float64).to_numpy() for name in names])
