"""The recorded archive: eight seasons arrive whole, and the few rows that do not are one postponed match."""

import gzip
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.fpl_archive.parser import DIALECT
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import IdentityRow, Parsed, PlayerMatchRow, PlayerRow
from touchline.normalizer.identities.reviewed import reviewed

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
ROWS = {
    "2016-17": 23_679,
    "2017-18": 22_467,
    "2018-19": 21_790,
    "2019-20": 22_560,
    "2020-21": 24_365,
    "2021-22": 25_447,
    "2022-23": 26_505,
    "2023-24": 29_725,
}
PLAYERS = dict(zip(ROWS, (683, 647, 624, 666, 713, 737, 778, 865), strict=True))
POSTPONED = 59  # Manchester City v Arsenal, in gameweek 29 of 2019/20; it was played in gameweek 39


def archive() -> Path:
    return Path(os.environ["TOUCHLINE_RECORDED"]) / "fpl" / "data"


def read(path: str, names: Names) -> Parsed:
    plain, packed = archive() / path, archive() / f"{path}.gz"
    content = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
    document = Document(f"fpl-archive/data/{path}", True, datetime(2026, 1, 1, tzinfo=UTC))
    parsed = DIALECT.read(content, document, names)
    assert parsed.unaccounted == 0
    return parsed


@cache
def names() -> Names:
    known = reviewed()
    for path in ("master_team_list.csv", *(f"{season}/players_raw.csv" for season in ROWS)):
        known = known.over(Names.of((row.name, row.identity) for row in read(path, known).of(IdentityRow)))
    return known


def gameweeks(season: str) -> Iterator[Parsed]:
    for file in sorted((archive() / season / "gws").iterdir()):
        yield read(f"{season}/gws/{file.name.removesuffix('.gz')}", names())


@pytest.mark.parametrize("season", ROWS)
def test_every_row_of_a_season_is_a_players_match_or_of_the_one_that_was_postponed(season: str) -> None:
    weeks = list(gameweeks(season))
    played = [row for week in weeks for row in week.of(PlayerMatchRow)]
    parked = Counter(row.reason for week in weeks for row in week.parked)
    assert sum(week.inputs for week in weeks) == ROWS[season] == len(played) + parked.total()
    reason = "the match has no result here: it was postponed after the deadline"
    assert parked == (Counter({reason: POSTPONED}) if season == "2019-20" else Counter())
    assert len({(row.meeting, row.player_id) for row in played}) == len(played)
    assert len({row.meeting for row in played}) == 380
    assert len({row.team_id for row in played}) == 20


@pytest.mark.parametrize("season", ["2021-22", "2022-23", "2023-24"])
def test_where_line_ups_are_stated_about_eleven_of_each_side_start(season: str) -> None:
    lined_up = [
        [row for row in week.of(PlayerMatchRow) if row.counts.started is not None] for week in gameweeks(season)
    ]
    stated = [week for week in lined_up if week]
    assert len(stated) == {"2021-22": 0, "2022-23": 23, "2023-24": 38}[season]  # collected since gameweek 16 of 2022/23
    for week in stated:
        sides = {(row.meeting, row.at_home) for row in week}
        assert sum(row.counts.started or False for row in week) == pytest.approx(11 * len(sides), rel=0.02)
        assert sum(row.counts.expected_goals or 0.0 for row in week) > 0.5 * len(sides)


@pytest.mark.parametrize("season", ROWS)
def test_every_player_of_a_season_is_known(season: str) -> None:
    parsed = read(f"{season}/players_raw.csv", names())
    assert not parsed.parked
    assert len(parsed.of(PlayerRow)) == PLAYERS[season]


@pytest.mark.parametrize("season", list(ROWS)[2:])
def test_every_fixture_of_a_season_has_its_result(season: str) -> None:
    parsed = read(f"{season}/fixtures.csv", names())
    assert not parsed.parked
    assert len({match.meeting for match in parsed.matches}) == 380
    assert all(match.counts.home_goals is not None for match in parsed.matches)


def test_a_player_keeps_his_id_through_all_seasons_whatever_his_number() -> None:
    numbers = {
        row.name: row.identity for season in ROWS for row in read(f"{season}/players_raw.csv", names()).of(IdentityRow)
    }
    kane = {name.scope.name for name, identity in numbers.items() if identity == "p78830" and name.text.isdigit()}
    assert len(kane) == 8
