"""Simulated matches: strengths drawn at random, results from them. No team or score here was ever real."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from touchline.football.catalogue import MATCH_FEATURES
from touchline.trainer.training.matches import Matches, matches_of

FEATURES = len(MATCH_FEATURES)


def simulated_frame(seasons: int = 8, a_season: int = 120, seed: int = 7, signal: float = 1.0) -> pl.DataFrame:
    """A snapshot's rows: feature 0 is the difference in strength, the others are noise."""
    random = np.random.default_rng(seed)
    rows = []
    for season in range(seasons):
        for number in range(a_season):
            values = random.normal(size=FEATURES)
            margin = signal * values[0] + random.normal() + 0.3
            goals = (1, 0) if margin > 0.4 else (0, 1) if margin < -0.4 else (1, 1)
            kick_off = datetime(2000 + season, 8, 1, 15, tzinfo=UTC) + timedelta(days=2 * number)
            rows.append(
                {
                    "match_id": f"S0:{2000 + season}:{number}",
                    "season": f"{2000 + season}/{season + 1:02d}",
                    "kick_off": kick_off,
                    "result_available_at": kick_off + timedelta(minutes=150),
                    "home_goals": goals[0],
                    "away_goals": goals[1],
                    "values": values.tolist(),
                }
            )
    return pl.DataFrame(rows)


def simulated_matches(seasons: int = 8, a_season: int = 120, seed: int = 7, signal: float = 1.0) -> Matches:
    """The same as arrays."""
    return matches_of(simulated_frame(seasons, a_season, seed, signal))
