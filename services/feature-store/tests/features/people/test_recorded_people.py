"""The recorded archive of Fantasy Premier League, season 2019/20: every row, folded."""

import csv
import gzip
import io
import math
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from touchline.feature_store.features.people.facts import Appearance
from touchline.feature_store.features.people.fold import Step, steps
from touchline.feature_store.features.people.rows import player_row, squad_row
from touchline.feature_store.features.people.state import PeopleState
from touchline.football.catalogue.players import PLAYERS

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
SEASON, ROWS, POSTPONED = "2019/20", 22_560, 59
PLACE = {feature.name: place for place, feature in enumerate(PLAYERS)}


def gameweeks() -> Iterator[dict[str, str]]:
    """The rows of every gameweek, but of the match that was postponed after a deadline and has no score there."""
    folder = Path(os.environ["TOUCHLINE_RECORDED"]) / "fpl" / "data" / SEASON.replace("/", "-") / "gws"
    for file in sorted(folder.iterdir()):
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for row in csv.DictReader(io.StringIO(content.decode())):
            if row["team_h_score"] not in ("", "None"):
                yield row


@cache
def appearances() -> tuple[Appearance, ...]:
    """Every row by the provider's own numbers of players and clubs: who they are is the normalizer's affair."""
    rows = list(gameweeks())
    opponents = {(row["fixture"], row["was_home"]): row["opponent_team"] for row in rows}
    return tuple(_appearance(row, opponents[row["fixture"], str(row["was_home"] != "True")]) for row in rows)


def _appearance(row: dict[str, str], team: str) -> Appearance:
    kick_off = datetime.fromisoformat(row["kickoff_time"])
    at_home = row["was_home"] == "True"
    home, away = (team, row["opponent_team"]) if at_home else (row["opponent_team"], team)
    return Appearance(
        player=row["element"],
        team=team,
        opponent=row["opponent_team"],
        match_id=f"E0:2019-20:{home}:{away}",
        season=SEASON,
        kick_off=kick_off,
        at_home=at_home,
        position=None,
        minutes=int(row["minutes"]),
        started=None,
        goals=int(row["goals_scored"]),
        assists=int(row["assists"]),
        points=int(row["total_points"]),
        expected_goals=None,
        expected_assists=None,
        price=int(row["value"]) / 10,
        available_at=kick_off.replace(hour=0, minute=0) + timedelta(days=1),
        documents=("archive",),
    )


@cache
def folded() -> tuple[Step, ...]:
    return tuple(steps(PeopleState(), appearances()))


def test_every_row_of_the_season_is_an_appearance() -> None:
    assert len(appearances()) == ROWS - POSTPONED
    assert {team.played for team in folded()[-1].state.teams.values()} == {38}


def test_every_value_of_every_player_is_finite_and_in_its_range() -> None:
    made = 0
    for step in folded():
        for player in step.players:
            row = player_row(step.state, player)
            assert row is not None
            made += 1
            for value, feature in zip(row.values, PLAYERS, strict=True):
                assert math.isfinite(value), feature.name
                assert feature.lowest <= value <= feature.highest, feature.name
    assert made >= ROWS - POSTPONED


def test_the_mean_of_the_last_five_is_that_of_the_rows() -> None:
    """Points and minutes after each match, against a rolling mean over the table; where a club has a row for each."""
    after = [
        (player, step.state.players[player].last_match, row.values[PLACE["points_last_5"]])
        for step in folded()
        for player in step.players
        if (row := player_row(step.state, player)) is not None
    ]
    ours = pl.DataFrame(after, ["player", "kick_off", "ours"], orient="row").unique(["player", "kick_off"])
    table = pl.DataFrame(
        [(one.player, one.kick_off.timestamp(), one.points) for one in appearances()],
        ["player", "kick_off", "points"],
        orient="row",
    ).sort("player", "kick_off")
    rolling = pl.col("points").rolling_mean(5, min_samples=1).over("player")
    both = table.with_columns(rolling=rolling).join(ours, on=["player", "kick_off"])
    assert both.height == ROWS - POSTPONED
    assert both.select((pl.col("rolling") - pl.col("ours")).abs().max()).item() < 1e-9


def test_a_teams_players_share_all_of_its_goals_and_minutes() -> None:
    state = folded()[-1].state
    for name, team in state.teams.items():
        kept = {match.match_id for match in team.matches}
        of_players = [
            match
            for player in state.players.values()
            for match in player.matches
            if match.match_id in kept and match.team == name
        ]
        assert sum(match.minutes for match in of_players) == sum(match.minutes for match in team.matches)
        assert sum(match.goals for match in of_players) == sum(match.goals for match in team.matches)
        assert squad_row(state, name) is not None
