"""FiveThirtyEight's own tables: forty competitions of 2016 to 2019, and of 2022/23."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.rows import Parsed, RatingRow
from touchline.normalizer.dialects.spi538.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]


def table(file: str, path: str) -> Parsed:
    content = (Path(os.environ["TOUCHLINE_RECORDED"]) / "spi538" / file).read_bytes()
    return DIALECT.read(content, Document(f"spi538/{path}", True, datetime(2023, 7, 1, tzinfo=UTC)), reviewed())


@pytest.mark.parametrize(
    ("file", "path", "rows", "played", "competitions"),
    [
        ("spi_matches_2016-2019.csv", "spi_matches.csv", 23_931, 22_284, 36),
        ("spi_matches_latest_2022-23_apr.csv", "spi_matches_latest.csv", 11_410, 7_471, 39),
    ],
)
def test_every_line_is_a_match_with_two_ratings(
    file: str, path: str, rows: int, played: int, competitions: int
) -> None:
    parsed = table(file, path)
    assert (parsed.inputs, parsed.read, parsed.unaccounted) == (rows, rows, 0)
    assert (len(parsed.matches), len(parsed.of(RatingRow)), len(parsed.parked)) == (rows, 2 * rows, 0)
    assert sum(match.status is MatchStatus.PLAYED for match in parsed.matches) == played
    assert len({match.meeting.competition for match in parsed.matches}) == competitions


def test_premier_league_seasons_have_380_matches_with_expected_goals() -> None:
    matches = table("spi_matches_2016-2019.csv", "spi_matches.csv").matches
    for season in ("2016/17", "2017/18", "2018/19"):
        league = [one for one in matches if (one.meeting.competition, one.meeting.season) == ("E0", season)]
        assert len(league) == 380
        assert all(one.counts.home_expected_goals is not None for one in league)
