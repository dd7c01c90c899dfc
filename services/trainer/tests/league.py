"""A simulated league: strengths drawn at random that drift, scores from them. No team or score here was ever real."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from touchline.football.catalogue import CATALOGUES, LATEST
from touchline.trainer.training.played import BOOKS, MARKETS, Played, played_of

TEAMS = 12
FEATURES = [feature.name for feature in CATALOGUES[LATEST].matches]


def league_frame(seasons: int = 6, seed: int = 5) -> pl.DataFrame:
    """A table as the feature-store folds it: twelve teams, each pair twice a season; in summer one team is replaced."""
    dice = np.random.default_rng(seed)
    attack, defence = dice.normal(0, 0.3, TEAMS), dice.normal(0, 0.3, TEAMS)
    names = [f"team-{number:02d}" for number in range(TEAMS)]
    rows = []
    for season in range(seasons):
        pairs = [(home, away) for home in range(TEAMS) for away in range(TEAMS) if home != away]
        dice.shuffle(pairs)
        for number, (home, away) in enumerate(pairs):
            rates = np.exp([0.25 + attack[home] - defence[away], attack[away] - defence[home]])
            day = datetime(2000 + season, 8, 1, 15, tzinfo=UTC) + timedelta(days=2 * (number // 4))
            rows.append(_row(dice, season, number, names[home], names[away], rates, day))
        attack, defence = 0.9 * attack + dice.normal(0, 0.1, TEAMS), 0.9 * defence + dice.normal(0, 0.1, TEAMS)
        gone = int(dice.integers(TEAMS))
        names[gone], attack[gone], defence[gone] = f"team-{TEAMS + season:02d}", -0.2, -0.2
    return pl.DataFrame(rows, infer_schema_length=None)


def league(seasons: int = 6, seed: int = 5) -> Played:
    """The same as arrays."""
    return played_of(league_frame(seasons, seed))


def _row(dice, season, number, home, away, rates, day):
    goals, shots = dice.poisson(rates), dice.poisson(4 * rates)
    values = dict.fromkeys(FEATURES, 0.0) | {
        "elo_difference": 400 * (rates[0] - rates[1]) + dice.normal(0, 100),
        "pi_difference": rates[0] - rates[1] + dice.normal(0, 0.3),
    }
    prices = {}
    chance = 1 / (1 + np.exp(-1.2 * (rates[0] - rates[1])))
    for book in BOOKS:
        prices |= {
            f"{book}_{name}": 1 / (1.05 * share)
            for name, share in zip(
                (*MARKETS["1x2"], *MARKETS["over-2.5"]),
                (0.75 * chance, 0.25, 0.75 * (1 - chance), 0.5, 0.5),
                strict=True,
            )
        }
    counts = {
        f"{side}_{name}": value
        for name, both in (("goals", goals), ("shots", shots + 5), ("shots_on_target", shots))
        for side, value in zip(("home", "away"), both.tolist(), strict=True)
    }
    return {
        "match_id": f"S0:{2000 + season}:{number:04d}",
        "competition": "S0",
        "season": f"{2000 + season}/{season + 1:02d}",
        "home_team": home,
        "away_team": away,
        "kick_off": day,
        "predicted_at": day,
        "result_available_at": day + timedelta(minutes=150),
        **counts,
        "home_squad_value": None if season < 3 else float(5 + rates[0]),
        "away_squad_value": None if season < 3 else float(5 + rates[1]),
        "home_squad_missing": 0.1,
        "away_squad_missing": 0.2,
        "home_expected_goals": None if season < 2 else float(rates[0]),
        "away_expected_goals": None if season < 2 else float(rates[1]),
        "values": list(values.values()),
        **prices,
    }
