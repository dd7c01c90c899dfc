"""What a player's latest rows say: exactly the forecasts that the models have to beat."""

from datetime import timedelta

import polars as pl
from made_players import FIRST, WEEK, made_players

from touchline.trainer.players.latest import Latest, latest
from touchline.trainer.players.table import Players

PLAYER = "p0-00"


def one_player(rows: list[tuple[int, int, int]], **changes: list[int]) -> Latest:
    """A player with (week, minutes, points) rows."""
    like = made_players(1, 1).frame.filter(pl.col("player_id") == PLAYER)
    frame = pl.concat([like] * len(rows)).with_columns(
        deadline=pl.Series([FIRST + week * WEEK for week, _, _ in rows]),
        kick_off=pl.Series(
            [FIRST + week * WEEK + place * timedelta(days=3) for place, (week, _, _) in enumerate(rows)]
        ),
        known_at=pl.Series([FIRST + week * WEEK + timedelta(days=4) for week, _, _ in rows]),
        happened_minutes=pl.Series([minutes for _, minutes, _ in rows]),
        happened_points=pl.Series([points for _, _, points in rows]),
        matches_season=pl.Series([float(week) for week, _, _ in rows]),
        **{f"happened_{name}": pl.Series(values) for name, values in changes.items()},
    )
    return latest(Players.of(frame))


def test_the_mean_of_the_last_five_counts_a_missing_row_as_nothing() -> None:
    said = one_player([(0, 90, 10), (1, 90, 5), (2, 0, 0)])
    assert said.points_last_5.tolist() == [0.0, 2.0, 3.0]
    assert said.minutes_last_5.tolist() == [0.0, 90.0, 90.0]
    assert said.minutes_last.tolist() == [0.0, 90.0, 90.0]


def test_only_the_last_five_rows_count() -> None:
    said = one_player([(week, 90, 10 * (week == 0)) for week in range(7)])
    assert said.points_last_5.tolist() == [0.0, 2.0, 2.0, 2.0, 2.0, 2.0, 0.0]


def test_the_second_match_of_a_double_gameweek_does_not_see_the_first() -> None:
    said = one_player([(0, 90, 5), (1, 90, 10), (1, 0, 0), (2, 90, 2)])
    assert said.points_last_5.tolist() == [0.0, 1.0, 1.0, 3.0]
    assert said.minutes_last.tolist() == [0.0, 90.0, 90.0, 0.0]


def test_what_was_not_known_at_the_deadline_is_left_out_until_it_is() -> None:
    players = made_players(1, 3).frame.filter(pl.col("player_id") == PLAYER)
    late = pl.when(pl.col("gameweek") == 1).then(pl.lit(FIRST + 1.5 * WEEK)).otherwise(pl.col("known_at"))
    said = latest(Players.of(players.with_columns(known_at=late, happened_points=5)))
    assert said.points_last_5.tolist() == [0.0, 0.0, 2.0]


def test_who_was_sent_off_is_banned_for_the_next_gameweek_alone() -> None:
    said = one_player([(0, 90, 2), (1, 90, 2), (2, 0, 0)], red_cards=[1, 0, 0], yellow_cards=[0, 0, 0])
    assert said.banned.tolist() == [0.0, 1.0, 0.0]
