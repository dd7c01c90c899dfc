"""The API's own documents of August 2026 arrive whole."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.fpl.parser import DIALECT
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import AvailabilityRow, IdentityRow, Parsed, PlayerRow
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import AvailabilityStatus, MatchStatus

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
FETCHED_AT = datetime(2026, 8, 22, 11, 30, tzinfo=UTC)


def read(name: str, names: Names) -> Parsed:
    content = (Path(os.environ["TOUCHLINE_RECORDED"]) / "fpl-api" / f"{name}_2026-08-22.json").read_bytes()
    parsed = DIALECT.read(content, Document(f"fpl/{name}.json", False, FETCHED_AT), names)
    assert parsed.unaccounted == 0
    assert not parsed.parked
    return parsed


def test_the_snapshot_holds_its_600_players_of_20_clubs() -> None:
    parsed = read("bootstrap-static", reviewed())
    assert (len(parsed.teams), len(parsed.of(PlayerRow))) == (20, 600)
    assert Counter(row.status for row in parsed.of(AvailabilityRow)) == {
        AvailabilityStatus.AVAILABLE: 485,
        AvailabilityStatus.INJURED: 56,
        AvailabilityStatus.ABSENT: 39,
        AvailabilityStatus.DOUBTFUL: 17,
        AvailabilityStatus.SUSPENDED: 3,
    }


def test_the_fixtures_hold_380_matches_of_which_one_was_over() -> None:
    names = reviewed()
    stated = read("bootstrap-static", names).of(IdentityRow)
    parsed = read("fixtures", Names.of((row.name, row.identity) for row in stated).over(names))
    assert Counter(row.status for row in parsed.matches) == {MatchStatus.SCHEDULED: 379, MatchStatus.PLAYED: 1}
