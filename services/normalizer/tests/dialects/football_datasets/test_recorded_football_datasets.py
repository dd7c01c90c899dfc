"""All recorded season files: every row a match of a known club, and the same results as the provider they come from."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Dialect, Document
from touchline.normalizer.dialects.football_data.parser import DIALECT as ORIGINAL
from touchline.normalizer.dialects.football_datasets.parser import DIALECT
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import ParkedKind

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
BROKEN_OFF = "ligue-1/season-1920.csv"  # the season ended in March 2020
MATCHES = {"bundesliga": 10_098, "ligue-1": 11_847, "premier-league": 11_564, "serie-a": 11_726}


def read(dialect: Dialect, file: Path, key: str) -> Parsed:
    document = Document(key, True, datetime(2026, 11, 1, tzinfo=UTC))
    parsed = dialect.read(file.read_bytes(), document, reviewed())
    assert parsed.unaccounted == 0
    return parsed


def folder() -> Path:
    return Path(os.environ["TOUCHLINE_RECORDED"])


@pytest.mark.parametrize("league", MATCHES)
def test_every_row_of_every_season_is_a_match(league: str) -> None:
    matches = 0
    for file in sorted((folder() / "football-datasets" / league).glob("season-*.csv")):
        path = f"{league}/{file.name}"
        parsed = read(DIALECT, file, f"football-datasets/{path}")
        expected = [ParkedKind.INCOMPLETE] if path == BROKEN_OFF else []
        assert [row.kind for row in parsed.parked] == expected
        assert parsed.inputs == parsed.read == len(parsed.matches)
        matches += len(parsed.matches)
    assert matches == MATCHES[league]


@pytest.mark.parametrize("first", range(23))
def test_the_premier_league_has_the_results_of_football_data(first: int) -> None:
    name = f"{first:02d}{first + 1:02d}"
    copy = folder() / "football-datasets" / "premier-league" / f"season-{name}.csv"
    original = folder() / "football-data.co.uk" / "E0" / f"E0_{name}.csv"
    ours = read(DIALECT, copy, f"football-datasets/premier-league/season-{name}.csv").matches
    theirs = read(ORIGINAL, original, f"football-data/mmz4281/{name}/E0.csv").matches
    results = {match.meeting: (match.counts.home_goals, match.counts.away_goals) for match in theirs}
    assert {match.meeting: (match.counts.home_goals, match.counts.away_goals) for match in ours} == results
