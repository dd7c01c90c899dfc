"""The recorded absences: most of their players are known by the reviewed list, the rest waits."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.absences.parser import DIALECT
from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.rows import AvailabilityRow
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import ParkedKind

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
# Rows, those read, and those of players whom nobody has decided on: most were at clubs below the Premier League.
SEASONS = {
    "1516": (788, 505, 283),
    "1617": (801, 723, 78),
    "1718": (733, 696, 37),
    "1819": (1324, 1243, 81),
    "1920": (1155, 1111, 43),  # one row stands twice
    "2021": (1107, 1085, 21),  # one row stands twice
    "2122": (799, 772, 27),
    "2223": (610, 607, 3),
}


@pytest.mark.parametrize("season", SEASONS)
def test_a_season_is_read_but_for_players_nobody_decided_on(season: str) -> None:
    path = f"absences_{season}.csv"
    content = (Path(os.environ["TOUCHLINE_RECORDED"]) / "absences" / path).read_bytes()
    parsed = DIALECT.read(content, Document(f"absences/{path}", True, datetime(2026, 1, 1, tzinfo=UTC)), reviewed())
    waiting = [row for row in parsed.parked if row.waits_for]
    assert parsed.unaccounted == 0
    assert (parsed.inputs, parsed.read, len(waiting)) == SEASONS[season]
    assert len(parsed.of(AvailabilityRow)) == parsed.read
    others = [row for row in parsed.parked if not row.waits_for and row.kind is not ParkedKind.PART]
    assert all("already holds this availability" in row.reason for row in others)
    assert all(row.column == "until" for row in parsed.parked if row.kind is ParkedKind.PART)
