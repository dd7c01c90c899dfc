"""The sample documents of the repository are read whole."""

from pathlib import Path

import pytest

from touchline.normalizer.dialects.football_data.parser import kind_of, parse

SAMPLES = Path(__file__).parents[5] / "tests" / "samples" / "football-data"


@pytest.mark.parametrize("name", ["mmz4281/1819/E0.csv", "mmz4281/1920/E0.csv"])
def test_a_sample_season_is_read_without_parking(name: str) -> None:
    kind = kind_of(f"football-data/{name}")
    assert kind is not None
    parsed = parse((SAMPLES / name).read_bytes(), kind)
    assert not parsed.parked
    assert len(parsed.matches) == 12
    assert {match.kick_off_known for match in parsed.matches} == {"1920" in name}
