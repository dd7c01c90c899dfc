"""openfootball's own documents: 45 seasons of five leagues."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.openfootball.parser import DIALECT
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]


@pytest.fixture(scope="module")
def seasons() -> dict[str, Parsed]:
    folder = Path(os.environ["TOUCHLINE_RECORDED"]) / "openfootball"
    return {
        file.relative_to(folder).as_posix(): DIALECT.read(
            file.read_bytes(),
            Document(f"openfootball/{file.relative_to(folder).as_posix()}", True, datetime(2026, 3, 14, tzinfo=UTC)),
            reviewed(),
        )
        for file in sorted(folder.glob("*/*.json"))
    }


def test_every_match_is_read_but_66_of_the_wrong_year(seasons: dict[str, Parsed]) -> None:
    assert len(seasons) == 45
    assert sum(parsed.inputs for parsed in seasons.values()) == 16_286
    assert sum(parsed.read for parsed in seasons.values()) == 16_286 - 66
    assert all(parsed.unaccounted == 0 for parsed in seasons.values())
    assert {path for path, parsed in seasons.items() if parsed.parked} == {"2019-20/en.1.json"}
    assert all("the year is wrong" in row.reason for row in seasons["2019-20/en.1.json"].parked)


def test_every_exceptional_match_has_its_status(seasons: dict[str, Parsed]) -> None:
    statuses = Counter(match.status for parsed in seasons.values() for match in parsed.matches)
    assert statuses[MatchStatus.CANCELLED] == 101  # Ligue 1 2019/20
    assert statuses[MatchStatus.AWARDED] == 3
    assert statuses[MatchStatus.POSTPONED] == 1
    assert statuses[MatchStatus.SCHEDULED] == 391


def test_verona_against_roma_was_awarded_and_not_known_when_it_ended(seasons: dict[str, Parsed]) -> None:
    (awarded,) = (one for one in seasons["2020-21/it.1.json"].matches if one.status is MatchStatus.AWARDED)
    assert awarded.meeting.match_id == "I1:2020-21:verona:roma"
    assert (awarded.counts.home_goals, awarded.counts.away_goals, awarded.known_at) == (3, 0, None)
