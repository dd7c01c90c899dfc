"""The archive itself: three seasons of the Premier League."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.dialects.xg_and_markets.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import ParkedKind

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]


def season(code: str) -> Parsed:
    content = (Path(os.environ["TOUCHLINE_RECORDED"]) / "xg-and-markets" / f"E0_{code}.csv").read_bytes()
    document = Document(f"xg-and-markets/E0_{code}.csv", True, datetime(2023, 7, 1, tzinfo=UTC))
    return DIALECT.read(content, document, reviewed())


@pytest.mark.parametrize(("code", "odds", "parts"), [("2021", 9_486, 5), ("2122", 9_486, 14), ("2223", 9_470, 17)])
def test_a_season_is_380_matches_with_expected_goals_and_some_9500_prices(code: str, odds: int, parts: int) -> None:
    parsed = season(code)
    assert (parsed.inputs, parsed.read, parsed.unaccounted) == (380, 380, 0)
    assert (len(parsed.matches), len(parsed.teams), len(parsed.odds)) == (380, 20, odds)
    assert all(match.counts.away_expected_goals is not None for match in parsed.matches)
    assert [row.kind for row in parsed.parked] == [ParkedKind.PART] * parts
    assert all(row.reason.startswith(("expected decimal odds", "the sum of 1/odds")) for row in parsed.parked)


def test_kick_offs_are_those_of_football_data(tmp_path: Path) -> None:
    football_data = pytest.importorskip("touchline.normalizer.dialects.football_data.parser").DIALECT
    file = Path(os.environ["TOUCHLINE_RECORDED"]) / "football-data.co.uk" / "E0" / "E0_2122.csv"
    document = Document("football-data/mmz4281/2122/E0.csv", True, datetime(2023, 7, 1, tzinfo=UTC))
    theirs = {row.meeting: row.kick_off for row in football_data.read(file.read_bytes(), document, reviewed()).matches}
    assert {row.meeting: row.kick_off for row in season("2122").matches} == theirs
