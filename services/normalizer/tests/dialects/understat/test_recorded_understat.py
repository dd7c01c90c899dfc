"""Seasons that the sandbox makes of recorded results can be read."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.understat.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
EVENING = datetime(2020, 2, 28, 18, tzinfo=UTC)
SUMMER_2023, SUMMER_2026 = datetime(2023, 7, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "moment", "played", "coming", "teams"),
    [
        ("league/EPL/2019.json", EVENING, 270, 15, 20),
        ("league/EPL/2020.json", SUMMER_2023, 380, 0, 20),
        ("league/EPL/2022.json", SUMMER_2023, 380, 0, 20),
        ("league/Bundesliga/2024.json", SUMMER_2026, 306, 0, 18),
        ("league/Serie_A/2024.json", SUMMER_2026, 380, 0, 20),
        ("league/Ligue_1/2024.json", SUMMER_2026, 306, 0, 18),
    ],
)
def test_every_match_of_a_made_season_is_read(
    path: str, moment: datetime, played: int, coming: int, teams: int
) -> None:
    provider = pytest.importorskip("touchline.sandbox.providers.understat")
    content = provider.recorded(Path(os.environ["TOUCHLINE_RECORDED"])).answer(path, moment, {}).content
    parsed = DIALECT.read(content, Document(f"understat/{path}", True, moment), reviewed())
    statuses = [match.status for match in parsed.matches]
    assert (statuses.count(MatchStatus.PLAYED), statuses.count(MatchStatus.SCHEDULED)) == (played, coming)
    assert (parsed.inputs, parsed.read, parsed.unaccounted) == (played + coming, played + coming, 0)
    assert not parsed.parked
    assert len({team.team_id for team in parsed.teams}) == teams
    assert all(match.known_at <= moment for match in parsed.matches if match.known_at)
