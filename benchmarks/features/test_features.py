"""What the figures rest on: questions, made matches, and when a result counts as there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from benchmarks.features import made
from benchmarks.features.asked import questions
from benchmarks.features.freshness import Awaited
from benchmarks.features.joining import OURS, THEIRS, Compared, Ground, compared
from benchmarks.features.oracle import brute_force
from benchmarks.features.ratings import elo_and_pi
from touchline.football.catalogue import LATEST
from touchline.schemas.vectors import CachedVector, team_key

START = datetime(2019, 8, 10, 17, tzinfo=UTC)


def rows() -> pl.DataFrame:
    moments = [START + timedelta(days=7 * number) for number in range(20)]
    teams = pl.DataFrame({"team_id": ["ash", "birch"]})
    at = pl.DataFrame({"as_of": moments, "known_at": moments}, schema_overrides={"as_of": pl.Datetime("us", "UTC")})
    return teams.join(at.with_columns(pl.col("known_at").cast(pl.Datetime("us", "UTC"))), how="cross")


def vector(event_time: datetime) -> CachedVector:
    return CachedVector(1, event_time, LATEST, "ab" * 32, [])


def test_each_question_is_asked_once_and_some_lie_at_the_very_moment_of_a_row() -> None:
    asked = questions(rows(), 500)
    assert len(asked) == 500
    assert asked.is_unique().all()
    assert len(asked.join(rows(), left_on=["team_id", "at"], right_on=["team_id", "known_at"])) > 10
    assert not asked.filter(pl.col("at") < START).is_empty()


def test_made_season_is_the_same_every_time_and_has_every_meeting_once() -> None:
    season = list(made.season("E0", 2019))
    assert season == list(made.season("E0", 2019))
    assert len({one.match_id for one in season}) == 380
    assert len({one.available_at for one in season}) == 380
    assert {one.season for one in season} == {"2019/20"}


def test_result_is_there_when_both_teams_name_it_and_not_before() -> None:
    awaited = Awaited()
    first, second = list(made.season("E0", 2019))[:2]
    awaited.expect(first, 10.0)
    home, away = team_key(first.home_team, LATEST), team_key(first.away_team, LATEST)
    awaited.read(home, vector(first.available_at - timedelta(seconds=1)), 10.1)
    awaited.read(away, vector(second.available_at), 10.2)
    assert not awaited.seen
    awaited.read(home, vector(first.available_at), 10.5)
    assert awaited.seen == {first.match_id: 0.5}


def test_brute_force_takes_the_latest_row_at_or_before_the_moment_and_of_equals_the_one_made_last() -> None:
    told = pl.DataFrame({"team_id": ["ash"] * 3, "known_at": [1, 5, 5], "as_of": [1, 2, 4], "elo": [10.0, 20.0, 30.0]})
    asked = pl.DataFrame({"team_id": ["ash", "ash", "ash", "birch"], "at": [0, 4, 5, 9]})
    assert brute_force(told, asked, "known_at", "as_of", ["elo"])["elo"].to_list() == [None, 10.0, 30.0, None]


def test_cell_differs_by_its_last_digit_and_what_theirs_leaves_out_must_be_null_in_ours(tmp_path: Path) -> None:
    ground = Ground(pl.DataFrame(), ["elo"], tmp_path)
    at = pl.Series("at", [1, 2, 3, 4]).cast(pl.Datetime("us", "UTC"))
    mine = pl.DataFrame({"team_id": ["ash"] * 4, "at": at, "elo": [1.5, 2.0, None, 4.0]})
    mine.write_parquet(tmp_path / OURS)
    other = mine[:2].with_columns(elo=pl.Series([1.5, 2.0000000000000004])).rename({"at": "event_timestamp"})
    other.write_parquet(tmp_path / THEIRS)
    assert compared(ground) == Compared(differing=2, cells=4, left_out=2)


def test_ratings_alone_move_both_teams_by_the_same_and_the_ground_played_on_by_more() -> None:
    elo, at_home, away_from_home = elo_and_pi([("ash", "birch", 3, 0)])
    assert elo["ash"] - 1500.0 == 1500.0 - elo["birch"] > 0
    assert at_home["ash"] > away_from_home["ash"] > 0
    assert away_from_home["birch"] == -at_home["ash"]
    assert at_home["birch"] == -away_from_home["ash"]
