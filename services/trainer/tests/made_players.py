"""A league of players made by chance, in the feature store's table."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from touchline.football.player_inputs import VECTOR
from touchline.trainer.players.table import Players

TEAMS, SQUAD = 4, 16
FIRST = datetime(2019, 8, 10, 14, tzinfo=UTC)
WEEK = timedelta(days=7)
POSITIONS = ("goalkeeper", "defender", "midfielder", "forward")


def made_players(seasons: int = 3, gameweeks: int = 6, seed: int = 1) -> Players:
    """Every team plays once a gameweek; the first eleven of a squad mostly start, later ones mostly do not."""
    dice = np.random.default_rng(seed)
    rows = [row for year in range(seasons) for week in range(gameweeks) for row in _gameweek(dice, year, week)]
    return Players.of(pl.DataFrame(rows, infer_schema_length=None))


def _gameweek(dice: np.random.Generator, year: int, week: int) -> Iterator[dict[str, Any]]:
    deadline = FIRST + year * timedelta(days=364) + week * WEEK
    season = f"{2019 + year}/{20 + year}"
    for team in range(TEAMS):
        home = team - team % 2
        match = f"E0:{season.replace('/', '-')}:t{home}:t{home + 1}:{week}"
        for number in range(SQUAD):
            yield _row(dice, deadline, season, week, team, number) | {"match_id": match}


def _row(
    dice: np.random.Generator, deadline: datetime, season: str, week: int, team: int, number: int
) -> dict[str, Any]:
    starts, position = dice.random() < (0.85 if number < 11 else 0.15), POSITIONS[min(3, number % 11 // 3)]
    minutes = 90 if starts else int(dice.choice([0, 0, 20]))
    goals = int(dice.poisson(0.3 * minutes / 90 * (position == "forward")))
    vector = dict.fromkeys(VECTOR, 0.0) | {
        "minutes_expected": 80.0 if number < 11 else 15.0,
        "starts_expected": 0.85 if number < 11 else 0.15,
        "chance": 1.0,
        "matches_season": float(week),
        "at_home": float(team % 2 == 0),
        "team_attack": 0.1 * team,
        "team_elo": 1500.0,
        "availability_known": float(number == 15),
        position: 1.0,
        "price": 5.0,
        "expected_goals_per_90": 0.1 * (position == "forward"),
    }
    return {
        "player_id": f"p{team}-{number:02}",
        "team_id": f"t{team}",
        "season": season,
        "gameweek": week + 1,
        "deadline": deadline,
        "kick_off": deadline,
        "known_at": deadline + timedelta(days=1),
        "happened_minutes": minutes,
        "happened_started": starts,
        "happened_goals": goals,
        "happened_assists": int(dice.poisson(0.1 * minutes / 90)),
        "happened_points": (2 if minutes >= 60 else int(minutes > 0)) + 4 * goals,
        "happened_own_goals": 0,
        "happened_yellow_cards": 0,
        "happened_red_cards": 0,
        **vector,
    }
