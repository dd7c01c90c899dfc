"""Recorded seasons of a league as arrays: what happened, the watched vectors, and a plain model's predictions.

The predictions are those of a logit on the rating's expectation, fitted anew before each season on the five before it:
the plainest of models, so that what is found of the charts does not rest on a good one.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from touchline.football.catalogue import CATALOGUES, LATEST, WATCHED

FIRST_YEAR, FIRST_PREDICTED = 2000, 2002
LEARNT_ON = 5  # seasons
LEAGUES = {"E0": "Premier League", "D1": "Bundesliga", "F1": "Ligue 1", "I1": "Serie A"}
STEPS = 8  # of Newton's method, which needs five


@dataclass(frozen=True, slots=True)
class League:
    """Matches in the order of their days; `years` are those of a season's beginning. NaN: nothing was predicted."""

    code: str
    days: np.ndarray  # since 1970
    years: np.ndarray
    outcomes: np.ndarray  # 0 home, 1 draw, 2 away
    features: np.ndarray
    probabilities: np.ndarray
    scores: np.ndarray  # ranked probability score

    def chosen(self, rows: np.ndarray) -> "League":
        """Some of its matches, or all in another order."""
        return League(self.code, *(getattr(self, name)[rows] for name in League.__slots__[1:]))


def league(code: str, file: Path) -> League:
    """A league from the table that `make backtest` makes too."""
    frame = pl.read_parquet(file, columns=["match_id", "season", "kick_off", "home_goals", "away_goals", "values"])
    frame = frame.sort("kick_off", "match_id")
    years = frame["season"].str.slice(0, 4).cast(pl.Int32).to_numpy()
    frame, years = frame.filter(pl.Series(years >= FIRST_YEAR)), years[years >= FIRST_YEAR]
    goals = (frame["home_goals"] - frame["away_goals"]).to_numpy()
    outcomes = np.where(goals > 0, 0, np.where(goals == 0, 1, 2))
    vectors = np.array(frame["values"].to_list())[:, _places()]
    days = (frame["kick_off"].dt.epoch("d")).to_numpy()
    expected = vectors[:, [one.name for one in CATALOGUES[WATCHED].matches].index("elo_expected")]
    chances = walked(np.log(expected / (1 - expected)), outcomes, years)
    return League(code, days, years, outcomes, vectors, chances, scored(chances, outcomes))


def _places() -> list[int]:
    latest = [one.name for one in CATALOGUES[LATEST].matches]
    return [latest.index(one.name) for one in CATALOGUES[WATCHED].matches]


def walked(strength: np.ndarray, outcomes: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Probabilities of each season by a model of the seasons before it."""
    found = np.full((len(years), 3), np.nan)
    terms = np.column_stack([np.ones_like(strength), strength])
    for year in range(FIRST_PREDICTED, years.max() + 1):
        known = (years < year) & (years >= year - LEARNT_ON)
        found[years == year] = chances(terms[years == year], fitted(terms[known], outcomes[known]))
    return found


def fitted(terms: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    """Weights of home and away against a draw, by maximum likelihood."""
    weights, happened = np.zeros((terms.shape[1], 2)), np.column_stack([outcomes == 0, outcomes == 2])
    for _ in range(STEPS):
        predicted = chances(terms, weights)[:, [0, 2]]
        slope = (terms.T @ (happened - predicted)).T.ravel()
        curve = np.block(
            [
                [terms.T @ (terms * (predicted[:, [i]] * ((i == j) - predicted[:, [j]]))) for j in range(2)]
                for i in range(2)
            ]
        )
        weights += np.linalg.solve(curve, slope).reshape(2, -1).T
    return weights


def chances(terms: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Home, draw, away."""
    lifted = np.exp(terms @ weights)
    whole = 1 + lifted.sum(axis=1, keepdims=True)
    return np.column_stack([lifted[:, 0], np.ones(len(lifted)), lifted[:, 1]]) / whole


def scored(chances: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    """The ranked probability score of each."""
    happened = np.eye(3)[outcomes]
    return ((chances.cumsum(axis=1) - happened.cumsum(axis=1))[:, :2] ** 2).sum(axis=1) / 2


def pooled(leagues: list[League]) -> League:
    """All matches that were predicted, day by day; `code` is that of the pool."""
    together = League(
        "all", *(np.concatenate([getattr(one, name) for one in leagues]) for name in League.__slots__[1:])
    )
    rows = np.argsort(together.days, kind="stable")
    return together.chosen(rows[~np.isnan(together.scores[rows])])
