"""The sample documents of the repository are read whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.football_data.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed

SAMPLES = Path(__file__).parents[5] / "tests" / "samples" / "football-data"


@pytest.mark.parametrize("name", ["mmz4281/1819/E0.csv", "mmz4281/1920/E0.csv"])
def test_a_sample_season_is_read_without_parking(name: str) -> None:
    document = Document(f"football-data/{name}", True, datetime(2020, 8, 1, tzinfo=UTC))
    parsed = DIALECT.read((SAMPLES / name).read_bytes(), document, reviewed())
    assert not parsed.parked
    assert len(parsed.matches) == 12
    assert {odds.market for odds in parsed.odds} >= {"1x2", "over-under"}
    assert {match.kick_off_known for match in parsed.matches} == {"1920" in name}
