"""Simulated matches: strengths drawn at random, results from them. No team or score here was ever real."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.vector import RATES, SQUAD
from touchline.trainer.training.matches import Matches, matches_of
from touchline.trainer.training.models.seasons import forecast_seasons
from touchline.trainer.training.models.voices import Said, walked
from touchline.trainer.training.packing import Bundle, fit_bundle
from touchline.trainer.training.walk_forward import Walk, judged_seasons, walk

PLACES = {name: place for place, name in enumerate(MATCH_FEATURES)}
SIGNAL = "elo_difference"


@dataclass(frozen=True, slots=True)
class World:
    """Matches and what was said and found of them."""

    matches: Matches
    said: Said
    walk: Walk


def world_of(matches: Matches) -> World:
    """Walked forward as `learn` does."""
    said = walked(matches, forecast_seasons(matches))
    return World(matches, said, walk(matches, said, judged_seasons(matches)))


def bundle_of(matches: Matches) -> Bundle:
    """The blend of these matches, packed."""
    return fit_bundle("touchline-match", matches, walked(matches, forecast_seasons(matches)), "0" * 64, 3)


def simulated_frame(
    seasons: int = 8, a_season: int = 120, seed: int = 7, signal: float = 1.0, shifted_from: int = 10_000
) -> pl.DataFrame:
    """A snapshot's rows: one feature is the difference in strength, and so are the rates; the others are noise.

    From the season `shifted_from` on, playing at home is a disadvantage of which the rates know nothing.
    """
    random = np.random.default_rng(seed)
    rows = []
    for season in range(seasons):
        for number in range(a_season):
            values = random.normal(size=len(MATCH_FEATURES))
            strength = signal * values[PLACES[SIGNAL]]
            rates = np.exp([0.3 + 0.35 * strength, 0.05 - 0.35 * strength])
            values[[PLACES[name] for name in RATES]] = np.tile(rates, len(RATES) // 2)
            values[[PLACES[name] for name in (*SQUAD, "goals_variance")]] = 0.0
            shift = np.exp([-0.6, 0.6]) if 2000 + season >= shifted_from else 1.0
            goals = random.poisson(rates * shift)
            kick_off = datetime(2000 + season, 8, 1, 15, tzinfo=UTC) + timedelta(days=2 * number)
            rows.append(
                {
                    "match_id": f"S0:{2000 + season}:{number}",
                    "season": f"{2000 + season}/{season + 1:02d}",
                    "kick_off": kick_off,
                    "result_available_at": kick_off + timedelta(minutes=150),
                    "home_goals": int(goals[0]),
                    "away_goals": int(goals[1]),
                    "values": values.tolist(),
                }
            )
    return pl.DataFrame(rows)


def simulated_matches(
    seasons: int = 8, a_season: int = 120, seed: int = 7, signal: float = 1.0, shifted_from: int = 10_000
) -> Matches:
    """The same as arrays."""
    return matches_of(simulated_frame(seasons, a_season, seed, signal, shifted_from))
