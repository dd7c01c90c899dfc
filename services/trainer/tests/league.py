"""A simulated league: strengths drawn at random that drift, scores from them. No team or score here was ever real."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.markets import result, total
from touchline.football.scoreline import poisson_grid
from touchline.football.vector import RATES
from touchline.trainer.training.played import BOOKS, MARKETS, Played, played_of

TEAMS = 12


def league_frame(seasons: int = 6, seed: int = 5) -> pl.DataFrame:
    """A table as the feature-store folds it: twelve teams, each pair twice a season; in summer one team is replaced."""
    dice = np.random.default_rng(seed)
    attack, defence = dice.normal(0, 0.5, TEAMS), dice.normal(0, 0.5, TEAMS)
    names = [f"team-{number:02d}" for number in range(TEAMS)]
    rows = []
    for season in range(seasons):
        pairs = [(home, away) for home in range(TEAMS) for away in range(TEAMS) if home != away]
        dice.shuffle(pairs)
        for number, (home, away) in enumerate(pairs):
            rates = np.exp([0.25 + attack[home] - defence[away], attack[away] - defence[home]])
            day = datetime(2000 + season, 8, 1, 15, tzinfo=UTC) + timedelta(days=2 * (number // 4))
            rows.append(_row(dice, season, number, names[home], names[away], rates, day))
        attack, defence = 0.9 * attack + dice.normal(0, 0.2, TEAMS), 0.9 * defence + dice.normal(0, 0.2, TEAMS)
        gone = int(dice.integers(TEAMS))
        names[gone], attack[gone], defence[gone] = f"team-{TEAMS + season:02d}", -0.2, -0.2
    return pl.DataFrame(rows, infer_schema_length=None)


def league(seasons: int = 6, seed: int = 5) -> Played:
    """The same as arrays."""
    return played_of(league_frame(seasons, seed))


def _row(dice, season, number, home, away, rates, day):
    goals = dice.poisson(rates)
    values = dict.fromkeys(MATCH_FEATURES, 0.0) | {
        "elo_difference": 400 * (rates[0] - rates[1]) + dice.normal(0, 100),
        "pi_difference": rates[0] - rates[1] + dice.normal(0, 0.3),
        **{name: rates[place % 2] * np.exp(dice.normal(0, 0.2)) for place, name in enumerate(RATES)},
    }
    if season >= 3:
        values |= {"squad_worth_home": 5 + rates[0], "squad_worth_away": 5 + rates[1]}
        values |= {"squad_known_home": 1.0, "squad_known_away": 1.0, "absent_worth_home": 0.1, "absent_worth_away": 0.2}
    grid = poisson_grid(*rates)  # a market that knows how strong the teams are
    (home_win, draw, away_win), (over, under) = result(grid), total(grid, 2.5)
    prices = {
        f"{book}_{name}": max(1.01, 1 / (1.05 * share))
        for book in BOOKS
        for name, share in zip(
            (*MARKETS["1x2"], *MARKETS["over-2.5"]), (home_win, draw, away_win, over, under), strict=True
        )
    }
    values |= {"market_home": np.log(home_win / draw), "market_away": np.log(away_win / draw)}
    values |= {"market_over": np.log(over / under), "market_known": 1.0, "market_over_known": 1.0, "market_books": 3.0}
    return {
        "match_id": f"S0:{2000 + season}:{number:04d}",
        "competition": "S0",
        "season": f"{2000 + season}/{season + 1:02d}",
        "home_team": home,
        "away_team": away,
        "kick_off": day,
        "predicted_at": day,
        "result_available_at": day + timedelta(minutes=150),
        "home_goals": int(goals[0]),
        "away_goals": int(goals[1]),
        "values": list(values.values()),
        **prices,
    }
